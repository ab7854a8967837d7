"""What every driver must do; a driver's tests inherit it and give the fixtures."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsdeck_server.domain.events import TEXT_LIMIT, TYPE_NAMES, UnknownEvent
from opsdeck_server.ports.agent import (
    Agent,
    AgentRequest,
    Ask,
    Decoded,
    Emit,
    Live,
)

REQUEST = AgentRequest(Path("/tree"), "bypassPermissions")
ASK = Ask("r1", "Bash", '{"command":"ls"}', "ls")
TEXTS = ["plain", "two\nlines", "--flag", "/clear", "-", "", "\r\n\t\0", "“é” 🎉", '"}\n{"a":1}']
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
# Drivers are made once and never change, and what one driver failed at may be tried on all.
fixtures_are_constant = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
)


def decode(agent: Agent, lines: list[bytes]) -> list[Decoded]:
    decoder = agent.decoder({})
    return [decoded for line in lines for decoded in decoder.feed(line)]


class AgentConformance:
    """Inherit it, and define `agent`, `lines` (real output) and `vocabulary`."""

    @pytest.fixture
    def vocabulary(self) -> list[str]:
        """Types, subtypes and other words of the CLI's lines, to make lines of."""
        raise NotImplementedError

    @pytest.fixture
    def lines(self) -> list[bytes]:
        """Lines that the CLI wrote in at least two turns."""
        raise NotImplementedError

    def test_name_is_a_word(self, agent: Agent) -> None:
        assert agent.name.isidentifier()

    def test_permission_modes_have_those_that_every_agent_has(self, agent: Agent) -> None:
        modes = agent.permission_modes

        assert {"bypassPermissions", "ask"} <= set(modes)
        assert len(set(modes)) == len(modes)

    def test_values_that_look_like_flags_are_none(self, agent: Agent) -> None:
        request = AgentRequest(
            Path("/tree"),
            "bypassPermissions",
            model="--evil",
            effort="-e",
            max_cost_usd=0.5,
            resume_session_id="-r",
        )

        plain = agent.command(REQUEST).argv
        more = [word for word in agent.command(request).argv if word not in plain]
        assert len(more) == 4
        assert all(word.partition("=")[2] for word in more)

    def test_no_word_of_a_prompt_is_in_the_arguments(self, agent: Agent) -> None:
        assert all("\0" not in word for word in agent.command(REQUEST).argv)

    @pytest.mark.parametrize("text", TEXTS)
    def test_a_message_is_one_line_of_json_whatever_is_in_it(self, agent: Agent, text: str) -> None:
        line = agent.user_message("0b2f7f0a-6f0e-4c0e-9d53-0d1f3a2b4c5d", text)

        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        assert text in list(_strings(json.loads(line)))

    @pytest.mark.parametrize("text", TEXTS)
    def test_an_answer_is_one_line_of_json_whatever_is_in_it(self, agent: Agent, text: str) -> None:
        changed = json.dumps({"command": text})
        for line in (
            agent.answer(ASK, allow=True, updated_input=changed),
            agent.answer(ASK, allow=False, message=text or "no"),
        ):
            assert line.count(b"\n") == 1
            assert line.endswith(b"\n")
            assert (text or "no") in list(_strings(json.loads(line))) or not text
            assert "r1" in list(_strings(json.loads(line)))

    def test_an_interrupt_is_one_line_of_json(self, agent: Agent) -> None:
        line = agent.interrupt("i1")

        assert line is None or ("i1" in list(_strings(json.loads(line))) and line[-1:] == b"\n")

    @pytest.mark.parametrize("text", ["", "nonsense", "[1]", "null"])
    def test_a_changed_input_that_is_no_object_is_refused(self, agent: Agent, text: str) -> None:
        with pytest.raises(ValueError, match="must be"):
            agent.answer(ASK, allow=True, updated_input=text)

    def test_real_lines_hold_nothing_unknown(self, agent: Agent, lines: list[bytes]) -> None:
        decoded = decode(agent, lines)

        assert [
            d for d in decoded if isinstance(d, Emit) and isinstance(d.payload, UnknownEvent)
        ] == []
        results = [
            d for d in decoded if isinstance(d, Emit) and TYPE_NAMES[type(d.payload)] == "result"
        ]
        assert len(results) >= 2

    def test_a_decoder_goes_on_at_any_line_from_its_snapshot(
        self, agent: Agent, lines: list[bytes]
    ) -> None:
        expected = decode(agent, lines)
        for stop in range(len(lines)):
            decoder = agent.decoder({})
            before = [decoded for line in lines[:stop] for decoded in decoder.feed(line)]
            snapshot = json.loads(json.dumps(decoder.snapshot()))
            decoder = agent.decoder(snapshot)
            after = [decoded for line in lines[stop:] for decoded in decoder.feed(line)]
            assert before + after == expected

    def test_snapshots_stay_small(self, agent: Agent, lines: list[bytes]) -> None:
        decoder = agent.decoder({})
        for line in lines * 3:
            decoder.feed(line)

        assert len(json.dumps(decoder.snapshot())) < 2_000

    @given(st.binary(max_size=300))
    @fixtures_are_constant
    def test_any_bytes_are_an_event_or_nothing(self, agent: Agent, line: bytes) -> None:
        decoder = agent.decoder({})

        for decoded in decoder.feed(line):
            check(decoded)
        json.dumps(decoder.snapshot())

    @given(st.data())
    @fixtures_are_constant
    def test_any_json_of_its_words_is_events_that_fit_the_contract(
        self, agent: Agent, vocabulary: list[str], data: st.DataObject
    ) -> None:
        words = st.sampled_from(vocabulary)
        value = st.recursive(
            words | JSON,
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=5),
            max_leaves=12,
        )
        fields = data.draw(st.dictionaries(words, value, max_size=8))
        fields["type"] = data.draw(words)
        decoder = agent.decoder({})

        for decoded in decoder.feed(json.dumps(fields).encode()):
            check(decoded)
        json.dumps(decoder.snapshot())

    @pytest.mark.parametrize(
        "line",
        [
            b"{" * 100_000,
            b"[" * 100_000 + b"]" * 100_000,
            b'{"type":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
            b'{"type":"x"',
            b"\xff\xfe",
            b"null",
            b'"text"',
            b"1e999999",
        ],
    )
    def test_hostile_lines_are_kept_as_unknown(self, agent: Agent, line: bytes) -> None:
        (decoded,) = agent.decoder({}).feed(line)

        assert isinstance(decoded, Emit)
        assert isinstance(decoded.payload, UnknownEvent)
        assert len(decoded.payload.raw.encode()) <= TEXT_LIMIT
        check(decoded)

    @pytest.mark.parametrize("line", [b"", b"  \t"])
    def test_empty_lines_are_nothing(self, agent: Agent, line: bytes) -> None:
        assert list(agent.decoder({}).feed(line)) == []

    def test_a_large_unknown_line_is_cut_on_a_character(self, agent: Agent) -> None:
        line = "é".encode() * 100_000

        (decoded,) = agent.decoder({}).feed(line)

        assert isinstance(decoded, Emit)
        assert isinstance(decoded.payload, UnknownEvent)
        assert len(decoded.payload.raw.encode()) + decoded.payload.truncated_bytes == len(line)

    @pytest.mark.parametrize(("code", "number"), [(1, None), (0, None), (None, 9), (127, None)])
    def test_a_silent_end_is_explained(
        self, agent: Agent, code: int | None, number: int | None
    ) -> None:
        text = agent.explain_exit(code, number, "")

        assert "without a result" in text
        assert len(agent.explain_exit(code, number, "x" * 100_000)) < 2_000


def check(decoded: Decoded) -> None:
    """Assert that what came out has the types and bounds that the contract has."""
    match decoded:
        case Emit(payload=payload):
            assert type(payload) in TYPE_NAMES
            _check_fields(payload)
        case Live(delta=delta):
            _check_fields(delta)
        case Ask():
            assert isinstance(json.loads(decoded.input_json), dict)
            _check_fields(decoded)
        case _:
            _check_fields(decoded)


def _check_fields(value: Any) -> None:
    for name in value.__slots__:
        field = getattr(value, name)
        if isinstance(field, str):
            field.encode()
        elif isinstance(field, bool) or field is None:
            pass
        elif isinstance(field, int):
            assert 0 <= field < 2**32
        elif isinstance(field, float):
            assert 0 <= field < float("inf")
        elif hasattr(field, "__slots__"):
            _check_fields(field)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in cast("dict[str, object]", value).values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _strings(inner)
