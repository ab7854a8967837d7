"""Turns what git prints into a text for a person."""

import re

_LINES = 6
_LINE_LENGTH = 300
# A user name or token before the @ of a URL. `git@` of an SSH URL is no secret.
_CREDENTIALS = re.compile(r"\b([a-z][a-z0-9+.-]*://)(?!git@)[^\s/@]+@", re.IGNORECASE)
_NOISE = re.compile(r"hint:|To |Done$|remote: *$|warning: adding embedded")
_SERMON = re.compile(r"Another git process seems to be running.*", re.DOTALL)
NETWORK = re.compile(
    r"could not resolve host|connection (refused|timed out|reset|closed)|operation timed out"
    r"|network is unreachable|no route to host|failed to connect|couldn't connect"
    r"|temporary failure in name resolution|early eof|unexpected disconnect"
    r"|the remote end hung up|rpc failed|returned error: 5\d\d|gnutls_handshake|ssl_error_syscall",
    re.IGNORECASE,
)
_ADVICE = (
    (
        re.compile(r"host key verification failed", re.IGNORECASE),
        "connect to that host by ssh once, by hand, to accept its key",
    ),
    (
        re.compile(
            r"permission denied \(|could not read (username|password)|authentication failed"
            r"|terminal prompts disabled|invalid (username|credentials)|returned error: 40[13]"
            r"|permission to \S+ denied",
            re.IGNORECASE,
        ),
        (
            "origin refused the credentials: check the SSH key (ssh -T git@github.com) or the "
            "token and credential helper of the user that opsdeck runs as"
        ),
    ),
    (
        re.compile(
            r"repository( \S+)? not found|does not appear to be a git repository"
            r"|returned error: 404|project you were looking for could not be found",
            re.IGNORECASE,
        ),
        "check the organisation and the name of the repository, and that this account may read it",
    ),
    (
        re.compile(r"no space left on device|disk quota exceeded", re.IGNORECASE),
        "make room on the disk",
    ),
    (
        re.compile(r"gpg failed to sign|failed to write commit object", re.IGNORECASE),
        (
            "commit signing is on in git's configuration and does not work without a person: put "
            "the key where it needs no passphrase, or turn commit.gpgsign off for this repository"
        ),
    ),
    (
        re.compile(r"GH006|GH013|protected branch|hook declined", re.IGNORECASE),
        "the rules of origin refuse this push",
    ),
    (
        re.compile(r"clean filter '|smudge filter |git-lfs", re.IGNORECASE),
        "install the program that this filter needs, and make it known to git",
    ),
    (NETWORK, "check the network and that origin is up, then try again"),
)


def redact(text: str) -> str:
    """Return the text without the credentials in its URLs."""
    return _CREDENTIALS.sub(r"\1", text)


def last_lines(stderr: bytes, hide: dict[str, str]) -> str:
    """Return git's own last words, on one line; `hide` maps our folders to what to say."""
    text = redact(stderr.decode(errors="replace"))
    for folder in sorted(hide, key=len, reverse=True):
        text = text.replace(folder, hide[folder])
    text = _SERMON.sub("", text)
    lines = [line.strip()[:_LINE_LENGTH] for line in text.splitlines()]
    lines = [line for line in lines if line and not _NOISE.match(line)]
    return "; ".join(lines[-_LINES:])


def explain(what: str, said: str, returncode: int) -> str:
    """Return one sentence: what failed, what git said, and what to do."""
    if not said:
        said = f"git ended with code {returncode}" + (" (killed)" if returncode < 0 else "")
    advice = next((advice for pattern, advice in _ADVICE if pattern.search(said)), None)
    return f"{what} failed: {said.rstrip('.')}" + (f". What to do: {advice}" if advice else "")
