"""The table: one file of cases for each topic, which README.md describes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from tests.golden.contract import Json

FOLDER: Final = Path(__file__).with_name("cases")
DOORS: Final = ("rest", "grpc", "grpc-web", "websocket", "python", "typescript")


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked, step by step, and what comes of it at every door."""

    topic: str
    name: str
    steps: Sequence[Json]
    without: Mapping[str, str]
    """Doors that cannot express it, each with the reason."""

    @property
    def doors(self) -> list[str]:
        return [door for door in DOORS if door not in self.without]

    @property
    def methods(self) -> list[str]:
        """The methods that it asks, in order."""
        return [step[how] for step in self.steps for how in ("call", "watch") if how in step]

    @property
    def gates(self) -> set[str]:
        """The gates that its agents wait at."""
        return set(re.findall(r"<gate:(\w+)>", repr(self.steps)))


def load() -> list[Case]:
    """Return all cases."""
    return [case for file in sorted(FOLDER.glob("*.yaml")) for case in _cases(file)]


def _cases(file: Path) -> list[Case]:
    topic: dict[str, Any] = yaml.safe_load(file.read_text())
    without = topic.get("without", {})
    return [
        Case(file.stem, case["name"], case["steps"], {**without, **case.get("without", {})})
        for case in topic["cases"]
    ]
