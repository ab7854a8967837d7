"""Git's rules for branch names (git-check-ref-format(1)), before git is asked."""

import re

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]")

_UNPAIRED = re.compile("[\ud800-\udfff]")  # half a character: it has no bytes to give git


def branch_name_problem(name: str) -> str | None:
    """Return what is wrong with a branch name, or None.

    Stricter than git in this: a name that is a bare `@` or starts with `refs/` is refused
    too, because commands would read it as something else, and so is one of more than 244
    bytes, for which git's lock file would have no room beside it on most file systems.
    """
    if not name:
        return "must not be empty"
    if name.startswith("-"):
        return "must not start with -"
    if _FORBIDDEN.search(name):
        return "must not hold spaces, control characters or any of ~ ^ : ? * [ \\"
    if _UNPAIRED.search(name):
        return "must be valid Unicode"
    if ".." in name or "@{" in name or "//" in name:
        return "must not hold .. or // or @{"
    if name.startswith("/") or name.endswith(("/", ".")):
        return "must not start with / or end in / or ."
    if any(part.startswith(".") or part.endswith(".lock") for part in name.split("/")):
        return "no part of it may start with . or end in .lock"
    if name in ("@", "HEAD") or name.startswith("refs/"):
        return "must be a plain branch name"
    if len(name.encode()) > 244:
        return "must not be longer than 244 bytes"
    return None
