"""Watching a job: by Server-Sent Events and by gRPC, through the one port."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from itertools import count
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio

from opsdeck.v1 import job_pb2
from opsdeck.v1 import job_service_pb2 as pb
from opsdeck.v1 import job_service_pb2_grpc as services
from tests.acceptance.stack import TOKEN, Stack
from tests.acceptance.watching import Recorder, replay

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS = count()
METADATA = (("authorization", f"Bearer {TOKEN}"),)
Answers = list[pb.WatchJobResponse]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    """One server, whose jobs do not know of each other."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        stack = Stack.make(Path(name).resolve(), MAX_CONCURRENT_JOBS="8")
        try:
            yield await stack.start()
        finally:
            await stack.close()


async def job(stack: Stack, prompt: str) -> str:
    return await stack.create_job(prompt, branchName=f"branch-{next(NUMBERS)}")


class Watch:
    """A watch over gRPC, through Envoy."""

    def __init__(self, stack: Stack, job_id: str, token: Any = METADATA, **request: Any) -> None:
        self._channel = stack.channel()
        stub = services.JobServiceStub(self._channel)
        self.call = stub.WatchJob(pb.WatchJobRequest(id=job_id, **request), metadata=token)
        self.answers: Answers = []

    async def first(self) -> pb.WatchJobResponse:
        """Return the first answer: from now on nothing that happens is missed."""
        async with asyncio.timeout(5):
            self.answers.append(await anext(aiter(self.call)))
        return self.answers[0]

    async def rest(self) -> Answers:
        """Watch to the end, which must be OK; return all answers."""
        async with asyncio.timeout(20), self._channel:
            self.answers += [answer async for answer in self.call]
            assert await self.call.code() is grpc.StatusCode.OK
        return self.answers

    async def refused(self) -> grpc.StatusCode:
        """Return why there was no answer."""
        async with asyncio.timeout(5), self._channel:
            with pytest.raises(grpc.aio.AioRpcError) as raised:
                await anext(aiter(self.call))
        return raised.value.code()


def texts(answers: Answers) -> list[str]:
    events = [event for answer in answers for event in answer.events]
    return [event.assistant_text.text for event in events if event.type == "assistantText"]


def deltas(answers: Answers) -> list[str]:
    events = [event for answer in answers for event in answer.events]
    return [event.text_delta.text for event in events if event.type == "textDelta"]


def seqs(answers: Answers) -> list[int]:
    return [event.seq for answer in answers for event in answer.events]


async def waiting(stack: Stack, then: str) -> tuple[str, Path]:
    """Return a job that has said one thing and waits, and the gate that lets it go on."""
    gate = stack.root / f"gate-{next(NUMBERS)}"
    job_id = await job(stack, f"@say Before.\n@gate {gate}\n{then}")
    await Recorder(stack, job_id).texts(1)
    return job_id, gate


async def test_two_watchers_and_a_late_one_get_the_same(stack: Stack) -> None:
    gate = stack.root / f"gate-{next(NUMBERS)}"
    job_id = await job(stack, f"@lines 20\n@gate {gate}\n@lines 20\n@write a.txt x")
    first, second = Recorder(stack, job_id), Recorder(stack, job_id)
    await first.texts(20)
    gate.touch()

    events = await first.end()
    assert await second.end() == events
    assert await replay(stack, job_id) == events


async def test_a_watch_begins_and_ends_with_the_job_s_state(stack: Stack) -> None:
    job_id, gate = await waiting(stack, "@lines 3")
    watch = Watch(stack, job_id)
    assert (await watch.first()).job.status == job_pb2.Job.running
    gate.touch()

    answers = await watch.rest()

    assert answers[-1].job.status == job_pb2.Job.completed
    assert answers[-1].events[-1].status_change.terminal
    assert not any(answer.HasField("job") for answer in answers[1:-1])


async def test_a_failed_job_ends_its_stream_with_ok(stack: Stack) -> None:
    job_id = await job(stack, "@error no more")

    answers = await Watch(stack, job_id).rest()

    assert answers[-1].job.status == job_pb2.Job.failed
    assert seqs(answers) == list(range(1, int(answers[-1].cursor) + 1))


async def test_a_watch_of_a_finished_job_replays_all_and_ends(stack: Stack) -> None:
    job_id = await job(stack, "@lines 2000\n@write a.txt x")
    events = await Recorder(stack, job_id).end()

    answers = await Watch(stack, job_id).rest()

    assert seqs(answers) == [event["seq"] for event in events]
    assert [answer.caught_up for answer in answers] == [False] * (len(answers) - 1) + [True]
    assert answers[0].job.status == answers[-1].job.status == job_pb2.Job.completed


async def test_every_cursor_resumes_right_after_it(stack: Stack) -> None:
    job_id = await job(stack, "@lines 3\n@write a.txt x")
    events = await Recorder(stack, job_id).end()

    for seen in range(1, len(events)):
        async with stack.events(job_id, str(seen)) as answers:
            rest = [event async for answer in answers for event in answer["events"]]
        assert rest == events[seen:]


@pytest.mark.parametrize("tail", [False, True], ids=["cursor", "tail_only"])
async def test_a_watch_from_the_end_of_a_finished_job_ends_at_once(
    stack: Stack, tail: bool
) -> None:
    job_id = await job(stack, "@say x")
    last = str((await Recorder(stack, job_id).end())[-1]["seq"])

    [answer] = await Watch(
        stack, job_id, **({"tail_only": True} if tail else {"after": last})
    ).rest()

    assert (answer.job.status, answer.cursor) == (job_pb2.Job.completed, last)
    assert (list(answer.events), answer.caught_up) == ([], True)


async def test_the_tail_leaves_out_what_was_before_and_begins_with_the_state(
    stack: Stack,
) -> None:
    job_id, gate = await waiting(stack, "@say After.")
    watch = Watch(stack, job_id, tail_only=True)
    first = await watch.first()
    assert (first.job.status, list(first.events)) == (job_pb2.Job.running, [])
    gate.touch()

    answers = await watch.rest()

    assert texts(answers) == ["After."]
    assert seqs(answers)[0] == int(first.cursor) + 1


async def test_deltas_come_live_to_those_who_ask_and_are_not_replayed(stack: Stack) -> None:
    job_id, gate = await waiting(stack, "@deltas 200")
    live, whole = Watch(stack, job_id, partial=True), Watch(stack, job_id)
    await live.first()
    await whole.first()
    gate.touch()

    assert "".join(deltas(await live.rest())) == texts(live.answers)[-1]
    assert texts(live.answers)[-1].count(":") == 200
    assert deltas(await whole.rest()) == []
    assert deltas(await Watch(stack, job_id, partial=True).rest()) == []


async def test_a_cursor_that_is_none_of_the_job_s_is_refused(stack: Stack) -> None:
    job_id, gate = await waiting(stack, "@say x")

    for cursor in ("x", "-1", "1.5", "999999", "9" * 19, "%D9%A1", "1&tailOnly=true"):
        answer = await stack.call("GET", f"/jobs/{job_id}/events?after={cursor}")
        assert (answer.status, list(answer.json)) == (400, ["error"]), cursor
        assert answer.json["error"], cursor
    assert await Watch(stack, job_id, after="x").refused() is grpc.StatusCode.INVALID_ARGUMENT
    gate.touch()


async def test_a_watch_needs_a_token_and_a_job(stack: Stack) -> None:
    codes = [
        await Watch(stack, "job-none").refused(),
        await Watch(stack, "job-none", token=()).refused(),
        await Watch(stack, "../x").refused(),
    ]
    assert codes == [
        grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.INVALID_ARGUMENT,
    ]


async def test_watchers_that_go_away_cancel_nothing(stack: Stack) -> None:
    job_id, gate = await waiting(stack, "@write a.txt x")
    async with stack.events(job_id) as answers:
        await anext(answers)
    watch = Watch(stack, job_id)
    await watch.first()
    watch.call.cancel()

    gate.touch()
    assert (await stack.finished(job_id))["status"] == "completed"
