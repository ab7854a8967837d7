"""Everybody who watches a session ends with the same list, whatever is cut, killed and started.

The seed is printed; OPSDECK_TEST_SEED=number repeats a run's decisions.
"""

import asyncio
import os
import random

import pytest

from tests.acceptance.chatting import Chat
from tests.acceptance.doors import DOORS, Away, Door, Seen, shown, turn_is_over
from tests.acceptance.stack import Stack

WATCHERS = 20
EVENTS = 2_000
PER_SECOND = 100
KILLS = 4
SECONDS = 100
"""For all of it; it takes a third of that."""


class Restless:
    """A watcher that hangs up at random, and comes back with the last position it has seen."""

    def __init__(self, stack: Stack, session: str, door: Door, chance: random.Random) -> None:
        self.events: list[Seen] = []
        self.times = 0
        self._stack = stack
        self._session = session
        self._door = door
        self._chance = chance

    async def watch(self) -> None:
        """Watch until the agent has answered."""
        while not turn_is_over(self.events):
            try:
                await self._once(self._chance.randrange(1, 200))
            except Away:
                pass
            await asyncio.sleep(self._chance.random() / 5)  # How long it is away is its chance.

    async def _once(self, most: int) -> None:
        after = self.events[-1].seq if self.events else 0
        async with self._door(self._stack, self._session, after) as events:
            self.times += 1
            async for event in events:
                self.events.append(event)
                most -= 1
                if not most or turn_is_over(self.events):
                    return


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 40)
async def test_watchers_that_come_and_go_while_the_server_is_killed_see_the_same(
    stack: Stack,
) -> None:
    seed = os.environ.get("OPSDECK_TEST_SEED") or str(random.randrange(10**6))
    print(f"OPSDECK_TEST_SEED={seed}")
    chance = random.Random(seed)
    chat = await Chat.start(stack)
    doors = list(DOORS.items())
    crowd = [
        (name, Restless(stack, chat.id, door, random.Random(f"{seed} {number}")))
        for number in range(WATCHERS)
        for name, door in [doors[number % len(doors)]]
    ]

    async with asyncio.timeout(SECONDS):
        watching = asyncio.gather(*(watcher.watch() for _, watcher in crowd))
        await chat.say(f"@rate {EVENTS} {PER_SECOND}")
        for point in sorted(chance.sample(range(50, EVENTS - 200), KILLS)):
            await chat.seen.until(lambda seen, point=point: len(seen.events) >= point, SECONDS)
            await stack.kill()
            await stack.start()
        await watching

    journal = await _whole(stack, chat.id)
    assert [event.seq for event in journal] == list(range(1, len(journal) + 1))
    assert len([event for event in journal if event.type == "assistantText"]) == EVENTS
    for name, watcher in crowd:
        expected = shown(journal) if name == "WebSocket" else journal
        assert watcher.events == expected, f"{name}, after {watcher.times} visits"
    visits = [watcher.times for _, watcher in crowd]
    print(f"{min(visits)} to {max(visits)} visits each, {KILLS} kills")


async def _whole(stack: Stack, session: str) -> list[Seen]:
    """Return what one who watches undisturbed sees of a turn that is over."""
    journal: list[Seen] = []
    async with DOORS["gRPC"](stack, session, 0) as events:
        async for event in events:
            journal.append(event)
            if turn_is_over(journal):
                return journal
    raise AssertionError("the watch ended")
