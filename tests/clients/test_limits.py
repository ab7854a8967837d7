"""How long a call may take: one table in all clients."""

import re
from pathlib import Path

from opsdeck_client import Patience
from opsdeck_client.limits import LARGE, LONG
from tests.fakes.deck_server import SERVICES

GEN = Path(__file__).resolve().parents[2] / "gen"
TYPESCRIPT = "".join((GEN / f"ts/src/{name}.ts").read_text() for name in ("limits", "patience"))
DART = "".join((GEN / f"dart/lib/src/{name}.dart").read_text() for name in ("limits", "patience"))
KINDS = ("each_try", "each_long_try", "each_clone")


def camel(name: str) -> str:
    first, *more = name.split("_")
    return first + "".join(map(str.capitalize, more))


TABLE = {method: camel(kind) for method, kind in LONG.items()}
SECONDS = {camel(kind): getattr(Patience(), kind) for kind in KINDS}


def test_typescript_has_the_same_long_calls() -> None:
    found = re.findall(r'^  (\w)(\w+): "(each\w+)",$', TYPESCRIPT, re.MULTILINE)
    assert {first.upper() + rest: kind for first, rest, kind in found} == TABLE


def test_dart_has_the_same_long_calls() -> None:
    assert dict(re.findall(r"'(\w+)': Long\.(\w+),", DART)) == TABLE


def test_typescript_gives_them_the_same_time() -> None:
    found = re.findall(r"^  (each\w+): ([\d_]+),$", TYPESCRIPT, re.MULTILINE)
    assert {kind: int(milliseconds) / 1000 for kind, milliseconds in found} == SECONDS


def test_dart_gives_them_the_same_time() -> None:
    found = re.findall(r"this\.(each\w+) = const Duration\(seconds: (\d+)\)", DART)
    assert {kind: int(seconds) for kind, seconds in found} == SECONDS


def test_a_large_request_is_the_same_to_all() -> None:
    assert LARGE == 64 * 1024
    assert "export const LARGE = 64 * 1024;" in TYPESCRIPT
    assert "const int large = 64 * 1024;" in DART


def test_the_calls_that_may_take_long_are_in_the_contract() -> None:
    assert set(LONG) <= {method.name for service in SERVICES for method in service.methods}


def test_a_clone_has_longer_than_the_server_gives_it() -> None:
    source = (GEN.parent / "server/opsdeck_server/adapters/git/command.py").read_text()
    (minutes,) = re.findall(r"clone: float = (\d+) \* 60", source)
    assert SECONDS["eachClone"] > int(minutes) * 60
