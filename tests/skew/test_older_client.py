"""Clients of the last release: at the server of today, and at one that is to come."""

import tempfile
from collections.abc import Generator
from itertools import count
from pathlib import Path
from typing import Any, cast

import grpc
import pytest
from google.protobuf import json_format
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from tests.acceptance.stack import Stack
from tests.skew import future, older_code
from tests.skew.answers import event, job, status, watch
from tests.skew.contract import Caller, Contract, Json, serialized
from tests.skew.older_code import Program
from tests.skew.standin import Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBERS = count()


def new_job(prompt: str) -> Json:
    return {
        "githubOrg": "acme",
        "githubRepo": "app",
        "branchName": f"branch-{next(NUMBERS)}",
        "prompt": prompt,
        "agent": "simulator",
    }


async def finished(stack: Stack, prompt: str) -> str:
    made = await stack.post("/jobs", new_job(prompt))
    await stack.finished(made["id"])
    return made["id"]


# -- over gRPC --------------------------------------------------------------------------------


async def test_a_job_is_made_followed_and_read(today: Stack, released: Contract) -> None:
    async with today.channel() as channel:
        older = Caller(released, channel)
        made = await older.call("CreateJob", **new_job("@say Hello."))
        answers = [answer async for answer in older.watch("WatchJob", id=made.id)]
        got = await older.call("GetJob", id=made.id, includeMessages=True)
    said = [each for answer in answers for each in answer.events]

    assert [each.seq for each in said] == list(range(1, len(said) + 1))
    assert said[-1].status_change.terminal
    assert "Hello." in [each.assistant_text.text for each in said]
    assert [message.content for message in got.messages if message.type == "stdout"] == ["Hello."]
    assert got.run.usage.turns == 1


async def test_pieces_of_text_come_with_what_is_new_in_them_passed_over(
    today: Stack, released: Contract
) -> None:
    gate = today.root / f"gate-{next(NUMBERS)}"
    async with today.channel() as channel:
        older = Caller(released, channel)
        made = await older.call("CreateJob", **new_job(f"@gate {gate}\n@say Hello there."))
        pieces = ""
        async for answer in older.watch("WatchJob", id=made.id, partial=True):
            pieces += "".join(each.text_delta.text for each in answer.events)
            gate.touch()

    assert pieces == "Hello there."


async def test_a_refusal_has_a_reason_that_it_knows(today: Stack, released: Contract) -> None:
    async with today.channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await Caller(released, channel).call("GetJob", id="job-none")
    trailers = dict[str, Any](refused.value.trailing_metadata() or ())
    info = ErrorInfo()
    Status.FromString(trailers["grpc-status-details-bin"]).details[0].Unpack(info)

    assert info.reason == "JOB_NOT_FOUND"
    assert info.reason in released.values("ErrorReason")


async def test_what_it_does_not_know_comes_through_it_unharmed(
    newer: Standin, released: Contract
) -> None:
    newer.answers = {"GetJob": {"id": "job-1", "status": "paused", "mood": "sunny"}}
    async with grpc.aio.insecure_channel(f"127.0.0.1:{newer.port}") as channel:
        got = await Caller(released, channel).call("GetJob", id="job-1")
    read = newer.contract.type("Job").FromString(serialized(got))

    assert got.status == future.MADE_UP
    assert json_format.MessageToDict(read) == newer.answers["GetJob"]


# -- over REST --------------------------------------------------------------------------------


PATHS = {
    "/clients": "ListClientsResponse",
    "/jobs": "ListJobsResponse",
    "/jobs/{id}?includeMessages=true": "Job",
    "/jobs/{id}/diff": "GetJobDiffResponse",
    "/queue": "GetQueueResponse",
    "/health": "GetHealthResponse",
}


@pytest.mark.parametrize(("path", "message"), PATHS.items(), ids=PATHS)
async def test_rest_still_says_what_it_said(
    today: Stack, released: Contract, path: str, message: str
) -> None:
    job_id = await finished(today, "@write a.txt hello")
    answer = await today.get(path.replace("{id}", job_id))
    read = released.type(message)()
    json_format.ParseDict(answer, read, ignore_unknown_fields=True)
    known = json_format.MessageToDict(read, always_print_fields_with_no_presence=True)

    assert known
    assert lost(known, answer) == []


async def test_a_stream_over_rest_still_says_what_it_said(today: Stack, released: Contract) -> None:
    job_id = await finished(today, "@say Hello.")
    async with today.events(job_id) as answers:
        seen = [answer async for answer in answers]
    for answer in seen:
        read = released.type("WatchJobResponse")()
        json_format.ParseDict(answer, read, ignore_unknown_fields=True)
        known = json_format.MessageToDict(read, always_print_fields_with_no_presence=True)
        assert lost(known, answer) == []


def lost(known: Json, answer: Json, at: str = "") -> list[str]:
    """Return what an older reader has of an answer that is not in it."""
    if isinstance(known, dict) and isinstance(answer, dict):
        fields, others = cast("dict[str, Json]", known), cast("dict[str, Json]", answer)
        pairs = [(value, others.get(key), f"{at}.{key}") for key, value in fields.items()]
    elif isinstance(known, list) and isinstance(answer, list):
        items, rest = cast("list[Json]", known), cast("list[Json]", answer)
        pairs = [(one, other, at) for one, other in zip(items, rest, strict=True)]
    else:
        return [] if known == answer else [f"{at}: {known!r} is {answer!r}"]
    return [line for pair in pairs for line in lost(*pair)]


# -- generated code ---------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["python", "typescript"])
def program(request: pytest.FixtureRequest) -> Generator[Program]:
    """A program with the code that the last release generated."""
    with tempfile.TemporaryDirectory(prefix="od-") as name:
        make = older_code.python if request.param == "python" else older_code.node
        yield make(Path(name).resolve())


async def test_generated_code_makes_and_follows_a_job(today: Stack, program: Program) -> None:
    job_id = await program.run(today.port, "create", new_job("@say Hello."))
    seen = await program.run(today.port, "follow", {"id": job_id})

    assert ["assistantText", "assistant_text"] in seen["events"]
    assert seen["events"][-1] == ["statusChange", "status_change"]
    assert seen["status"] == 3


async def test_generated_code_passes_over_what_is_new(newer: Standin, program: Program) -> None:
    newer.answers = {
        "WatchJob": watch(
            (job("queued", clientName="acme/app"), [event(1, "weather", {"sky": "blue"})]),
            (job("evaporated"), [status(2, "evaporated", terminal=True)]),
        )
    }
    seen = await program.run(newer.port, "follow", {"id": "job-1"})

    assert seen["events"] == [["weather", None], ["statusChange", "status_change"]]
    assert seen["status"] == future.MADE_UP + 1
