import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.ports.store import Claim, Commit, Missing, Stale, Store
from tests.support.stores import LIMIT, NOW, Place, add_job, at, client, job, run_of


@pytest.fixture(autouse=True)
async def _a_client(store: Store) -> None:
    await store.add_client(client())


async def claim(store: Store, most: int = 99, owner: str = "host") -> Claim | None:
    return await store.claim_next_job(owner, at(10), at(70), most)


async def finish(store: Store, claimed: Claim) -> None:
    over = replace(claimed.job, status=JobStatus.completed)
    (outcome,) = await store.commit([Commit(over.id, claimed.generation, job=over)])
    assert not isinstance(outcome, Exception)


# -- claims ------------------------------------------------------------------------


async def test_a_claimed_job_runs_and_is_its_hosts(store: Store) -> None:
    stored = await add_job(store)
    claimed = await claim(store)
    assert claimed is not None
    running = replace(stored, status=JobStatus.running, started_at=at(10), updated_at=at(10))
    assert (claimed.job, claimed.generation) == (running, 1)
    assert await store.get_job("job-1") == running
    stream = await store.get_stream("job-1")
    assert (stream.generation, stream.owner, stream.lease_until) == (1, "host", at(70))


async def test_there_is_nothing_to_claim_where_nothing_waits(store: Store) -> None:
    assert await claim(store) is None
    await add_job(store)
    assert await claim(store) is not None
    assert await claim(store) is None


async def test_the_highest_priority_goes_first_and_the_oldest_among_equals(store: Store) -> None:
    priorities = random.Random(1).choices([-5, 0, 0, 3], k=20)
    for n, priority in enumerate(priorities):
        await add_job(store, f"{n:02}", priority=priority)
    expected = sorted(range(20), key=lambda n: (-priorities[n], n))
    rows, total = await store.queued_jobs(15)
    assert [row.job.id for row in rows] == [f"job-{n:02}" for n in expected[:15]]
    assert total == 20
    claimed: list[str] = []
    while one := await claim(store):
        claimed.append(one.job.id)
    assert claimed == [f"job-{n:02}" for n in expected]


async def test_no_more_run_than_may_on_all_hosts_together(store: Store) -> None:
    for n in range(4):
        await add_job(store, f"{n}")
    first = await claim(store, 2, "a")
    assert first is not None
    assert await claim(store, 2, "b") is not None
    assert await claim(store, 2, "a") is None
    await finish(store, first)
    assert await claim(store, 2, "b") is not None
    assert await claim(store, 2, "b") is None


@pytest.mark.parametrize("most", [0, 1])
async def test_a_full_house_leaves_the_queue_as_it_was(store: Store, most: int) -> None:
    await add_job(store, "1")
    await add_job(store, "2")
    for _ in range(3):
        await claim(store, most)
    waiting = (await store.queued_jobs(9))[1]
    assert waiting == 2 - most


async def test_running_jobs_are_listed_oldest_start_first_and_by_host(store: Store) -> None:
    for n in range(3):
        await add_job(store, f"{n}")
    for owner, start in (("a", 30), ("b", 20), ("a", 10)):
        assert await store.claim_next_job(owner, at(start), at(99), 9)
    assert [row.job.id for row in await store.running_jobs()] == ["job-2", "job-1", "job-0"]
    assert [row.job.id for row in await store.running_jobs("a")] == ["job-2", "job-0"]
    assert list(await store.running_jobs("c")) == []


async def test_claims_of_many_at_once_are_of_different_jobs_and_keep_the_limit(
    place: Place, store: Store
) -> None:
    for n in range(30):
        await add_job(store, f"{n}")
    hosts = [await place.open() for _ in range(3)]
    claimed = await asyncio.gather(*(claim(hosts[n % 3], 7, f"host-{n % 3}") for n in range(40)))
    got = sorted(one.job.id for one in claimed if one is not None)
    # The seven oldest: nobody jumped the queue.
    assert got == [f"job-{n}" for n in range(7)]
    assert len(await store.running_jobs()) == 7


async def test_many_workers_on_several_hosts_do_each_job_once_and_keep_the_limit(
    place: Place, store: Store
) -> None:
    count, most = 40, 4
    for n in range(count):
        await add_job(store, f"{n}", priority=n % 3)
    busy: set[str] = set()
    done: list[str] = []

    async def work(host: Store, name: str) -> None:
        while len(done) < count:
            claimed = await claim(host, most, name)
            if claimed is None:
                await asyncio.sleep(0)
                continue
            assert claimed.job.id not in busy
            busy.add(claimed.job.id)
            assert len(busy) <= most
            await host.read_events(claimed.job.id, 0, 1)
            busy.discard(claimed.job.id)
            await finish(host, claimed)
            done.append(claimed.job.id)

    hosts = [await place.open() for _ in range(3)]
    async with asyncio.timeout(LIMIT):
        await asyncio.gather(*(work(hosts[n % 3], f"host-{n % 3}") for n in range(9)))
    assert sorted(done) == sorted(f"job-{n}" for n in range(count))


async def test_a_job_is_either_claimed_or_cancelled(place: Place, store: Store) -> None:
    hosts = [await place.open() for _ in range(2)]
    for n in range(15):
        wanted = job(f"{n}")
        stored, _ = await store.add_job(wanted, run_of(wanted))
        over = replace(stored, status=JobStatus.cancelled)
        cancel = Commit(stored.id, job=over, when_status=JobStatus.queued)
        claimed, (cancelled,) = await asyncio.gather(claim(hosts[0]), hosts[1].commit([cancel]))
        now = (await store.get_job(stored.id)).status
        if claimed is None:
            assert not isinstance(cancelled, Exception)
            assert now is JobStatus.cancelled
        else:
            assert isinstance(cancelled, Stale)
            assert now is JobStatus.running


# -- streams and leases ------------------------------------------------------------


async def test_who_claims_a_stream_raises_its_generation(store: Store) -> None:
    await add_job(store)
    assert await store.claim_stream("job-1", "a", at(1)) == 1
    assert await store.claim_stream("job-1", "b", at(2)) == 2
    assert await store.claim_stream("job-1", "c", at(3), expected=2) == 3
    stream = await store.get_stream("job-1")
    assert (stream.owner, stream.lease_until) == ("c", at(3))


async def test_a_claim_that_expects_another_generation_is_stale(store: Store) -> None:
    await add_job(store)
    await store.claim_stream("job-1", "a", at(1))
    with pytest.raises(Stale):
        await store.claim_stream("job-1", "b", at(2), expected=0)
    assert (await store.get_stream("job-1")).owner == "a"


@pytest.mark.parametrize("expected", [None, 0])
async def test_no_stream_is_there_to_claim(store: Store, expected: int | None) -> None:
    with pytest.raises(Missing):
        await store.claim_stream("job-none", "a", at(1), expected)


async def test_of_many_who_expect_one_generation_one_gets_the_stream(
    place: Place, store: Store
) -> None:
    await add_job(store)
    hosts = [await place.open() for _ in range(3)]
    outcomes: Sequence[int | BaseException] = await asyncio.gather(
        *(hosts[n % 3].claim_stream("job-1", f"{n}", at(1), expected=0) for n in range(12)),
        return_exceptions=True,
    )
    assert outcomes.count(1) == 1
    assert sum(isinstance(one, Stale) for one in outcomes) == 11


async def test_leases_are_renewed_for_their_holder_alone(store: Store) -> None:
    for name in "1234":
        await add_job(store, name)
        await store.claim_stream(f"job-{name}", "a", at(1))
    await store.claim_stream("job-2", "b", at(1))
    await store.claim_stream("job-3", "a", at(1))
    held = {"job-1": 1, "job-2": 1, "job-3": 1, "job-4": 1, "job-none": 1}
    lost = await store.renew_leases("a", held, at(50))
    assert lost == {"job-2", "job-3", "job-none"}
    leases = [(await store.get_stream(f"job-{n}")).lease_until for n in range(1, 5)]
    assert leases == [at(50), at(1), at(1), at(50)]
    assert await store.renew_leases("b", {"job-1": 1}, at(60)) == {"job-1"}
    assert (await store.get_stream("job-1")).lease_until == at(50)


async def test_renewing_nothing_loses_nothing(store: Store) -> None:
    assert await store.renew_leases("a", {}, NOW) == frozenset()
