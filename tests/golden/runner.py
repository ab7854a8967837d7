"""Does what a case says at one door, and says where the answers are not as the table has them."""

from pathlib import Path
from typing import cast

from tests.golden import mapping
from tests.golden.contract import Json
from tests.golden.doors.door import UNTOLD, Call, Door, Refused
from tests.golden.matching import Matcher
from tests.golden.streams import EventStream, FrameStream, Stream
from tests.golden.table import Case


class Different(AssertionError):
    """What came is not what the table says."""


class Run:
    """One case at one door."""

    def __init__(self, case: Case, door: Door, folder: Path, org: str, repo: str) -> None:
        self._case = case
        self._door = door
        self._gates = {name: folder / f"{org}-{name}" for name in case.gates}
        gates = {f"gate:{name}": str(path) for name, path in self._gates.items()}
        self._matcher = Matcher({"org": org, "repo": repo, **gates})
        self._streams: dict[str, Stream] = {}

    async def run(self) -> None:
        """Do every step; raises Different at the first that is."""
        try:
            for number, step in enumerate(self._case.steps, 1):
                try:
                    await self._step(step)
                except Different as different:
                    raise Different(f"step {number}, {_name(step)}:\n{different}") from None
        finally:
            for path in self._gates.values():
                path.touch()
            for stream in self._streams.values():
                await stream.leave()

    async def _step(self, step: Json) -> None:
        match step:
            case {"call": _}:
                for _ in range(step.get("times", 1)):
                    await self._call(step)
            case {"watch": _}:
                await self._watch(step)
            case {"more": name}:
                await self._events(step, name)
            case {"leave": name}:
                await self._streams.pop(name).leave()
            case {"open": name}:
                self._gates[name].touch()
            case _:
                raise Different("a step has call, watch, more, leave or open")

    async def _call(self, step: Json) -> None:
        call = self._made(step["call"], step)
        try:
            answer = await self._door.call(call)
        except Refused as refused:
            self._refused(step, refused)
            return
        if "refuses" in step:
            raise Different(f"nothing was refused: {answer!r}")
        if "gives" in step and answer is not UNTOLD:
            self._compare(step["gives"], answer)

    async def _watch(self, step: Json) -> None:
        call = self._made(step["watch"], step)
        answers = self._door.watch(call)
        after = call.fields.get("after", "")
        start = int(after) if after.isdigit() else None if call.fields.get("tailOnly") else 0
        framed = self._door.family == "websocket"
        stream = FrameStream(answers, start) if framed else EventStream(answers, start, call.name)
        name = step.get("as", "")
        self._streams[name] = stream
        try:
            # A WebSocket says that it is refused after it is open.
            await stream.begin()
            if "refuses" in step:
                await stream.rest()
        except Refused as refused:
            self._refused(step, refused)
            return
        if "refuses" in step:
            raise Different("nothing was refused")
        self._first(step, stream, start)
        await self._events(step, name)
        if not name:
            await self._streams.pop(name).leave()

    def _first(self, step: Json, stream: Stream, start: int | None) -> None:
        if isinstance(stream, FrameStream):
            seq = "<number>" if start is None else start
            self._compare({"type": "connected", "seq": seq}, stream.connected)
            return
        first = cast("EventStream", stream).answers[0]
        resource = "job" if step["watch"] == "WatchJob" else "session"
        self._compare(step.get("first", {"<more>": True}), first.get(resource))
        if resource == "session":
            self._compare(step.get("permissions", []), first["permissions"])

    async def _events(self, step: Json, name: str) -> None:
        stream = self._streams[name]
        expected = [_journaled(event) for event in step.get("events", [])]
        if isinstance(stream, FrameStream):
            asked = [mapping.question(prompt) for prompt in step.get("permissions", [])]
            expected = asked + mapping.frames(expected)
        self._compare(expected, await stream.next(len(expected)), "events")
        self._matcher.give(f"cursor:{name}", stream.cursor)
        if not step.keys() & {"last", "ends"}:
            return
        try:
            rest = await stream.rest()
        except TimeoutError:
            raise Different("the stream does not end") from None
        if "events" in step:
            self._compare([], rest, "events")
        if isinstance(stream, EventStream):
            last = stream.answers[-1]
            if not last["caughtUp"]:
                raise Different("the last answer does not say that it was the newest")
            self._compare(step.get("last", {"<more>": True}), last.get("job", last.get("session")))

    def _refused(self, step: Json, refused: Refused) -> None:
        if "refuses" not in step:
            raise Different(f"it was refused: {refused.told!r}") from refused
        expected = mapping.refusal(refused.family, step["refuses"], opening=refused.opening)
        self._compare(expected, refused.told)

    def _made(self, name: str, step: Json) -> Call:
        return Call(name, self._matcher.fill(step.get("with", {})), step.get("token", "right"))

    def _compare(self, expected: Json, actual: Json, at: str = "") -> None:
        if lines := self._matcher.differences(expected, actual, at):
            raise Different("\n".join(lines))


def _journaled(event: Json) -> Json:
    """Return an event as a watch brings it, for what the table says of it."""
    [kind] = event.keys() - {"runId"}
    about = {"runId": event.get("runId", "<any>"), "seq": "<number>", "type": kind}
    # A delta is in no journal: it has the number of the event before it, and no time.
    time = {} if kind == "textDelta" else {"time": "<time>"}
    return {**about, **time, kind: event[kind]}


def _name(step: Json) -> str:
    return " ".join(str(step[how]) for how in ("call", "watch", "more", "open") if how in step)
