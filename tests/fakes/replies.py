"""What the stand-in of the Messages API answers: the words of its scripts.

A script is a list of `Reply`, `Failure` and `Hang`; the same in JSON, for the stand-in as a
program, is read by `from_json`.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

# The type that the API gives to each status; from its public documentation of errors.
ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a reply is charged with, as the API reports them."""

    input_tokens: int = 10
    output_tokens: int = 5
    cache_creation_input_tokens: int = 0
    cache_read_input_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A block of text, cut into deltas of `chunk` characters, `rate` deltas a second.

    `rate` None sends them as fast as the socket takes them. The schedule is absolute: a late
    delta does not delay the ones after it.
    """

    text: str
    chunk: int | None = None
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Deltas:
    """A block of `count` deltas, `rate` a second or as fast as possible.

    With `stamp` each delta is `<number>:<time.monotonic_ns() when it was sent> `, so that who
    receives it on the same machine knows how long it took; else it is `<number> `.
    """

    count: int
    rate: float | None = None
    stamp: bool = False


@dataclass(frozen=True, slots=True)
class Thinking:
    """A block of thinking."""

    text: str
    signature: str = "c2lnbmF0dXJl"


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A block that asks the CLI to use one of its tools, such as Write, Bash or Read."""

    name: str
    input: Mapping[str, Any]
    id: str | None = None


@dataclass(slots=True)
class Gate:
    """Holds a reply where it stands: after the blocks before it, or before its first byte.

    In the same process: wait for `reached`, look around, set `open`. From another one: the
    gate opens when the file `path` is there.
    """

    path: Path | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Wait until the gate opens. Cancelling just ends the wait."""
        self.reached.set()
        while not self.open.is_set():
            if self.path is None:
                await self.open.wait()
            elif self.path.exists():
                return
            else:
                await asyncio.sleep(0.01)


Block = Text | Deltas | Thinking | ToolUse | Gate


@dataclass(frozen=True, slots=True)
class When:
    """Which requests an entry of a script is for; every condition that is given must hold."""

    contains: str | None = None
    """Words of the last message, a tool's answer among them."""
    tool_result: bool | None = None
    """Whether the last message answers a tool use."""
    session: str | None = None
    """The CLI's session id."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of the model.

    `cut` closes the connection after the blocks, without the end of the message. `repeat`
    leaves the entry in the script.
    """

    blocks: Sequence[Block] = ()
    usage: Usage = field(default_factory=Usage)
    stop_reason: str | None = None
    cut: bool = False
    when: When | None = None
    repeat: bool = False

    @property
    def final_stop_reason(self) -> str:
        """The stop reason that was asked for, else the one that goes with the blocks."""
        if self.stop_reason is not None:
            return self.stop_reason
        uses_tools = any(isinstance(block, ToolUse) for block in self.blocks)
        return "tool_use" if uses_tools else "end_turn"


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of the API, with the body that the real one sends.

    The CLI asks again after most: 401, 429 and 5xx up to its limit, 404 once without streaming.
    Only with `repeat` does it get the same answer each time.
    """

    status: int
    message: str = "as the script says"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    when: When | None = None
    repeat: bool = False

    @property
    def error_type(self) -> str:
        """The API's name of this error."""
        return ERROR_TYPES.get(self.status, "api_error")


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer, not even headers, until the client goes away."""

    when: When | None = None
    repeat: bool = False


Entry = Reply | Failure | Hang


def text(words: str, **usage: int) -> Reply:
    """Return a reply of one block of text."""
    return Reply((Text(words),), Usage(**usage))


def tool(name: str, /, **tool_input: Any) -> Reply:
    """Return a reply that uses one tool."""
    return Reply((ToolUse(name, tool_input),))


def delta_text(block: Text | Deltas, number: int) -> str:
    """Return one delta of a block; its stamp is the time of this call."""
    if isinstance(block, Deltas):
        return f"{number}:{time.monotonic_ns()} " if block.stamp else f"{number} "
    if block.chunk is None:
        return block.text
    return block.text[number * block.chunk : (number + 1) * block.chunk]


def delta_count(block: Text | Deltas) -> int:
    """Return how many deltas a block has."""
    if isinstance(block, Deltas):
        return block.count
    if block.chunk is None:
        return 1
    return max(1, -(-len(block.text) // block.chunk))


def from_json(entry: Mapping[str, Any]) -> Entry:
    """Read an entry: `{"blocks":[…]}`, `{"status":429}` or `{"hang":true}`, each with `when`.

    Blocks: `{"text":…, "chunk":…, "rate":…}`, `{"deltas":N, "rate":…, "stamp":true}`,
    `{"thinking":…}`, `{"tool":…, "input":{…}}`, `{"gate":path}`. A string is a text reply.
    Raises TypeError or KeyError on what it does not know.
    """
    rest = dict(entry)
    when = When(**rest.pop("when")) if "when" in rest else None
    repeat = bool(rest.pop("repeat", False))
    if rest.pop("hang", False):
        return Hang(when=when, repeat=repeat)
    if "status" in rest:
        return Failure(when=when, repeat=repeat, **rest)
    blocks = cast("list[str | dict[str, Any]]", rest.pop("blocks"))
    usage = Usage(**rest.pop("usage", {}))
    return Reply([_block(b) for b in blocks], usage=usage, when=when, repeat=repeat, **rest)


def _block(value: str | dict[str, Any]) -> Block:
    if isinstance(value, str):
        return Text(value)
    rest = dict(value)
    if "deltas" in rest:
        return Deltas(rest.pop("deltas"), **rest)
    if "thinking" in rest:
        return Thinking(rest.pop("thinking"), **rest)
    if "tool" in rest:
        return ToolUse(rest.pop("tool"), **rest)
    if "gate" in rest:
        return Gate(Path(rest["gate"]))
    return Text(**rest)
