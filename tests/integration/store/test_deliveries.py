from dataclasses import replace

import pytest

from opsdeck_server.ports.store import Commit, Store
from tests.support.stores import add_job, at, delivery, record


@pytest.fixture(autouse=True)
async def _a_job(store: Store) -> None:
    await add_job(store)


async def due(store: Store, seconds: float, limit: int = 99) -> list[str]:
    found = await store.due_deliveries(at(seconds), limit)
    return [one.id.removeprefix("delivery-") for one in found]


# -- deliveries --------------------------------------------------------------------


async def test_a_delivery_comes_back_as_it_was_stored(store: Store) -> None:
    owed = replace(delivery(), body=bytes(range(256)))
    await store.commit([Commit("job-1", delivery=owed)])
    tried = replace(owed, attempts=3, last_error="timed out", next_attempt_at=at(9))
    arrived = replace(tried, delivered_at=at(10), next_attempt_at=None, last_error=None)
    assert list(await store.deliveries_of("job-1")) == [owed]
    for changed in (tried, arrived):
        await store.save_delivery(changed)
        assert list(await store.deliveries_of("job-1")) == [changed]


async def test_deliveries_are_due_from_their_time_on_oldest_first(store: Store) -> None:
    for name, when in (("later", 20), ("first", 5), ("now", 10), ("never", None), ("soon", 10.1)):
        await store.save_delivery(delivery(name, due=when))
    assert await due(store, 10) == ["first", "now"]
    assert await due(store, 10, 1) == ["first"]
    assert await due(store, 30) == ["first", "now", "soon", "later"]
    assert await due(store, 4.999999) == []


async def test_the_next_delivery_is_the_earliest_that_is_owed(store: Store) -> None:
    assert await store.next_delivery_at() is None
    await store.save_delivery(delivery("gone", due=None))
    assert await store.next_delivery_at() is None
    await store.save_delivery(delivery("b", due=7))
    await store.save_delivery(delivery("a", due=-3))
    assert await store.next_delivery_at() == at(-3)


async def test_a_delivery_that_arrived_is_due_no_more(store: Store) -> None:
    await store.save_delivery(delivery("a", due=1))
    await store.save_delivery(delivery("a", due=None))
    assert await due(store, 99) == []


async def test_a_jobs_deliveries_are_its_own_oldest_first(store: Store) -> None:
    for name, created in (("b", 2), ("a", 1)):
        await store.save_delivery(replace(delivery(name), created_at=at(created)))
    await store.save_delivery(delivery("other", "job-2"))
    assert [one.id for one in await store.deliveries_of("job-1")] == ["delivery-a", "delivery-b"]
    assert list(await store.deliveries_of("job-none")) == []


# -- idempotency keys --------------------------------------------------------------


async def keep(store: Store, key: str, created: float) -> None:
    await store.add_client(
        replace((await store.list_clients())[0], id=f"client-{key}", github_repo=key),
        record(key, "CreateClient", created),
    )


async def test_a_key_is_found_under_its_method_alone(store: Store) -> None:
    await keep(store, "k", 0)
    assert await store.find_idempotent("k", "CreateClient") == record("k", "CreateClient")
    assert await store.find_idempotent("k", "CreateJob") is None
    assert await store.find_idempotent("K", "CreateClient") is None


async def test_older_keys_are_forgotten_and_younger_kept(store: Store) -> None:
    for key, created in (("old", -10), ("older", -20), ("young", 0), ("edge", -5)):
        await keep(store, key, created)
    assert await store.prune_idempotent(at(-5)) == 2
    assert await store.prune_idempotent(at(-5)) == 0
    kept = [await store.find_idempotent(key, "CreateClient") for key in ("old", "edge", "young")]
    assert [one is not None for one in kept] == [False, True, True]


async def test_a_forgotten_key_may_be_used_again(store: Store) -> None:
    await keep(store, "k", 0)
    await store.prune_idempotent(at(1))
    await store.add_client(
        replace((await store.list_clients())[0], id="client-new", github_repo="new"),
        record("k", "CreateClient", 2),
    )
    found = await store.find_idempotent("k", "CreateClient")
    assert found is not None
    assert found.created_at == at(2)


# -- answering ---------------------------------------------------------------------


async def test_a_store_answers_until_it_is_closed(store: Store) -> None:
    await store.ping()
    await store.close()
    for call in (store.ping(), store.find_client("acme", "app"), store.commit([Commit("job-1")])):
        with pytest.raises(Exception, match="closed"):
            await call
