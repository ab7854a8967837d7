"""Whatever happens to a chat, it says how many messages it has and what they cost.

What happens is chosen at random. `OPSDECK_TEST_SEED` repeats a run whose seed was printed.
"""

import os
import random
import signal

import pytest

from tests.acceptance.chatting import Chat, statuses, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import Json, eventually
from tests.fakes.programs import install_claude

STEPS = 14
USAGE = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


class Life:
    """One chat, what was done to it, and what the stand-in of the CLI charged for it."""

    def __init__(self, stack: Stack, chat: Chat, dice: random.Random) -> None:
        self.stack = stack
        self.chat = chat
        self.dice = dice
        self.sent = 0
        self.said: list[str] = []
        self.cost = 0.0
        self.tokens = [0, 0, 0, 0]

    def charged(self) -> str:
        """Return the directives of a turn that is paid for, and note its price."""
        price = self.dice.randint(1, 10_000) / 10_000
        tokens = [self.dice.randint(1, 5_000) for _ in USAGE]
        self.cost += price
        self.tokens = [old + new for old, new in zip(self.tokens, tokens, strict=True)]
        self.said.append(f"Number {len(self.said)}.")
        usage = " ".join(map(str, tokens))
        return f"@usage {usage}\n@cost {price}\n@say {self.said[-1]}"

    async def over(self) -> Json:
        self.sent += 1
        return await self.chat.turns(self.sent)

    # -- what happens --------------------------------------------------------------

    async def follow_up(self) -> None:
        await self.chat.say(self.charged())
        await self.over()

    async def two_in_line(self) -> None:
        gate = await self.chat.working(self.charged())
        self.said.insert(-1, "Working.")
        await self.chat.say(self.charged())
        self.sent += 1
        gate.touch()
        await self.over()

    async def one_withdrawn(self) -> None:
        gate = await self.chat.working(self.charged())
        self.said.insert(-1, "Working.")
        message = await self.chat.say("@cost 99\n@say Never.")
        assert (await self.chat.withdraw(message)).status == 200
        gate.touch()
        await self.over()

    async def unasked(self) -> None:
        begin = self.stack.root / f"begin-{self.sent}"
        directives = self.charged()
        later = self.charged().replace("\n", "\\n")
        await self.chat.say(f"{directives}\n@unasked {begin} {later}")
        await self.over()
        changes = len(statuses(self.chat.seen)) + 2
        begin.touch()
        await self.chat.seen.until(lambda seen: len(statuses(seen)) == changes)

    async def interrupt(self) -> None:
        await self.chat.working("@cost 99")
        self.said.append("Working.")
        assert (await self.chat.interrupt())["was_running"]
        await self.over()

    async def kill_server_at_rest(self) -> None:
        await self.stack.kill()
        await self.stack.start()

    async def kill_server_at_work(self) -> None:
        gate = await self.chat.working(self.charged())
        self.said.insert(-1, "Working.")
        await self.stack.kill()
        gate.touch()
        await self.stack.start()
        await self.over()

    async def kill_supervisor_at_rest(self) -> None:
        for pid in self.stack.supervisors():
            os.kill(pid, signal.SIGKILL)
        await eventually(lambda: not self.chat.processes)

    async def kill_supervisor_at_work(self) -> None:
        await self.chat.working("@cost 99")
        self.said.append("Working.")
        for pid in self.stack.supervisors():
            os.kill(pid, signal.SIGKILL)
        session = await self.over()
        assert session["status"] == "failed"

    async def stop_server(self) -> None:
        assert await self.stack.stop() == 0
        await self.stack.start()

    async def fail(self) -> None:
        await self.chat.say("@error no more")
        assert (await self.over())["status"] == "failed"

    async def holds(self) -> None:
        """See that the session says what happened, and nothing else."""
        session = await self.chat.get()
        await self.chat.adds_up(session)
        assert texts(session) == self.said
        assert session["total_cost_usd"] == pytest.approx(self.cost)
        assert [session["usage"][name] for name in USAGE] == self.tokens
        assert len(texts(session, "user")) == self.sent
        listed = {each["id"]: each for each in await self.stack.get("/sessions")}
        assert listed[session["id"]]["message_count"] == len(session["messages"])


HAPPENINGS = (
    Life.follow_up,
    Life.two_in_line,
    Life.one_withdrawn,
    Life.unasked,
    Life.interrupt,
    Life.kill_server_at_rest,
    Life.kill_server_at_work,
    Life.kill_supervisor_at_rest,
    Life.kill_supervisor_at_work,
    Life.stop_server,
    Life.fail,
)


@pytest.mark.slow
@pytest.mark.parametrize("counts", ["on", "anew"])
async def test_whatever_happens_the_messages_and_the_money_add_up(
    installed: Stack, counts: str
) -> None:
    """The CLI adds its costs up over processes, or from zero in each: either is understood."""
    chosen = int(os.environ.get("OPSDECK_TEST_SEED") or random.getrandbits(32))
    print(f"OPSDECK_TEST_SEED={chosen}")
    dice = random.Random(chosen)
    if counts == "anew":
        install_claude(installed.root / "bin", FAKE_CLAUDE_RESTARTING_COST="1")
    stack = await installed.start()
    chat = await Chat.start(stack)
    life = Life(stack, chat, dice)
    await life.follow_up()

    # All of them, in any order, and some twice.
    order = [*HAPPENINGS, *dice.choices(HAPPENINGS, k=STEPS - len(HAPPENINGS))]
    dice.shuffle(order)
    for happening in order:
        print(happening.__name__)
        await happening(life)
        await life.holds()
    await life.follow_up()
    await life.holds()
