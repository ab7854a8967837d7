"""Launch documents that are right, and every way to be wrong."""

import json
from typing import Any

import pytest

from opsdeck_server.supervisor.spec import BadRequest, Spec

GOOD: dict[str, Any] = {
    "version": 1,
    "run_id": "r",
    "generation": 3,
    "argv": ["claude", "-p"],
    "env": {"A": "1"},
    "cwd": "/w",
    "run_dir": "/r",
    "socket_path": "/s",
    "wall_limit_seconds": None,
    "silence_limit_seconds": 60,
    "stop": {"eof_seconds": 1, "term_seconds": 2.5},
    "max_spool_bytes": 10,
}


def spec(**changes: object) -> Spec:
    return Spec(json.dumps({**GOOD, **changes}).encode())


def test_a_good_document_is_taken_over() -> None:
    taken = spec()
    assert (taken.argv, taken.cwd, taken.generation) == (["claude", "-p"], "/w", 3)
    assert (taken.wall_limit, taken.silence_limit) == (None, 60.0)
    assert (taken.eof_seconds, taken.term_seconds, taken.max_spool_bytes) == (1.0, 2.5, 10)


def test_the_mark_is_in_the_environment_whatever_was_there() -> None:
    assert spec(env={"OPSDECK_RUN_ID": "outer"}).env == {"OPSDECK_RUN_ID": "r"}


def test_bytes_that_are_no_utf8_survive() -> None:
    assert spec(argv=["x\udcff"]).argv == ["x\udcff"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"version": 2}, "version"),
        ({"run_id": 5}, "run_id"),
        ({"generation": -1}, "generation"),
        ({"generation": True}, "generation"),
        ({"argv": []}, "argv"),
        ({"argv": "claude"}, "argv"),
        ({"argv": ["claude", 1]}, "argv"),
        ({"argv": ["clau\0de"]}, "argv"),
        ({"argv": [""]}, "argv"),
        ({"env": {"A": 1}}, "env"),
        ({"env": {"A=B": "1"}}, "env"),
        ({"env": {"": "1"}}, "env"),
        ({"env": {"A": "\0"}}, "env"),
        ({"env": None}, "JSON object"),
        ({"cwd": "relative"}, "absolute"),
        ({"socket_path": "/s\0"}, "absolute"),
        ({"wall_limit_seconds": -1}, "wall_limit_seconds"),
        ({"silence_limit_seconds": "1"}, "silence_limit_seconds"),
        ({"stop": {"eof_seconds": -1}}, "eof_seconds"),
        ({"max_spool_bytes": 1.5}, "max_spool_bytes"),
    ],
)
def test_a_bad_document_is_refused_with_the_place(changes: dict[str, object], where: str) -> None:
    with pytest.raises(BadRequest, match=where):
        spec(**changes)


@pytest.mark.parametrize("document", [b"", b"{", b"null", b"\xff"])
def test_what_is_no_document_is_refused(document: bytes) -> None:
    with pytest.raises(BadRequest):
        Spec(document)
