from dataclasses import replace

import pytest

from opsdeck_server.domain.runs import ProcessState, Run, RunState, Usage
from opsdeck_server.ports.store import Commit, Store
from tests.support.stores import (
    NOW,
    add_job,
    at,
    process,
)


@pytest.fixture(autouse=True)
async def _two_jobs(store: Store) -> None:
    await add_job(store, "1")
    await add_job(store, "2")


async def test_a_run_is_inserted_and_then_replaced(store: Store) -> None:
    made = Run("run-new", "job-1", "codex", NOW)
    await store.commit([Commit("job-1", runs=(made,))])
    assert await store.get_run("run-new") == made
    over = replace(made, state=RunState.failed, usage=Usage(1, 2, 3, 4, 5.5, 6), model="m")
    await store.commit([Commit("job-1", runs=(over,))])
    assert await store.get_run("run-new") == over


async def test_a_process_comes_back_with_what_its_decoder_remembers(store: Store) -> None:
    full = replace(
        process("job-1"),
        state=ProcessState.exited,
        supervisor={"pid": 1, "nested": {"list": [1, 2.5, None, True, "é"]}},
        stdout_offset=2**40,
        stderr_offset=3,
        decoder={"line": {"a": []}},
        exit={"code": None},
        ended_at=at(5),
    )
    for one in (process("job-1"), full):
        await store.commit([Commit("job-1", process=one)])
        assert await store.latest_process("job-1") == one


async def test_the_last_of_several_in_one_transaction_stays(store: Store) -> None:
    offsets = [replace(process("job-1"), stdout_offset=n) for n in (1, 2, 3)]
    await store.commit([Commit("job-1", process=one) for one in offsets])
    assert await store.latest_process("job-1") == offsets[-1]


async def test_the_newest_process_of_a_stream_is_its_latest(store: Store) -> None:
    assert await store.latest_process("job-1") is None
    for name, created in (("b", 2), ("c", 3), ("a", 1)):
        await store.commit([Commit("job-1", process=process("job-1", name, created))])
    await store.commit([Commit("job-2", process=process("job-2", "other", 9))])
    latest = await store.latest_process("job-1")
    assert latest is not None
    assert latest.id == "process-c"


async def test_processes_are_live_until_they_ended_by_the_books(store: Store) -> None:
    for state in ProcessState:
        one = replace(process("job-1", state.value), state=state)
        await store.commit([Commit("job-1", process=one)])
    live = {one.id for one in await store.live_processes()}
    assert live == {"process-starting", "process-running"}
