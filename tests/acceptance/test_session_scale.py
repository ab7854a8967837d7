"""Many watchers, slow watchers, another database: nobody is dropped, nothing is kept for long."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

import pytest
import pytest_asyncio

from tests.acceptance.chatting import Chat, ended, texts
from tests.acceptance.doors import DOORS, Seen, shown, turn_is_over
from tests.acceptance.stack import TOKEN, Stack
from tests.acceptance.watching import eventually
from tests.support.crowd import Light, join
from tests.support.stamps import stamps
from tests.support.stores import postgres

pytestmark = [pytest.mark.slow, pytest.mark.timeout(150)]

CROWD = 500
AT_ONCE = 50
STALLED_MEGABYTES = 80
"""What one watcher that does not read may cost, in the server, the bridge and Envoy."""

MEGABYTE = 2**20

TURNS = 12
"""How much more is said than fills all buffers. One who kept it would keep twice what passes."""


def pids(stack: Stack) -> dict[int, str]:
    """Return the processes of the server and its helpers."""
    agents = stack.leftovers()
    return {pid: words for pid, words in stack.processes().items() if pid not in agents}


def memory(stack: Stack, envoy: bool = False) -> float:
    """Return the megabytes of the server and the bridge, and of Envoy where that is asked for."""
    return sum(
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / MEGABYTE
        for pid, words in pids(stack).items()
        if envoy or "envoy" not in words.split(" ")[0]
    )


def files(stack: Stack) -> int:
    """Return how many files the server and its helpers have open."""
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids(stack))


async def crowd(stack: Stack, session: str, count: int) -> list[Light]:
    """Connect so many WebSocket clients, some at a time."""
    pool: dict[bytes, bytes] = {}
    clients: list[Light] = []
    while len(clients) < count:
        some = [join(stack.port, session, TOKEN, "after=0", pool) for _ in range(AT_ONCE)]
        clients += await asyncio.gather(*some)
    return clients


def late(client: Light) -> list[float]:
    """Return how late each text of `@rate` came, in seconds."""
    return [came - at / 1e9 for came, frame in client.frames for at in stamps(frame.decode())]


async def test_nobody_of_500_watchers_is_dropped_and_all_see_the_same(stack: Stack) -> None:
    events, per_second = 300, 20
    chat = await Chat.start(stack)
    await chat.turn("@lines 50")
    for client in await crowd(stack, chat.id, AT_ONCE):  # what is made once is made
        await client.close()
    before = memory(stack)

    clients = await crowd(stack, chat.id, CROWD)
    during = memory(stack)
    await chat.say(f"@rate {events} {per_second}")
    async with asyncio.timeout(90):
        await asyncio.gather(
            *(client.until(lambda f: f'"{events - 1}:'.encode() in f) for client in clients)
        )
    worst = [max(late(client)) for client in clients]
    ended = [client.close_code for client in clients if client.ended.done()]
    async with asyncio.timeout(30):
        await asyncio.gather(*(client.close() for client in clients))

    assert ended == []
    lists = {tuple(frame for _, frame in client.frames[: events + 50]) for client in clients}
    assert len(lists) == 1
    assert [len(late(client)) for client in clients] == [events] * CROWD
    print(
        f"latest event: {median(worst):.3f} s for the median watcher, {max(worst):.3f} s for the "
        f"last; memory {before:.0f} MB before, {during:.0f} with {CROWD}, {memory(stack):.0f} after"
    )
    await eventually(lambda: memory(stack) <= before + 20)


async def test_a_thousand_connections_leave_no_file_open_and_no_memory_behind(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@lines 50")

    async def come_and_go() -> None:
        for number, client in enumerate(await crowd(stack, chat.id, AT_ONCE)):
            if number % 2:
                await client.close()
            else:
                client.transport.abort()

    await come_and_go()  # what is made once is made
    await eventually(lambda: files(stack) < AT_ONCE + 100)
    open_files, resident = files(stack), memory(stack)

    async with asyncio.timeout(90):
        for _ in range(1_000 // AT_ONCE):
            await come_and_go()

    print(f"{open_files} files and {resident:.0f} MB before, {memory(stack):.0f} MB after")
    await eventually(lambda: files(stack) <= open_files + 5)
    await eventually(lambda: memory(stack) <= resident + 20)


async def test_watchers_that_stop_reading_cost_little_delay_nobody_and_lose_nothing(
    stack: Stack,
) -> None:
    lines, size = 1_000, 8_000
    chat = await Chat.start(stack)

    async def hear(turns: int) -> float:
        """Have so much said to the chat's own watcher; return the most memory meanwhile."""
        most = 0.0
        for _ in range(turns):
            over = len(ended(chat.seen)) + 1
            await chat.say(f"@lines {lines} {size}")
            await chat.seen.until(lambda seen, over=over: len(ended(seen)) == over, 60)
            most = max(most, memory(stack, envoy=True))
        return most

    without = await hear(2)
    async with AsyncExitStack() as opened:
        stalled: dict[str, AsyncIterator[Seen]] = {}
        got: dict[str, list[Seen]] = {}
        for kind in ("from the beginning", "live"):
            for name, door in DOORS.items():
                who = f"{name}, {kind}"
                stalled[who] = await opened.enter_async_context(door(stack, chat.id, 0))
                got[who] = [await anext(stalled[who])]
        await chat.turn("@say Now.")
        for who, seen in got.items():
            while who.endswith("live") and seen[-1].words != "Now.":
                seen.append(await anext(stalled[who]))

        filled = await hear(6)  # every buffer there is
        most = await hear(TURNS)
        journal = [Seen(e["seq"], e["type"], "") for e in chat.seen.whole()]
        unread = TURNS * lines * size / MEGABYTE
        print(
            f"{without:.0f} MB without, {filled:.0f} with {len(got)} who do not read, "
            f"{most:.0f} after {unread:.0f} MB more"
        )
        assert most <= filled + unread / 2
        assert filled <= without + len(got) * STALLED_MEGABYTES

        for who, events in stalled.items():
            async for event in events:
                got[who].append(event)
                if event.seq == journal[-1].seq:
                    break
            expected = shown(journal) if who.startswith("WebSocket") else journal
            assert [event[:2] for event in got[who]] == [event[:2] for event in expected], who


@pytest_asyncio.fixture
async def on_postgres(root: Path) -> AsyncGenerator[Stack]:
    """A running server that keeps everything in PostgreSQL."""
    url = await postgres().create(f"whole_{root.name.replace('-', '_')}")
    stack = Stack.make(root, DATABASE_URL=url)
    try:
        yield await stack.start()
    finally:
        await stack.close()


async def test_a_session_on_postgresql_goes_on_where_its_server_was_killed(
    on_postgres: Stack,
) -> None:
    stack = on_postgres
    chat = await Chat.start(stack)
    gate = await chat.working("@lines 500\n@say Done.")
    await stack.kill()
    gate.touch()
    await stack.start()

    session = await chat.turns(1)

    assert texts(session)[0] == "Working."
    assert texts(session)[-1] == "Done."
    assert len(texts(session)) == 502
    assert not (stack.root / "deck" / "opsdeck.db").exists()
    for name, door in DOORS.items():
        async with door(stack, chat.id, 0) as events:
            seen: list[Seen] = []
            async for event in events:
                seen.append(event)
                if turn_is_over(seen):
                    break
        assert len([event for event in seen if event.type == "assistantText"]) == 502, name
    await chat.adds_up(session)
