import asyncio
from dataclasses import replace
from typing import Any

import pytest

from opsdeck_server.domain.clients import Client, JobCounts
from opsdeck_server.domain.jobs import JobFilter, JobStatus
from opsdeck_server.domain.sessions import SessionStatus
from opsdeck_server.ports.store import Commit, Duplicate, Missing, Stale, Store
from tests.support.stores import (
    NOW,
    add_job,
    add_session,
    at,
    client,
    job,
    record,
    run_of,
    session,
)


async def finish(store: Store, name: str = "1") -> None:
    """End a job that is stored."""
    over = replace(await store.get_job(f"job-{name}"), status=JobStatus.completed)
    await store.commit([Commit(over.id, job=over)])


async def duplicate(store: Store, again: Client) -> str:
    with pytest.raises(Duplicate) as caught:
        await store.add_client(again)
    return caught.value.field


# -- one client --------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {
            "os_client_id": "os-1",
            "partial_clone": True,
            "agent_env": ("A", "B"),
            "default_branch": "trunk",
            "updated_at": at(1.5),
        },
    ],
)
async def test_a_client_comes_back_as_it_was_stored(store: Store, changes: dict[str, Any]) -> None:
    stored = client(**changes)
    await store.add_client(stored)
    assert await store.get_client(stored.id) == stored


async def test_a_client_that_never_was_is_missing(store: Store) -> None:
    for call in (
        store.get_client("client-none"),
        store.is_deleted("client-none"),
        store.delete_client("client-none"),
        store.save_client(client("none")),
    ):
        with pytest.raises(Missing):
            await call


async def test_a_client_is_replaced_whole(store: Store) -> None:
    await store.add_client(client(os_client_id="os-1", agent_env=("A",)))
    changed = client(name="Other", updated_at=at(9), default_branch="trunk")
    changed = replace(changed, id="client-app", github_repo="app")
    await store.save_client(changed)
    assert await store.get_client("client-app") == changed


async def test_clients_are_listed_by_name(store: Store) -> None:
    for name in ("b", "C", "a"):
        await store.add_client(client(name))
    assert [one.name for one in await store.list_clients()] == ["a", "b", "C"]


async def test_no_clients_are_an_empty_list(store: Store) -> None:
    assert list(await store.list_clients()) == []


# -- one repository, one client ----------------------------------------------------


async def test_a_repository_has_one_client_compared_without_case(store: Store) -> None:
    await store.add_client(client())
    again = client("x", github_org="ACME", github_repo="App", os_client_id="os-2")
    assert await duplicate(store, again) == "repo"


async def test_which_field_is_taken_is_not_guessed_from_a_value(store: Store) -> None:
    await store.add_client(client(github_repo="os_client_id"))
    assert await duplicate(store, client("x", github_repo="os_client_id")) == "repo"


async def test_an_os_client_id_is_one_clients(store: Store) -> None:
    await store.add_client(client(os_client_id="os-1"))
    assert await duplicate(store, client("x", os_client_id="os-1")) == "os_client_id"


async def test_any_number_of_clients_have_no_os_client_id(store: Store) -> None:
    await store.add_client(client("a"))
    await store.add_client(client("b"))
    assert len(await store.list_clients()) == 2


async def test_saving_a_taken_os_client_id_changes_nothing(store: Store) -> None:
    await store.add_client(client(os_client_id="os-1"))
    other = client("x")
    await store.add_client(other)
    with pytest.raises(Duplicate) as caught:
        await store.save_client(replace(other, name="new", os_client_id="os-1"))
    assert caught.value.field == "os_client_id"
    assert await store.get_client(other.id) == other


async def test_two_organisations_may_have_repositories_of_one_name(store: Store) -> None:
    await store.add_client(client())
    await store.add_client(client("x", github_org="umbrella", github_repo="app"))
    found = await store.find_client("Umbrella", "APP")
    assert found is not None
    assert found.id == "client-x"


async def test_a_client_is_found_by_its_repository_without_case(store: Store) -> None:
    stored = client(github_org="Acme", github_repo="App.Js")
    await store.add_client(stored)
    assert await store.find_client("aCME", "aPP.jS") == stored
    assert await store.find_client("acme", "app") is None


async def test_of_many_who_add_a_repository_at_once_one_succeeds(store: Store) -> None:
    outcomes = await asyncio.gather(
        *(store.add_client(client(f"{n}", github_repo="app")) for n in range(20)),
        return_exceptions=True,
    )
    assert outcomes.count(None) == 1
    assert sum(isinstance(one, Duplicate) and one.field == "repo" for one in outcomes) == 19
    assert len(await store.list_clients()) == 1


# -- an idempotency key ------------------------------------------------------------


async def test_the_record_of_a_key_is_stored_with_the_client(store: Store) -> None:
    await store.add_client(client(), record())
    assert await store.find_idempotent("key", "CreateJob") == record()


async def test_a_key_that_was_used_keeps_the_client_out(store: Store) -> None:
    await store.add_client(client(), record())
    with pytest.raises(Duplicate) as caught:
        await store.add_client(client("other"), record())
    assert caught.value.field == "idempotency_key"
    with pytest.raises(Missing):
        await store.get_client("client-other")


async def test_a_client_that_is_refused_leaves_no_key(store: Store) -> None:
    await store.add_client(client())
    with pytest.raises(Duplicate):
        await store.add_client(client("x", github_repo="app"), record("new"))
    assert await store.find_idempotent("new", "CreateJob") is None


# -- deletion ----------------------------------------------------------------------


async def test_a_deleted_client_is_known_to_its_jobs_alone(store: Store) -> None:
    await add_job(store)
    await finish(store)
    await store.delete_client("client-app")

    assert await store.is_deleted("client-app")
    assert (await store.get_client("client-app")).name == "app"
    assert await store.find_client("acme", "app") is None
    assert list(await store.list_clients()) == []
    (row,), total = await store.list_jobs(JobFilter(), 10)
    assert (row.client_name, total) == ("app", 1)
    assert await store.job_counts("client-app") == JobCounts(0, 1)


async def test_nothing_more_is_done_for_a_deleted_client(store: Store) -> None:
    await store.add_client(client())
    assert not await store.is_deleted("client-app")
    await store.delete_client("client-app")
    one = job()
    for call in (
        store.delete_client("client-app"),
        store.save_client(client()),
        store.add_job(one, run_of(one)),
    ):
        with pytest.raises(Missing):
            await call


@pytest.mark.parametrize("claimed", [False, True])
async def test_a_client_with_work_is_not_deleted(store: Store, claimed: bool) -> None:
    await add_job(store)
    if claimed:
        await store.claim_next_job("host", NOW, at(60), 1)
    with pytest.raises(Stale):
        await store.delete_client("client-app")
    assert not await store.is_deleted("client-app")


@pytest.mark.parametrize("status", [one for one in SessionStatus if one != "expired"])
async def test_a_client_with_an_open_session_is_not_deleted(
    store: Store, status: SessionStatus
) -> None:
    await add_session(store, status=status)
    with pytest.raises(Stale):
        await store.delete_client("client-app")
    assert not await store.is_deleted("client-app")


@pytest.mark.parametrize("how", [{"status": SessionStatus.expired}, {"deleted_at": at(1)}])
async def test_a_client_whose_sessions_are_over_is_deleted(
    store: Store, how: dict[str, Any]
) -> None:
    over = await add_session(store, **how)
    await store.delete_client("client-app")
    assert await store.is_deleted("client-app")
    await store.purge_session(over.id)


async def test_sessions_of_another_client_do_not_matter(store: Store) -> None:
    await add_session(store)
    await store.add_client(client("other"))
    await store.delete_client("client-other")
    assert await store.is_deleted("client-other")


async def test_a_repository_is_made_a_client_again_and_again(store: Store) -> None:
    for time in range(3):
        again = client(id=f"client-{time}", os_client_id="os-1")
        await store.add_client(again)
        assert await store.find_client("acme", "app") == again
        await store.delete_client(again.id)
    assert await store.find_client("acme", "app") is None


async def test_a_deletion_and_a_job_at_once_never_both_happen(store: Store) -> None:
    for time in range(10):
        name = f"{time}"
        await store.add_client(client(name))
        one = job(name, client_id=f"client-{name}")
        added, deleted = await asyncio.gather(
            store.add_job(one, run_of(one)),
            store.delete_client(one.client_id),
            return_exceptions=True,
        )
        if isinstance(added, BaseException):
            assert isinstance(added, Missing)
            assert deleted is None
        else:
            assert isinstance(deleted, Stale)


async def test_a_deletion_and_a_session_at_once_never_both_happen(store: Store) -> None:
    for time in range(10):
        name = f"{time}"
        await store.add_client(client(name))
        added, deleted = await asyncio.gather(
            store.add_session(session(name, client_id=f"client-{name}")),
            store.delete_client(f"client-{name}"),
            return_exceptions=True,
        )
        if isinstance(added, BaseException):
            assert isinstance(added, Missing)
            assert deleted is None
        else:
            assert isinstance(deleted, Stale)


async def test_a_clients_jobs_are_counted(store: Store) -> None:
    for name in ("1", "2", "3"):
        await add_job(store, name)
    await store.claim_next_job("host", NOW, at(60), 9)
    await finish(store, "1")
    await store.claim_next_job("host", NOW, at(60), 9)
    await store.add_client(client("other"))
    assert await store.job_counts("client-app") == JobCounts(2, 3)
    assert await store.job_counts("client-other") == JobCounts(0, 0)
