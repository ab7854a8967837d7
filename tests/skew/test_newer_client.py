"""The clients of today at servers of other times: the last release, and one that is to come."""

from collections.abc import AsyncGenerator

import grpc
import pytest
import pytest_asyncio

from tests.acceptance.stack import Stack
from tests.clients import typescript
from tests.golden.contract import Json
from tests.golden.doors.door import Call, Door, Refused
from tests.golden.doors.python import PythonDoor
from tests.golden.doors.typescript import TypeScriptDoor
from tests.skew import future
from tests.skew.answers import event, job, status, text, watch
from tests.skew.contract import Caller
from tests.skew.standin import Refusal, Standin

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEW_JOB = {"clientId": "client-1", "branchName": "one", "prompt": "x"}


async def opened(client: str, port: int) -> Door:
    if client == "python":
        return PythonDoor(port)
    typescript.build()
    return await TypeScriptDoor.start(port)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["python", "typescript"])
async def at_older(request: pytest.FixtureRequest, older: Standin) -> AsyncGenerator[Door]:
    """A client of today at the server of the last release."""
    door = await opened(request.param, older.port)
    yield door
    await door.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["python", "typescript"])
async def at_newer(request: pytest.FixtureRequest, newer: Standin) -> AsyncGenerator[Door]:
    """A client of today at a server that is to come."""
    door = await opened(request.param, newer.port)
    yield door
    await door.close()


async def watched(door: Door, **fields: Json) -> list[Json]:
    return [answer async for answer in door.watch(Call("WatchJob", {"id": "job-1", **fields}))]


def events(answers: list[Json]) -> list[Json]:
    return [event for answer in answers for event in answer["events"]]


# -- an older server --------------------------------------------------------------------------


async def test_what_an_older_server_has_works(older: Standin, at_older: Door) -> None:
    older.answers = {
        "CreateJob": {"id": "job-1", "clientId": "client-1", "status": "queued", "position": 1},
        "ListJobs": {"jobs": [job("completed")], "total": 1, "limit": 50},
    }
    made = await at_older.call(Call("CreateJob", NEW_JOB))
    listed = await at_older.call(Call("ListJobs", {}))

    assert (made["id"], made["status"]) == ("job-1", "queued")
    assert [each["status"] for each in listed["jobs"]] == ["completed"]


async def test_a_watch_at_an_older_server_ends_with_the_job(older: Standin, at_older: Door) -> None:
    older.answers = {
        "WatchJob": watch(
            (job("running"), [status(1, "running"), text(2, "Hello.")]),
            (job("completed"), [status(3, "completed", terminal=True)]),
        )
    }
    answers = await watched(at_older)

    assert [each["type"] for each in events(answers)] == [
        "statusChange",
        "assistantText",
        "statusChange",
    ]
    assert answers[-1]["job"]["status"] == "completed"


@pytest.mark.parametrize(
    "call",
    [
        Call("StartSession", {"repo": "acme/app"}),
        Call("ListSessions", {}),
        Call("WatchSession", {"id": "quick-1"}),
    ],
    ids=lambda call: call.name,
)
async def test_what_an_older_server_has_not_is_refused_at_once(at_older: Door, call: Call) -> None:
    async def ask() -> None:
        if call.name.startswith("Watch"):
            await anext(at_older.watch(call))
        else:
            await at_older.call(call)

    with pytest.raises(Refused) as refused:
        await ask()

    told = refused.value.told
    assert told["status"] == "UNIMPLEMENTED"
    assert not told["reason"]
    assert "older" in told["message"]


# -- a newer server ---------------------------------------------------------------------------


async def test_fields_that_are_not_known_are_passed_over(newer: Standin, at_newer: Door) -> None:
    newer.answers = {"GetJob": {"id": "job-1", "mood": "sunny", "prompt": "x"}}

    got = await at_newer.call(Call("GetJob", {"id": "job-1"}))

    assert (got["id"], got["prompt"]) == ("job-1", "x")
    assert "mood" not in got


async def test_a_status_that_is_not_known_is_a_number(newer: Standin, at_newer: Door) -> None:
    newer.answers = {"GetJob": job("paused")}

    got = await at_newer.call(Call("GetJob", {"id": "job-1"}))

    assert got["status"] == future.MADE_UP


async def test_an_event_that_is_not_known_comes_with_its_type(
    newer: Standin, at_newer: Door
) -> None:
    newer.answers = {
        "WatchJob": watch(
            (job("paused"), [status(1, "paused"), event(2, "weather", {"sky": "blue"})]),
            (job("completed"), [status(3, "completed", terminal=True)]),
        )
    }
    seen = events(await watched(at_newer))

    assert [(each["seq"], each["type"]) for each in seen] == [
        (1, "statusChange"),
        (2, "weather"),
        (3, "statusChange"),
    ]
    assert seen[1].keys() == {"seq", "time", "type", "runId"}


async def test_a_job_that_ended_in_a_way_that_is_not_known_is_over(
    newer: Standin, at_newer: Door
) -> None:
    over = job("evaporated", completedAt="2026-01-26T10:00:01Z")
    newer.answers = {"WatchJob": watch((over, []), (over, []))}
    newer.asked.clear()

    answers = await watched(at_newer, after="9")

    assert events(answers) == []
    assert len(newer.asked) == 1, "it came back, though there is nothing to come"


async def test_a_refusal_that_is_not_known_has_its_status_and_its_text(
    newer: Standin, at_newer: Door
) -> None:
    refusal = Refusal(grpc.StatusCode.FAILED_PRECONDITION, "TOO_SUNNY", "wait for the evening")
    newer.answers = {"GetJob": refusal}

    with pytest.raises(Refused) as refused:
        await at_newer.call(Call("GetJob", {"id": "job-1"}))

    told = refused.value.told
    assert (told["status"], told["message"]) == ("FAILED_PRECONDITION", "wait for the evening")


# -- the server of today, asked by a newer client ----------------------------------------------


NEWER_JOB = {
    "githubOrg": "acme",
    "githubRepo": "app",
    "prompt": "@say x",
    "agent": "simulator",
    "mood": "sunny",
}


async def test_a_request_is_taken_without_what_is_not_known(today: Stack) -> None:
    async with today.channel() as channel:
        newer = Caller(future.contract(), channel)
        made = await newer.call("CreateJob", **NEWER_JOB, branchName="grpc")

    assert made.position == 1


async def test_over_rest_too(today: Stack) -> None:
    made = await today.call("POST", "/jobs", {**NEWER_JOB, "branchName": "rest"})

    assert made.status == 201


async def test_a_method_that_is_not_known_is_unimplemented(today: Stack) -> None:
    async with today.channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await Caller(future.contract(), channel).call("PauseJob", id="job-1")

    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
