"""Identifiers, made by the server."""

import secrets

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def new_id(prefix: str) -> str:
    """Return a new identifier such as `job-k3v7q2mzx5ta6wdn`.

    80 random bits in lower-case base 32, so that an id is safe as a file name, a
    part of a URL and a git ref on every file system, and collides never.
    """
    return f"{prefix}-{''.join(secrets.choice(_ALPHABET) for _ in range(16))}"
