"""Bytes to lines, with the offset after each: what a reader commits to go on from."""

MAX_LINE = 32 * 1024 * 1024
"""Bytes of a line that are kept; the CLIs' longest are tool results of a few megabytes."""


class LineFramer:
    """Cuts a stream of bytes into lines, however its chunks fall.

    It costs one pass over the bytes: a long line that comes in many chunks is put together
    once. A line past `max_line` bytes keeps its beginning, and what is dropped is counted.
    A newline is the one byte 10: a carriage return stays in its line.
    """

    def __init__(self, offset: int = 0, *, max_line: int = MAX_LINE) -> None:
        """Begin at `offset` bytes into the stream, where a line begins."""
        self._offset = offset
        self._max_line = max_line
        self._parts: list[bytes] = []
        self._held = 0
        self._kept = 0
        self._dropped = 0

    @property
    def offset(self) -> int:
        """Where the line begins that is not complete yet."""
        return self._offset

    @property
    def dropped_bytes(self) -> int:
        """Bytes of over-long lines that nobody got."""
        return self._dropped

    def feed(self, chunk: bytes) -> list[tuple[bytes, int]]:
        """Return the lines that are complete now, without newlines, each with its end.

        The end is the offset of the byte after the line's newline.
        """
        pieces = chunk.split(b"\n")
        last = pieces.pop()
        lines: list[tuple[bytes, int]] = []
        if pieces:
            if self._held:
                self._hold(pieces[0])
                pieces[0] = self._take()
            offset, limit = self._offset, self._max_line
            for piece in pieces:
                if len(piece) > limit:
                    self._dropped += len(piece) - limit
                    offset += len(piece) + 1
                    lines.append((piece[:limit], offset))
                else:
                    offset += len(piece) + 1
                    lines.append((piece, offset))
            self._offset = offset
        if last:
            self._hold(last)
        return lines

    def rest(self) -> list[tuple[bytes, int]]:
        """Return the last line of a stream that ended without a newline, if there is one."""
        if not self._held:
            return []
        line = self._take()
        self._offset += len(line)
        return [(line, self._offset)]

    def _hold(self, piece: bytes) -> None:
        self._held += len(piece)
        room = self._max_line - self._kept
        if len(piece) > room:
            self._dropped += len(piece) - room
            piece = piece[:room]
        if piece:
            self._kept += len(piece)
            self._parts.append(piece)

    def _take(self) -> bytes:
        """Return the held line; what was dropped of it counts as read."""
        line = b"".join(self._parts)
        self._offset += self._held - len(line)
        self._parts.clear()
        self._held = self._kept = 0
        return line
