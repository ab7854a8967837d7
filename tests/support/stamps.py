"""Reads the times that an agent's stand-in, or that of its model, wrote into a text."""

import re

_STAMP = re.compile(r"(\d+):(\d{9,})")


def stamps(text: str) -> list[int]:
    """Return the monotonic times, in ns, of all `<number>:<time>` in a text."""
    return [int(sent) for _, sent in _STAMP.findall(text)]
