"""What a person reads of a journal, and how much of it is read: the same in every store."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsdeck_server.adapters.sql import rows
from opsdeck_server.domain.events import (
    AssistantText,
    ErrorEvent,
    Event,
    Notice,
    Payload,
    Step,
    Thinking,
    ToolResult,
    ToolUse,
    TurnResult,
    UserMessage,
    role_of,
)
from opsdeck_server.domain.readings import Bound, Conversation, line_of
from opsdeck_server.domain.runs import Usage
from opsdeck_server.domain.sessions import MessageState, SessionMessage
from opsdeck_server.ports.store import Commit, Missing, Store, StoreError
from opsdeck_server.services.session_messages import Said, history
from tests.integration.store.test_payloads import one_of_each
from tests.support.stores import add_session, at, message, new

SESSION = "quick-1"
ALL = Bound()
THOUSAND = "x" * 1_000


@pytest.fixture(autouse=True)
async def _a_session(store: Store) -> None:
    await add_session(store)


async def commit(
    store: Store, *payloads: Payload, messages: Sequence[SessionMessage] = (), run_id: str = ""
) -> Sequence[Event]:
    events = tuple(new(payload, run_id) for payload in payloads)
    (made,) = await store.commit([Commit(SESSION, events=events, messages=tuple(messages))])
    assert not isinstance(made, StoreError), made
    return made


async def ask(store: Store, name: str, text: str = "do it", **changes: Any) -> SessionMessage:
    """Let a person say something, which the agent is given at once."""
    said = message(name, content=text, state=MessageState.done, **changes)
    await commit(store, UserMessage(said.id, text), messages=[said], run_id=said.run_id)
    return said


async def wait(store: Store, *names: str, text: str = "next") -> None:
    await commit(store, messages=[message(name, content=text) for name in names])


def paid(cost: float, *, is_error: bool = False, subtype: str = "success") -> TurnResult:
    return TurnResult(is_error, subtype, "", Usage(cost_usd=cost))


def texts(found: Conversation) -> list[str]:
    said = [getattr(each.payload, "text", "") for each in found.events if role_of(each.payload)]
    return said + [each.content for each in found.waiting]


def contents(said: Sequence[Said]) -> list[str]:
    return [each.content for each in said]


# -- what is read ------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=one_of_each)
async def test_a_conversation_has_the_messages_and_no_other_event(
    store: Store, payloads: list[Payload]
) -> None:
    await commit(store, *payloads)
    await add_up(store)


@pytest.mark.parametrize(
    "payload",
    [
        AssistantText("said"),
        AssistantText("said", "m", "tool-1"),
        AssistantText('"parent_tool_use_id":"tool-1"'),
        ToolUse("t", "Bash", "ls", '{"parent_tool_use_id":"tool-1","is_error":true}'),
        ToolUse("t", "Task", "ls", "{}", "tool-1"),
        paid(1),
        paid(1, is_error=True, subtype="error_during_execution"),
        paid(1, is_error=True, subtype="aborted_tools"),
        TurnResult(True, "failed", '"subtype":"aborted'),
        ToolResult("t", "it broke", is_error=True),
        ToolResult("t", '"is_error":true'),
        Step("s", ""),
        Step('"message":""', "m"),
        Notice("k", ""),
        Notice("k", "t"),
        ErrorEvent(""),
        ErrorEvent("it broke"),
        Thinking("hm"),
    ],
    ids=str,
)
async def test_what_looks_like_a_field_in_a_text_is_none(store: Store, payload: Payload) -> None:
    await commit(store, payload)
    await add_up(store)


async def add_up(store: Store) -> None:
    """See that messages and lines are those that the domain says are such, and so counted."""
    journal = await store.read_events(SESSION, 0, 100_000)
    said = [each.seq for each in journal if role_of(each.payload)]
    lines = [each.seq for each in journal if line_of(each)]
    found = await store.read_conversation(SESSION, ALL)
    assert [each.seq for each in found.events if role_of(each.payload)] == said
    log = await store.read_log(SESSION, ALL)
    assert [each.seq for each in log.events] == lines
    assert (found.omitted, log.omitted) == (0, 0)
    one = await store.read_conversation(SESSION, Bound(rows=1))
    assert one.omitted == max(0, len(said) - 1)
    assert (await store.read_log(SESSION, Bound(rows=1))).omitted == max(0, len(lines) - 1)


async def test_a_journal_without_messages_is_an_empty_conversation(store: Store) -> None:
    found = await store.read_conversation(SESSION, ALL)
    assert (len(found.events), len(found.waiting), found.omitted) == (0, 0, 0)
    log = await store.read_log(SESSION, ALL)
    assert (len(log.events), log.omitted) == (0, 0)


async def test_what_waits_comes_last_and_what_was_withdrawn_not_at_all(store: Store) -> None:
    await wait(store, "a", "b", "c")
    await ask(store, "now", "now")
    await commit(store, messages=[message("b", state=MessageState.withdrawn)])
    found = await store.read_conversation(SESSION, ALL)
    assert [each.id for each in found.waiting] == ["message-a", "message-c"]
    assert texts(found) == ["now", "next", "next"]


async def test_a_message_of_a_person_is_given_with_the_time_at_which_it_came(store: Store) -> None:
    said = await ask(store, "a", created_at=at(-60))
    found = await store.read_conversation(SESSION, ALL)
    assert found.came[said.id] == at(-60)
    assert (await history(store, SESSION)).said[0].time == at(-60)


# -- how much ----------------------------------------------------------------------


async def test_no_more_messages_are_read_than_are_wanted(store: Store) -> None:
    for number in range(5):
        await ask(store, str(number), f"{number}")
    found = await store.read_conversation(SESSION, Bound(rows=2))
    assert (texts(found), found.omitted) == (["3", "4"], 3)


async def test_no_more_characters_are_read_than_are_wanted(store: Store) -> None:
    for number in range(5):
        await ask(store, str(number), f"{number}{THOUSAND}")
    found = await store.read_conversation(SESSION, Bound(characters=2_800))
    assert ([text[0] for text in texts(found)], found.omitted) == (["3", "4"], 3)


async def test_a_message_that_is_too_long_is_read_alone(store: Store) -> None:
    await ask(store, "a", "before")
    await ask(store, "b", THOUSAND)
    found = await store.read_conversation(SESSION, Bound(characters=10))
    assert (texts(found), found.omitted) == ([THOUSAND], 1)


async def test_what_is_no_message_does_not_keep_one_out(store: Store) -> None:
    await ask(store, "a", "said")
    await commit(store, TurnResult(False, "success", THOUSAND))
    found = await store.read_conversation(SESSION, Bound(characters=10))
    assert (texts(found), found.omitted) == (["said"], 0)


async def test_lines_of_a_log_are_bounded_alike(store: Store) -> None:
    await commit(store, *(Step("s", f"{number}{THOUSAND}") for number in range(5)))
    few = await store.read_log(SESSION, Bound(rows=2))
    short = await store.read_log(SESSION, Bound(characters=2_800))
    alone = await store.read_log(SESSION, Bound(characters=10))
    assert [(len(log.events), log.omitted) for log in (few, short, alone)] == [
        (2, 3),
        (2, 3),
        (1, 4),
    ]
    assert few.events[-1].seq == 5


async def test_what_waits_counts_as_the_newest(store: Store) -> None:
    await ask(store, "a", "old")
    await wait(store, "b", "c", text=THOUSAND)
    one = await store.read_conversation(SESSION, Bound(rows=1))
    assert [each.id for each in one.waiting] == ["message-c"]
    assert (len(one.events), one.omitted) == (0, 2)
    both = await store.read_conversation(SESSION, Bound(rows=2))
    assert (texts(both), both.omitted) == ([THOUSAND, THOUSAND], 1)
    short = await store.read_conversation(SESSION, Bound(characters=1_500))
    assert (texts(short), short.omitted) == ([THOUSAND], 2)


async def test_a_database_sends_little_more_than_is_wanted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        await commit(store, *[AssistantText(f"{number}")] * 20)
    read: list[rows.Row] = []
    decode = rows.event_of

    def noted(row: rows.Row) -> Event:
        read.append(row)
        return decode(row)

    monkeypatch.setattr(rows, "event_of", noted)
    await store.read_conversation(SESSION, Bound(rows=3))
    await store.read_log(SESSION, Bound(rows=3))
    assert len(read) <= 8


# -- where -------------------------------------------------------------------------


async def test_before_a_message_are_those_that_are_older(store: Store) -> None:
    for number in range(4):
        await ask(store, str(number), f"{number}")
    found = await store.read_conversation(SESSION, Bound(rows=2), "message-3")
    assert (texts(found), found.omitted) == (["1", "2"], 1)
    assert texts(await store.read_conversation(SESSION, ALL, 3)) == ["0", "1"]
    assert texts(await store.read_conversation(SESSION, ALL, "message-0")) == []


async def test_before_a_message_that_waits_are_the_line_and_the_journal(store: Store) -> None:
    await ask(store, "a", "old")
    await wait(store, "b", "c", "d")
    found = await store.read_conversation(SESSION, ALL, "message-d")
    assert texts(found) == ["old", "next", "next"]
    assert [each.id for each in found.waiting] == ["message-b", "message-c"]


async def test_before_a_message_of_the_journal_nothing_waits(store: Store) -> None:
    await ask(store, "a", "old")
    await ask(store, "b", "new")
    await wait(store, "c")
    assert texts(await store.read_conversation(SESSION, ALL, "message-b")) == ["old"]
    assert texts(await store.read_conversation(SESSION, ALL, 2)) == ["old"]


@pytest.mark.parametrize("name", ["message-none", "message-gone", "message-theirs"])
async def test_before_what_nobody_said_is_missing(store: Store, name: str) -> None:
    await add_session(store, "2")
    theirs = message("theirs", "quick-2")
    await store.commit([Commit("quick-2", messages=(theirs,))])
    await commit(store, messages=[message("gone", state=MessageState.withdrawn)])
    with pytest.raises(Missing):
        await store.read_conversation(SESSION, ALL, name)


# -- what a turn cost --------------------------------------------------------------


async def test_a_turns_cost_is_on_the_last_answer_of_whichever_page(store: Store) -> None:
    await ask(store, "a")
    await commit(store, AssistantText("one"), AssistantText("two"))
    used = (await commit(store, ToolUse("t", "Bash", "ls", "{}")))[0].seq
    await commit(store, Thinking("hm"), AssistantText("deep", "m", "tool-1"), paid(0.5))
    await ask(store, "b")
    whole = (await history(store, SESSION)).said
    assert [each.cost_usd for each in whole] == [None, None, 0.5, None, None]
    page = await history(store, SESSION, before=whole[3].id)
    assert page.said == whole[:3]
    assert (await store.read_conversation(SESSION, ALL, used)).next_cost == 0.5


async def test_an_answer_of_the_next_page_takes_the_cost(store: Store) -> None:
    await ask(store, "a")
    first, second = await commit(store, AssistantText("one"), AssistantText("two"))
    await commit(store, paid(0.5))
    assert (await store.read_conversation(SESSION, ALL, second.seq)).next_cost is None
    assert (await store.read_conversation(SESSION, ALL, first.seq)).next_cost is None


# -- page by page ------------------------------------------------------------------

_said = st.one_of(
    st.builds(AssistantText, st.text(max_size=3)),
    st.just(AssistantText("within", "m", "tool-1")),
    st.builds(UserMessage, st.just(""), st.text(max_size=3)),
    st.just(ToolUse("t", "Bash", "ls", "{}")),
    st.builds(paid, st.sampled_from([0.25, 0.5])),
    st.just(paid(0.75, is_error=True, subtype="broke")),
    st.just(paid(0.125, is_error=True, subtype="aborted_streaming")),
    st.just(Thinking("hm")),
    st.just(ErrorEvent("broke")),
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    payloads=st.lists(_said, max_size=12),
    waiting=st.integers(0, 3),
    limit=st.integers(1, 4),
)
async def test_all_pages_joined_are_the_whole_once(
    store: Store, payloads: list[Payload], waiting: int, limit: int
) -> None:
    await store.purge_session(SESSION)
    await add_session(store)
    for number, payload in enumerate(payloads):
        if isinstance(payload, UserMessage):
            await ask(store, f"said-{number}", payload.text, created_at=at(number))
        else:
            await commit(store, payload)
    await wait(store, *(f"waits-{number}" for number in range(waiting)))
    whole = await history(store, SESSION)
    joined: list[Said] = []
    before = None
    while True:
        page = await history(store, SESSION, limit, before)
        assert len(page.said) == min(limit, len(whole.said) - len(joined))
        joined = [*page.said, *joined]
        assert page.omitted == len(whole.said) - len(joined)
        if not page.omitted:
            break
        before = page.said[0].id
    assert joined == list(whole.said)
    assert whole.omitted == 0
    assert len(whole.said) == waiting + sum(role_of(each) is not None for each in payloads)
