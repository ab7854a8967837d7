"""How long an agent may be silent goes by what it does; and who fails again waits longer."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from opsdeck_server.services import session_gate
from opsdeck_server.services.session_gate import Gate
from opsdeck_server.services.session_limits import SLACK_SECONDS
from opsdeck_server.services.session_silence import Silence

QUESTION, WORK, IDLE = 3600.0, 1800.0, 600.0


@pytest.mark.parametrize(
    ("pending", "busy", "background", "seconds"),
    [
        (1, True, 0, QUESTION + SLACK_SECONDS),
        (1, False, 0, QUESTION + SLACK_SECONDS),
        (0, True, 0, WORK),
        (0, False, 1, WORK),
        (0, False, 0, IDLE + SLACK_SECONDS),
    ],
)
async def test_the_limit_goes_by_what_the_agent_does(
    pending: int, busy: bool, background: int, seconds: float
) -> None:
    told: list[float] = []

    async def limit_silence(limit: float) -> None:
        told.append(limit)

    engine = SimpleNamespace(question_seconds=QUESTION, silence_seconds=WORK)
    parts = SimpleNamespace(engine=engine, warm=SimpleNamespace(seconds=IDLE))
    questions = SimpleNamespace(pending=("?",) * pending)
    live = SimpleNamespace(questions=questions, background=background, limit_silence=limit_silence)

    silence = Silence(cast("Any", parts), cast("Any", SimpleNamespace(busy=busy)))
    await silence.limit(cast("Any", live))

    assert told == [seconds]


async def test_books_that_fail_again_and_again_are_read_ever_more_rarely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(session_gate, "asyncio", SimpleNamespace(sleep=sleep, Lock=asyncio.Lock))

    async def read() -> None: ...

    gate = Gate(read)
    for _ in range(7):
        gate.owed = True
        await gate.read_again(lambda: False)
        assert not gate.owed
    gate.goes_well()
    await gate.read_again(lambda: False)

    assert pauses == [1, 2, 4, 8, 16, 30, 30, 1]
