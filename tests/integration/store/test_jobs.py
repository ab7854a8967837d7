import asyncio
from dataclasses import replace

import pytest

from opsdeck_server.adapters.sql import tables
from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.jobs import JobFilter, JobStage, JobStatus
from opsdeck_server.domain.runs import Run, RunState, Usage
from opsdeck_server.ports.store import Commit, Duplicate, Missing, Store
from tests.support.stores import (
    NOW,
    Place,
    add_job,
    at,
    client,
    execute,
    job,
    record,
    run_of,
    said,
    say,
    steps,
)


@pytest.fixture(autouse=True)
async def _a_client(store: Store) -> None:
    await store.add_client(client())


async def become(store: Store, name: str, status: JobStatus) -> None:
    changed = replace(await store.get_job(f"job-{name}"), status=status)
    await store.commit([Commit(changed.id, job=changed)])


# -- one job -----------------------------------------------------------------------


async def test_a_job_is_stored_with_its_run_and_its_stream(store: Store) -> None:
    wanted = job()
    stored, place = await store.add_job(wanted, run_of(wanted), steps("a", "b"))
    assert stored == replace(wanted, number=stored.number)
    assert await store.get_job("job-1") == stored
    assert await store.get_run("run-1") == run_of(wanted)
    stream = await store.get_stream("job-1")
    assert (stream.kind, stream.first_seq, stream.last_seq) == ("job", 1, 2)
    assert (stream.generation, stream.owner, stream.lease_until) == (0, None, None)
    assert await said(store, "job-1") == ["a", "b"]
    assert place == 1


async def test_a_job_comes_with_its_run_its_client_and_its_place(store: Store) -> None:
    await add_job(store, "1")
    await add_job(store, "2")

    details = await store.get_job_details("job-2")
    assert details.job == await store.get_job("job-2")
    assert details.run == await store.get_run("run-2")
    assert details.client == await store.get_client(details.job.client_id)
    assert details.position == 2


async def test_the_details_of_a_job_that_does_not_wait_have_no_place(store: Store) -> None:
    await add_job(store, "1")
    await become(store, "1", JobStatus.running)

    assert (await store.get_job_details("job-1")).position is None


async def test_every_field_of_a_job_and_its_run_comes_back(store: Store) -> None:
    wanted = job(
        status=JobStatus.running,
        stage=JobStage.pull_request,
        outcome=JobStatus.failed,
        priority=-3,
        title="t",
        os_feature_id="f",
        os_callback_url="https://example.org/x",
        timeout_seconds=60,
        max_cost_usd=0.1,
        original_job_id="job-0",
        worktree_path="/w",
        base_commit="abc",
        commit="def",
        pr_url="https://example.org/pr/7",
        pr_number=7,
        files_changed=0,
        exit_code=-9,
        error="no: ünïcode \N{PILE OF POO}\n",
        kept_ref="refs/opsdeck/kept/x",
        started_at=at(0.000001),
        completed_at=at(86_400 * 365 * 100),
    )
    run = Run(
        wanted.run_id,
        wanted.id,
        "codex",
        NOW,
        state=RunState.lost,
        model="m",
        effort="high",
        process_id="p",
        agent_session_id="s",
        usage=Usage(1, 2, 2**40, 4, 0.123456789, 6),
        exit_code=1,
        error="e",
        started_at=at(1),
        ended_at=at(2),
    )
    await store.add_job(job(), run_of(wanted))
    await store.commit([Commit(wanted.id, job=wanted, runs=(run,))])
    assert replace(await store.get_job(wanted.id), number=0) == wanted
    assert await store.get_run(run.id) == run


async def test_jobs_and_runs_that_are_not_there_are_missing(store: Store) -> None:
    for call in (
        store.get_job("job-none"),
        store.get_job_details("job-none"),
        store.get_run("run-none"),
        store.get_stream("job-none"),
        store.request_cancel("job-none"),
        store.cancel_requested("job-none"),
    ):
        with pytest.raises(Missing):
            await call


async def test_a_job_of_no_client_leaves_no_trace(store: Store) -> None:
    wanted = job(client_id="client-none")
    with pytest.raises(Missing):
        await store.add_job(wanted, run_of(wanted), steps("a"), lambda _: record())
    for call in (store.get_job("job-1"), store.get_run("run-1"), store.get_stream("job-1")):
        with pytest.raises(Missing):
            await call
    assert await store.find_idempotent("key", "CreateJob") is None


# -- numbers and places ------------------------------------------------------------


async def test_numbers_order_jobs_by_creation(store: Store) -> None:
    numbers = [(await add_job(store, f"{n}")).number for n in range(5)]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > 0


async def test_a_place_counts_who_is_before(store: Store) -> None:
    places: list[int] = []
    for name, priority in (("1", 0), ("2", 0), ("3", 5), ("4", 0), ("5", -1), ("6", 5)):
        wanted = job(name, priority=priority)
        places.append((await store.add_job(wanted, run_of(wanted)))[1])
    assert places == [1, 2, 1, 4, 5, 2]
    now = [await store.queue_position(f"job-{n}") for n in range(1, 7)]
    assert now == [3, 4, 1, 5, 6, 2]


async def test_a_job_that_does_not_wait_has_no_place(store: Store) -> None:
    await add_job(store, "1")
    await add_job(store, "2")
    await become(store, "1", JobStatus.cancelled)
    assert await store.queue_position("job-1") is None
    assert await store.queue_position("job-2") == 1
    assert await store.queue_position("job-none") is None


# -- an idempotency key ------------------------------------------------------------


async def test_the_record_of_a_key_is_made_from_the_place(store: Store) -> None:
    await add_job(store, "1")
    wanted = job("2")

    def once(place: int) -> IdempotencyRecord:
        return replace(record(), response=str(place).encode())

    await store.add_job(wanted, run_of(wanted), (), once)
    kept = await store.find_idempotent("key", "CreateJob")
    assert kept is not None
    assert kept.response == b"2"


async def test_a_key_that_was_used_keeps_the_job_out(store: Store) -> None:
    first, second = job("1"), job("2")
    await store.add_job(first, run_of(first), (), lambda _: record())
    with pytest.raises(Duplicate) as caught:
        await store.add_job(second, run_of(second), steps("a"), lambda _: record())
    assert caught.value.field == "idempotency_key"
    for call in (store.get_job("job-2"), store.get_run("run-2"), store.get_stream("job-2")):
        with pytest.raises(Missing):
            await call
    assert await store.read_events("job-2", 0, 9) in ([], ())
    assert (await store.queued_jobs(9))[1] == 1


async def test_a_key_is_one_methods(store: Store) -> None:
    first, second = job("1"), job("2")
    await store.add_job(first, run_of(first), (), lambda _: record(method="CreateJob"))
    await store.add_job(second, run_of(second), (), lambda _: record(method="RetryJob"))
    assert (await store.queued_jobs(9))[1] == 2


async def test_fifty_at_once_with_one_key_make_one_job(place: Place) -> None:
    hosts = [await place.open() for _ in range(3)]

    async def create(n: int) -> None:
        wanted = job(f"{n}")
        await hosts[n % 3].add_job(wanted, run_of(wanted), steps("a"), lambda _: record())

    outcomes = await asyncio.gather(*map(create, range(50)), return_exceptions=True)
    assert outcomes.count(None) == 1
    refused = [one for one in outcomes if one is not None]
    assert all(isinstance(one, Duplicate) for one in refused), refused
    assert {one.field for one in refused if isinstance(one, Duplicate)} == {"idempotency_key"}
    assert (await hosts[0].queued_jobs(99))[1] == 1


# -- lists -------------------------------------------------------------------------


async def ids(store: Store, wanted: JobFilter, *page: int, before: int | None = None) -> list[str]:
    rows, _ = await store.list_jobs(wanted, *page, before=before)
    return [row.job.id.removeprefix("job-") for row in rows]


async def test_a_list_shows_the_newest_first_and_whose_they_are(store: Store) -> None:
    stored = [await add_job(store, f"{n}", priority=n % 2) for n in range(4)]
    rows, total = await store.list_jobs(JobFilter(), 10)
    assert [row.job for row in rows] == stored[::-1]
    assert {(row.client_name, row.agent) for row in rows} == {("app", "claude")}
    assert total == 4


async def test_a_page_has_its_bounds_and_the_total_has_none(store: Store) -> None:
    stored = [await add_job(store, f"{n}") for n in range(6)]
    assert await ids(store, JobFilter(), 2, 0) == ["5", "4"]
    assert await ids(store, JobFilter(), 2, 4) == ["1", "0"]
    assert await ids(store, JobFilter(), 9, 6) == []
    assert await ids(store, JobFilter(), 2, 1, before=stored[4].number) == ["2", "1"]
    assert (await store.list_jobs(JobFilter(), 1, 5, stored[2].number))[1] == 6


async def test_a_list_is_filtered_by_status_and_client(store: Store) -> None:
    await store.add_client(client("other"))
    for name in "123456":
        await add_job(store, name, client_id="client-app" if name < "4" else "client-other")
    for name, status in (("1", "failed"), ("4", "failed"), ("5", "completed")):
        await become(store, name, JobStatus(status))
    failed, queued = JobStatus.failed, JobStatus.queued
    cases: list[tuple[JobFilter, list[str]]] = [
        (JobFilter((failed,)), ["4", "1"]),
        (JobFilter((failed, queued)), ["6", "4", "3", "2", "1"]),
        (JobFilter((failed, failed)), ["4", "1"]),
        (JobFilter((), "client-other"), ["6", "5", "4"]),
        (JobFilter((failed,), "client-other"), ["4"]),
        (JobFilter((failed, queued), "client-other"), ["6", "4"]),
        (JobFilter((JobStatus.running,)), []),
        (JobFilter((), "client-none"), []),
    ]
    for wanted, expected in cases:
        rows, total = await store.list_jobs(wanted, 10)
        assert [row.job.id.removeprefix("job-") for row in rows] == expected, wanted
        assert total == len(expected), wanted
        assert await ids(store, wanted, 2, 1) == expected[1:3], wanted


async def test_jobs_are_counted_by_status(store: Store) -> None:
    for name in "123":
        await add_job(store, name)
    await become(store, "2", JobStatus.failed)
    counts = await store.count_jobs()
    assert {status: count for status, count in counts.items() if count} == {
        JobStatus.queued: 2,
        JobStatus.failed: 1,
    }


async def crowd(place: Place, store: Store, count: int) -> None:
    """Store many jobs at once, as copies of one."""
    await add_job(store, "0")
    if place.kind == "memory":
        for n in range(1, count):
            await add_job(store, f"{n}")
        return
    columns = [c.name for c in tables.jobs.columns if c.name not in ("number", "id")]
    listed = ", ".join(f'"{name}"' for name in columns)
    await execute(
        place.url,
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1}) "
        f"INSERT INTO jobs (id, {listed}) SELECT 'job-' || n.i, {listed} FROM jobs, n "
        "WHERE jobs.id = 'job-0' ORDER BY n.i",
    )


async def test_page_by_page_nothing_is_missed_or_repeated_while_more_arrive(
    place: Place, store: Store
) -> None:
    count, size = (300, 30) if place.kind == "memory" else (10_000, 500)
    await crowd(place, store, count)
    got: list[str] = []
    before: int | None = None
    while True:
        rows, total = await store.list_jobs(JobFilter((JobStatus.queued,)), size, 0, before)
        assert total == count + len(got) // size
        if not rows:
            break
        got += [row.job.id for row in rows]
        before = rows[-1].job.number
        await add_job(store, f"late-{len(got)}")
    assert got == [f"job-{n}" for n in reversed(range(count))]


# -- cancellation ------------------------------------------------------------------


async def test_a_wish_to_cancel_outlives_a_commit_of_the_whole_job(store: Store) -> None:
    stored = await add_job(store)
    assert not await store.cancel_requested("job-1")
    await store.request_cancel("job-1")
    await store.commit([Commit("job-1", job=replace(stored, stage=JobStage.push))])
    assert await store.cancel_requested("job-1")
    assert (await store.get_job("job-1")).stage is JobStage.push


async def test_a_wish_to_cancel_is_one_jobs(store: Store) -> None:
    await add_job(store, "1")
    await add_job(store, "2")
    await store.request_cancel("job-1")
    await store.request_cancel("job-1")
    assert not await store.cancel_requested("job-2")


async def test_a_commit_never_changes_a_jobs_number(store: Store) -> None:
    stored = await add_job(store)
    await store.commit([Commit("job-1", job=replace(stored, number=0, title="new"))])
    assert await store.get_job("job-1") == replace(stored, title="new")
    await say(store, "job-1", "a")
