"""What a door is: one way to ask a server, with answers in the table's words."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, Protocol

from google.protobuf.descriptor import MethodDescriptor

from tests.acceptance.stack import TOKEN
from tests.golden.contract import METHODS, Json
from tests.golden.mapping import Family

Token = Literal["right", "wrong", "none"]

SECONDS: Final = 20.0
"""The longest that anything here takes on a busy machine."""


class Untold:
    """What a door says of an answer that it does not tell."""


UNTOLD: Final = Untold()


class Refused(Exception):
    """The call was refused; `told` is all that the door tells of it, `opening` whether at once."""

    def __init__(self, family: Family, told: Json, *, opening: bool = False) -> None:
        super().__init__(told)
        self.family: Family = family
        self.told = told
        self.opening = opening


@dataclass(frozen=True, slots=True)
class Call:
    """A method, a request in the table's words, and who asks."""

    name: str
    fields: Json
    token: Token = "right"

    @property
    def method(self) -> MethodDescriptor:
        return METHODS[self.name]

    @property
    def bearer(self) -> str | None:
        """The token that is sent."""
        return {"right": TOKEN, "wrong": "wrong", "none": None}[self.token]


class Door(Protocol):
    """One way in."""

    family: ClassVar[Family]

    async def call(self, call: Call) -> Json:
        """Return the answer, a list of what a stream answers, or UNTOLD; raises Refused."""
        ...

    def watch(self, call: Call) -> AsyncGenerator[Json]:
        """Yield answers, or frames, until the stream ends; raises Refused."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...
