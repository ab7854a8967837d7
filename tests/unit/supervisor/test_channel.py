"""The reading end of a supervisor's socket: bounded, and lossless at every cut."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdeck_server.adapters._supervisor_socket import PIECE_BYTES, Channel, Refused, Unreachable


class Wire(asyncio.Transport):
    """Records whether it is being read."""

    def __init__(self) -> None:
        super().__init__()
        self.reading = True

    def pause_reading(self) -> None:
        assert self.reading
        self.reading = False

    def resume_reading(self) -> None:
        assert not self.reading
        self.reading = True

    def is_closing(self) -> bool:
        return False


def connected() -> tuple[Channel, Wire]:
    channel, wire = Channel(), Wire()
    channel.connection_made(wire)
    return channel, wire


async def test_it_stops_reading_at_one_piece_and_goes_on_below() -> None:
    channel, wire = connected()
    channel.data_received(b"x" * (PIECE_BYTES - 1))
    assert wire.reading
    channel.data_received(b"x" * PIECE_BYTES)
    assert not wire.reading
    await channel.read()
    assert not wire.reading
    await channel.read()
    assert wire.reading


async def test_what_follows_an_answer_is_the_stream() -> None:
    channel, _ = connected()
    channel.data_received(b'{"ok":')
    channel.data_received(b" true}\nraw \n by")
    channel.data_received(b"tes")
    channel.eof_received()
    assert await channel.answer() == {"ok": True}
    assert await channel.read() == b"raw \n bytes"
    assert await channel.read() == b""


@pytest.mark.parametrize("line", [b"nonsense\n", b"[]\n", b"half", b"x" * 100_000])
async def test_what_is_no_answer_breaks_the_conversation(line: bytes) -> None:
    channel, _ = connected()
    channel.data_received(line)
    channel.eof_received()
    with pytest.raises(Unreachable):
        await channel.answer()


async def test_a_refusal_is_raised_by_its_word() -> None:
    channel, _ = connected()
    channel.data_received(b'{"ok": false, "error": "stdin_full"}\n')
    with pytest.raises(Refused, match=r"^stdin_full$"):
        await channel.answer()


async def test_a_cancelled_read_loses_nothing() -> None:
    channel, _ = connected()
    reading = asyncio.create_task(channel.read())
    await asyncio.sleep(0)
    reading.cancel()
    channel.data_received(b"kept")
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await channel.read() == b"kept"


@given(st.lists(st.integers(1, 3 * PIECE_BYTES // 2), max_size=6))
def test_every_byte_comes_out_in_bounded_pieces(sizes: list[int]) -> None:
    async def read_all() -> list[bytes]:
        channel, _ = connected()
        for number, size in enumerate(sizes):
            channel.data_received(bytes([number]) * size)
        channel.connection_lost(None)
        pieces: list[bytes] = []
        while piece := await channel.read():
            pieces.append(piece)
        return pieces

    pieces = asyncio.run(read_all())
    assert b"".join(pieces) == b"".join(bytes([n]) * size for n, size in enumerate(sizes))
    assert all(len(piece) <= PIECE_BYTES for piece in pieces)
