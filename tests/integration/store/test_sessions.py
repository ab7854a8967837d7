from dataclasses import replace
from typing import Any

import pytest

from opsdeck_server.domain.runs import Run, Usage
from opsdeck_server.domain.sessions import MessageState, SessionStatus, SessionView
from opsdeck_server.ports.store import Commit, Duplicate, Missing, Store, StoreError
from tests.support.stores import (
    NOW,
    add_job,
    add_session,
    at,
    client,
    message,
    permission,
    process,
    record,
    said,
    session,
    steps,
)

FULL: dict[str, Any] = {
    "status": SessionStatus.failed,
    "last_activity": at(9),
    "model": "sonnet",
    "effort": "high",
    "worktree_path": "/srv/worktrees/one",
    "base_commit": "c0ffee",
    "error": "it broke",
    "kept_ref": "refs/opsdeck/kept/1",
    "ended_at": at(10),
}


@pytest.fixture(autouse=True)
async def _a_client(store: Store) -> None:
    await store.add_client(client())


def run(name: str, stream_id: str = "quick-1", **changes: object) -> Run:
    made = Run(f"run-{name}", stream_id, "claude", NOW)
    return replace(made, **changes)  # pyright: ignore[reportArgumentType] - by the test


async def save(store: Store, stream_id: str = "quick-1", **rows: Any) -> None:
    """Commit rows to a session's stream."""
    (outcome,) = await store.commit([Commit(stream_id, **rows)])
    assert not isinstance(outcome, StoreError), outcome


async def listed(store: Store) -> list[str]:
    return [view.session.id for view in await store.list_sessions()]


async def texts(store: Store, session_id: str = "quick-1", *, waiting: bool = False) -> list[str]:
    return [one.content for one in await store.session_messages(session_id, waiting=waiting)]


# -- one session -------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, FULL], ids=["", "full"])
async def test_a_session_comes_back_as_it_was_stored(store: Store, changes: dict[str, Any]) -> None:
    stored = await add_session(store, **changes)
    assert await store.get_session(stored.id) == SessionView(stored)


async def test_a_session_is_replaced_whole(store: Store) -> None:
    await add_session(store, **FULL)
    await save(store, session=session(last_activity=at(20)))
    assert (await store.get_session("quick-1")).session == session(last_activity=at(20))


async def test_a_session_begins_a_stream_of_its_kind(store: Store) -> None:
    await store.add_session(session(), steps("a", "b"))
    stream = await store.get_stream("quick-1")
    assert (stream.kind, stream.first_seq, stream.last_seq) == ("session", 1, 2)
    assert await said(store, "quick-1") == ["a", "b"]


async def test_a_session_that_never_was_is_missing(store: Store) -> None:
    with pytest.raises(Missing):
        await store.get_session("quick-none")


async def test_a_deleted_session_is_hidden(store: Store) -> None:
    await add_session(store)
    await save(store, session=session(deleted_at=at(1), ended_at=at(1)))
    with pytest.raises(Missing):
        await store.get_session("quick-1")
    assert await listed(store) == []


async def test_an_expired_session_is_shown(store: Store) -> None:
    await add_session(store)
    await save(store, session=session(status=SessionStatus.expired, ended_at=at(1)))
    assert (await store.get_session("quick-1")).session.status is SessionStatus.expired
    assert await listed(store) == ["quick-1"]


# -- what is refused ---------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"deleted_at": at(1)}], ids=["shown", "deleted"])
async def test_an_id_is_taken_until_it_is_purged(store: Store, changes: dict[str, Any]) -> None:
    await add_session(store, **changes)
    with pytest.raises(Duplicate) as caught:
        await store.add_session(session(agent="codex"), steps("never"), record("new"))
    assert caught.value.field == "id"
    assert await store.find_idempotent("new", "CreateJob") is None
    assert await said(store, "quick-1") == []
    await store.purge_session("quick-1")
    await store.add_session(session(agent="codex"))
    assert (await store.get_session("quick-1")).session.agent == "codex"


async def test_a_session_keeps_its_key(store: Store) -> None:
    await store.add_session(session(), once=record())
    assert await store.find_idempotent("key", "CreateJob") == record()


@pytest.mark.parametrize("name", ["1", "2"], ids=["id taken", "id free"])
async def test_who_asks_again_hears_of_his_key(store: Store, name: str) -> None:
    await store.add_session(session("1"), once=record())
    with pytest.raises(Duplicate) as caught:
        await store.add_session(session(name), steps("never"), record())
    assert caught.value.field == "idempotency_key"
    assert await listed(store) == ["quick-1"]
    assert await said(store, "quick-1") == []


async def test_a_client_that_never_was_or_was_deleted_has_no_session(store: Store) -> None:
    await store.delete_client("client-app")
    for client_id in ("client-none", "client-app"):
        with pytest.raises(Missing):
            await store.add_session(session(client_id=client_id), once=record())
    assert await store.find_idempotent("key", "CreateJob") is None


async def test_what_is_not_there_has_no_session_and_no_message(store: Store) -> None:
    await add_session(store)
    outcomes = await store.commit(
        [
            Commit("quick-1", events=steps("first")),
            Commit("quick-1", events=steps("x"), session=session(client_id="client-none")),
            Commit("quick-1", events=steps("y"), messages=(message("1", "quick-none"),)),
            Commit("quick-1", events=steps("last")),
        ]
    )
    assert [isinstance(one, StoreError) for one in outcomes] == [False, True, True, False]
    assert await said(store, "quick-1") == ["first", "last"]


# -- what its runs add up to -------------------------------------------------------


async def test_usage_and_messages_are_the_sums_over_the_runs_of_a_session(store: Store) -> None:
    await add_session(store, "1")
    await add_session(store, "2")
    first = run("1", usage=Usage(1, 2, 3, 4, 0.5, 6), messages=3)
    second = run("2", usage=Usage(2**40, 20, 30, 40, 0.25, 60), messages=4)
    await save(store, runs=(first, second))
    await save(store, "quick-2", runs=(run("3", "quick-2", usage=Usage(9), messages=9),))
    view = await store.get_session("quick-1")
    assert view.usage == Usage(2**40 + 1, 22, 33, 44, 0.75, 66)
    assert view.message_count == 7


async def test_messages_count_as_waiting_until_they_run(store: Store) -> None:
    await add_session(store)
    every = tuple(message(state.value, state=state) for state in MessageState)
    await save(store, messages=(*every, message("more")), runs=(run("1"), run("2")))
    assert (await store.get_session("quick-1")).waiting_count == 2


async def test_the_agents_session_is_that_of_the_latest_run_which_has_one(store: Store) -> None:
    await add_session(store)
    told = [run(n, agent_session_id=f"of {n}", created_at=at(int(n))) for n in "132"]
    await save(store, runs=(*told, run("4", created_at=at(4))))
    assert (await store.get_session("quick-1")).agent_session_id == "of 3"


async def test_of_runs_of_one_moment_the_latest_is_that_of_the_highest_id(store: Store) -> None:
    await add_session(store)
    await save(store, runs=tuple(run(n, agent_session_id=f"of {n}") for n in "acb"))
    assert (await store.get_session("quick-1")).agent_session_id == "of c"


# -- many --------------------------------------------------------------------------


async def test_sessions_are_listed_by_their_last_activity_newest_first(store: Store) -> None:
    for name, seconds in (("1", 5), ("2", 7), ("3", 6), ("4", 6)):
        await add_session(store, name, last_activity=at(seconds))
    assert await listed(store) == ["quick-2", "quick-4", "quick-3", "quick-1"]


async def test_no_sessions_are_an_empty_list(store: Store) -> None:
    assert list(await store.list_sessions()) == []


async def test_a_session_is_the_same_in_the_list_and_alone(store: Store) -> None:
    for name in "12":
        await add_session(store, name)
        one = run(name, f"quick-{name}", usage=Usage(int(name), cost_usd=0.5), messages=2)
        two = run(f"{name}b", f"quick-{name}", agent_session_id=name)
        said = message(name, f"quick-{name}")
        await save(store, f"quick-{name}", runs=(one, two), messages=(said,))
    for view in await store.list_sessions():
        assert view == await store.get_session(view.session.id)


async def test_ended_sessions_are_those_that_expired_or_were_deleted_before(store: Store) -> None:
    expired = await add_session(store, "1", status=SessionStatus.expired, ended_at=at(8))
    deleted = await add_session(store, "2", deleted_at=at(7), ended_at=at(7))
    await add_session(store, "3", status=SessionStatus.expired, ended_at=at(10))
    await add_session(store, "4")
    assert list(await store.ended_sessions(at(10))) == [deleted, expired]


# -- messages ----------------------------------------------------------------------


async def test_messages_come_in_the_order_in_which_they_came(store: Store) -> None:
    await add_session(store)
    # Neither by id nor by time.
    await save(store, messages=(message("c", content="1"), message("a", content="2")))
    await save(store, messages=(message("b", content="3", created_at=at(-9)),))
    assert await texts(store) == ["1", "2", "3"]
    numbers = [one.number for one in await store.session_messages("quick-1")]
    assert numbers == sorted(set(numbers))


async def test_a_message_that_is_saved_again_keeps_its_number(store: Store) -> None:
    await add_session(store)
    await save(store, messages=(message("1"), message("2")))
    first = await store.get_message("quick-1", "message-1")
    await save(store, messages=(message("1", content="new", number=99),))
    assert await store.get_message("quick-1", "message-1") == replace(first, content="new")
    assert await texts(store) == ["new", "do it"]


async def test_the_line_is_what_waits_or_runs(store: Store) -> None:
    await add_session(store)
    every = [message(s.value, state=s, content=s.value) for s in MessageState]
    await save(store, messages=tuple(every))
    assert await texts(store, waiting=True) == ["waiting", "running"]
    assert await texts(store) == [state.value for state in MessageState]


async def test_messages_are_one_sessions(store: Store) -> None:
    await add_session(store, "1")
    await add_session(store, "2")
    await save(store, messages=(message("1"),))
    for waiting in (False, True):
        assert await texts(store, "quick-2", waiting=waiting) == []
    for session_id, message_id in (("quick-2", "message-1"), ("quick-1", "message-none")):
        with pytest.raises(Missing):
            await store.get_message(session_id, message_id)


# -- purging -----------------------------------------------------------------------


async def fill(store: Store, name: str) -> None:
    """Give a session a row of everything that it may have."""
    await add_session(store, name)
    stream_id = f"quick-{name}"
    await save(
        store,
        stream_id,
        events=steps("a"),
        runs=(run(name, stream_id),),
        process=process(stream_id, name),
        messages=(message(name, stream_id),),
        permissions=(permission(name, stream_id),),
    )


async def missing(store: Store, name: str) -> list[bool]:
    """Return of each thing that a session may have whether it is gone."""
    gone: list[bool] = []
    for call in (
        store.get_session(f"quick-{name}"),
        store.get_stream(f"quick-{name}"),
        store.get_run(f"run-{name}"),
        store.get_message(f"quick-{name}", f"message-{name}"),
        store.get_permission(f"quick-{name}", f"permission-{name}"),
    ):
        try:
            await call
        except Missing:
            gone.append(True)
        else:
            gone.append(False)
    gone.append(not await store.read_events(f"quick-{name}", 0, 9))
    gone.append(await store.latest_process(f"quick-{name}") is None)
    return gone


async def test_a_purge_forgets_all_of_one_session_and_nothing_of_others(store: Store) -> None:
    await fill(store, "1")
    await fill(store, "2")
    await store.purge_session("quick-1")
    assert all(await missing(store, "1"))
    assert not any(await missing(store, "2"))


@pytest.mark.parametrize(
    "changes",
    [*({"status": status} for status in SessionStatus), {"deleted_at": at(1)}],
    ids=[*SessionStatus, "deleted"],
)
async def test_a_session_is_purged_whatever_its_status(
    store: Store, changes: dict[str, Any]
) -> None:
    await add_session(store, ended_at=at(1), **changes)
    await store.purge_session("quick-1")
    assert list(await store.ended_sessions(at(9))) == []
    with pytest.raises(Missing):
        await store.get_stream("quick-1")


async def test_to_purge_what_is_no_session_does_nothing(store: Store) -> None:
    await add_job(store)
    for name in ("quick-none", "job-1"):
        await store.purge_session(name)
    assert (await store.get_stream("job-1")).kind == "job"


async def test_a_purged_session_takes_no_commit(store: Store) -> None:
    await add_session(store)
    await store.purge_session("quick-1")
    (outcome,) = await store.commit([Commit("quick-1", session=session())])
    assert isinstance(outcome, Missing)
    assert await listed(store) == []
