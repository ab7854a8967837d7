from typing import Any

import pytest

from opsdeck_server.domain.permissions import Permission, PermissionOutcome
from opsdeck_server.ports.store import Commit, Missing, Store, StoreError
from tests.support.stores import add_session, at, permission, said, steps

ANSWERED: dict[str, Any] = {
    "description": "Run the tests",
    "suggestions_json": "[]",
    "requires_interaction": True,
    "outcome": PermissionOutcome.allowed,
    "message": "go on",
    "updated_input": '{"command":"make check"}',
    "remember": True,
    "resolved_at": at(5),
    "delivered": True,
}


@pytest.fixture(autouse=True)
async def _two_sessions(store: Store) -> None:
    await add_session(store, "1")
    await add_session(store, "2")


async def save(store: Store, *asked: Permission) -> None:
    (outcome,) = await store.commit([Commit("quick-1", permissions=asked)])
    assert not isinstance(outcome, StoreError), outcome


async def unanswered(store: Store, stream_id: str = "quick-1") -> list[str]:
    found = await store.open_permissions(stream_id)
    return [one.id.removeprefix("permission-") for one in found]


@pytest.mark.parametrize("changes", [{}, ANSWERED], ids=["asked", "answered"])
async def test_a_question_comes_back_as_it_was_stored(
    store: Store, changes: dict[str, Any]
) -> None:
    asked = permission(**changes)
    await save(store, asked)
    assert await store.get_permission("quick-1", asked.id) == asked


async def test_a_question_is_replaced_whole(store: Store) -> None:
    for one in (permission(), permission(**ANSWERED), permission()):
        await save(store, one)
        assert await store.get_permission("quick-1", one.id) == one


@pytest.mark.parametrize("outcome", PermissionOutcome)
async def test_a_question_is_open_until_its_answer_is_delivered(
    store: Store, outcome: PermissionOutcome
) -> None:
    await save(
        store,
        permission("kept", outcome=outcome, delivered=False),
        permission("given", outcome=outcome, delivered=True),
    )
    pending = outcome is PermissionOutcome.pending
    assert await unanswered(store) == (["given", "kept"] if pending else ["kept"])


async def test_open_questions_come_oldest_first(store: Store) -> None:
    created = (("b", 2), ("c", 1), ("a", 3))
    await save(store, *(permission(name, created_at=at(seconds)) for name, seconds in created))
    assert await unanswered(store) == ["c", "b", "a"]


async def test_questions_are_one_streams(store: Store) -> None:
    await save(store, permission())
    assert await unanswered(store, "quick-2") == []
    for stream_id, name in (("quick-2", "permission-1"), ("quick-1", "permission-none")):
        with pytest.raises(Missing):
            await store.get_permission(stream_id, name)


async def test_a_question_of_a_stream_that_is_not_there_keeps_no_other_commit_back(
    store: Store,
) -> None:
    nowhere = permission("1", "quick-none")
    outcomes = await store.commit(
        [
            Commit("quick-1", events=steps("first")),
            Commit("quick-1", events=steps("never"), permissions=(nowhere,)),
            Commit("quick-1", events=steps("last")),
        ]
    )
    assert [isinstance(one, StoreError) for one in outcomes] == [False, True, False]
    assert await said(store, "quick-1") == ["first", "last"]
