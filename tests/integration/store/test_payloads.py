import dataclasses
import types
import typing
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsdeck_server.domain.events import PAYLOAD_TYPES, TEXT_LIMIT, Payload
from opsdeck_server.domain.runs import RunState
from opsdeck_server.ports.store import Commit, Store
from tests.support.stores import (
    NOW,
    add_job,
    new,
    said,
    say,
)


@pytest.fixture(autouse=True)
async def _a_job(store: Store) -> None:
    await add_job(store, "1")


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Return whatever a field of a payload may hold."""
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(max_size=40),
        int: st.integers(-(2**63), 2**63 - 1),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        type(None): st.none(),
        datetime: st.datetimes(timezones=st.just(NOW.tzinfo)),
    }
    if hint in simple:
        return simple[hint]
    if isinstance(hint, types.UnionType):
        return st.one_of(*map(values, typing.get_args(hint)))
    if typing.get_origin(hint) is tuple:
        return st.lists(values(typing.get_args(hint)[0]), max_size=3).map(tuple)
    if hint is RunState:
        return st.sampled_from(RunState)
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(hint)
    hints = typing.get_type_hints(hint)
    return st.builds(hint, **{field.name: values(hints[field.name]) for field in fields})


one_of_each = st.tuples(*map(values, PAYLOAD_TYPES.values())).flatmap(
    lambda made: st.permutations(list(made))
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=one_of_each)
async def test_whatever_a_payload_holds_comes_back(store: Store, payloads: list[Payload]) -> None:
    last = (await store.get_stream("job-1")).last_seq
    (made,) = await store.commit([Commit("job-1", events=tuple(map(new, payloads)))])
    read = await store.read_events("job-1", last, 99)
    assert [event.payload for event in read] == payloads
    assert made == tuple(read)


async def test_a_large_text_comes_back_whole(store: Store) -> None:
    text = "\N{PILE OF POO}\x00\x1b\r\n\u2028" * TEXT_LIMIT
    await say(store, "job-1", text)
    assert await said(store, "job-1") == [text]
