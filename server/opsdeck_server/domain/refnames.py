"""Git's rules for branch names (git-check-ref-format(1)), before git is asked."""

import re

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]")


def branch_name_problem(name: str) -> str | None:
    """Return what is wrong with a branch name, or None.

    Stricter than git in one point: a name that starts with `-` or is `HEAD` or a bare
    `@` is refused too, because commands would read it as something else.
    """
    if not name:
        return "must not be empty"
    if name.startswith("-"):
        return "must not start with -"
    if _FORBIDDEN.search(name):
        return "must not hold spaces, control characters or any of ~ ^ : ? * [ \\"
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
