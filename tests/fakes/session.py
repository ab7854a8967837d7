"""A quick session whose agent is the test: served as the contract says, by a `CliServer`."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from opsdeck.v1.event_pb2 import (
    AssistantText,
    Event,
    PermissionRequest,
    PermissionResolved,
    RunStateChange,
    StatusChange,
    TextDelta,
    TurnResult,
    UserMessage,
    WaitingMessage,
)
from opsdeck.v1.quick_session_pb2 import (
    PermissionPrompt,
    QuickMessage,
    QuickSession,
    QuickSessionDetails,
)
from opsdeck.v1.quick_session_service_pb2 import InterruptSessionResponse, WatchSessionResponse
from opsdeck.v1.run_pb2 import Run, Usage
from tests.fakes.cli_server import CliServer, Context, refuse

ID = "quick-1700000000"
SECONDS = 20
"""For whatever is waited for."""


def at(hour: int = 12) -> Timestamp:
    time = Timestamp()
    time.FromDatetime(datetime(2025, 1, 7, hour, tzinfo=UTC))
    return time


class FakeSession:
    """A journal that grows, and what people ask of it.

    A message begins a turn where none is, and waits otherwise. `agent` is called, in the thread of
    the request, with each message whose turn begins; it may emit a whole turn at once, or leave
    that to the test.
    """

    def __init__(self, server: CliServer, agent: Callable[[str], None] | None = None) -> None:
        self.agent: Callable[[str], None] = agent or (lambda text: None)
        self.events: list[Event] = []
        self.live: list[tuple[int, Event]] = []
        """Deltas, each after the event of a number."""
        self.status = QuickSession.idle
        self.run = 0
        self.line: list[tuple[str, str]] = []
        self.questions: dict[str, PermissionPrompt] = {}
        self.news = threading.Condition(threading.RLock())
        self.watchers = 0
        self.cut = 0
        self.server = server
        server.handlers |= {
            "StartSession": lambda request, context: self.session(),
            "ListSessions": lambda request, context: iter([self.session()]),
            "GetSession": lambda request, context: self.details(),
            "SendMessage": self._send,
            "WithdrawMessage": self._withdraw,
            "EditMessage": self._edit,
            "InterruptSession": self._interrupt,
            "AnswerPermission": self._answer,
            "WatchSession": self._watch,
        }

    # -- what a test does ----------------------------------------------------------

    def emit(self, **payload: Any) -> None:
        """Add an event of the turn that is."""
        with self.news:
            name = next(iter(payload))
            first, *rest = name.split("_")
            event = Event(run_id=f"run-{self.run}", seq=len(self.events) + 1, time=at(), **payload)
            event.type = first + "".join(word.title() for word in rest)
            self.events.append(event)
            self.news.notify_all()

    def begin(self, text: str) -> None:
        """Begin a turn, as a message does that somebody sent before."""
        with self.news:
            self._begin(f"msg-{self.run + 1}", text)

    def say(self, text: str, message_id: str = "m") -> None:
        self.emit(assistant_text=AssistantText(text=text, message_id=message_id))

    def piece(self, text: str, offset: int, message_id: str = "m") -> None:
        """Send a piece of text live, to those who watch now."""
        with self.news:
            delta = TextDelta(text=text, offset=offset, message_id=message_id)
            self.live.append((len(self.events), Event(type="textDelta", text_delta=delta)))
            self.news.notify_all()

    def ask(self, question: str = "q1", tool: str = "Bash", **fields: Any) -> None:
        with self.news:
            self.questions[question] = PermissionPrompt(
                id=question, session_id=ID, tool=tool, **fields
            )
            self.emit(
                permission_request=PermissionRequest(permission_id=question, tool=tool, **fields)
            )

    def resolve(self, question: str, outcome: str, message: str | None = None) -> None:
        with self.news:
            del self.questions[question]
            self.emit(
                permission_resolved=PermissionResolved(
                    permission_id=question, outcome=outcome, message=message
                )
            )

    def end(self, error: str = "", *, stopped: bool = False, text: str = "") -> None:
        """End the turn that is, and begin that of the next message in line."""
        with self.news:
            failed = bool(error) or stopped
            subtype = "aborted_tools" if stopped else "error" if error else "success"
            self.emit(
                result=TurnResult(
                    is_error=failed, subtype=subtype, text=error or text, usage=Usage(cost_usd=0.5)
                )
            )
            state = Run.stopped if stopped else Run.failed if error else Run.succeeded
            self.emit(run_state=RunStateChange(state=state, reason=error or None))
            if self.line:
                self._begin(*self.line.pop(0))
                return
            self.status = QuickSession.failed if error else QuickSession.idle
            status = QuickSession.Status.Name(self.status)
            self.emit(status_change=StatusChange(status=status, reason=error or None))

    def expire(self) -> None:
        with self.news:
            self.status = QuickSession.expired
            self.emit(status_change=StatusChange(status="expired", terminal=True))

    def cut_off(self) -> None:
        """Break every watch that is open, as a server does that dies."""
        with self.news:
            self.cut += 1
            self.news.notify_all()

    def wait_for(self, true: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(true, SECONDS)

    # -- the contract --------------------------------------------------------------

    def session(self) -> QuickSession:
        return QuickSession(
            id=ID,
            repo="acme/site",
            status=self.status,
            agent="simulator",
            permission_mode="ask",
            created_at=at(10),
            last_activity=at(),
            message_count=self.run,
            total_cost_usd=0.5 * self.run,
            waiting_count=len(self.line),
        )

    def details(self) -> QuickSessionDetails:
        details = QuickSessionDetails()
        details.MergeFromString(self.session().SerializeToString())
        details.permissions.extend(self.questions.values())
        return details

    def _send(self, request: Any, context: Context) -> QuickMessage:
        with self.news:
            if self.status == QuickSession.expired:
                refuse(
                    context,
                    grpc.StatusCode.FAILED_PRECONDITION,
                    "SESSION_EXPIRED",
                    "the session was cleaned up: start another",
                )
            message = f"msg-{self.run + len(self.line) + 1}"
            waits = self.status == QuickSession.running
            if waits:
                self.line.append((message, request.content))
                self._waiting(message, "waiting", request.content)
            else:
                self._begin(message, request.content)
        if not waits:
            self.agent(request.content)
        return self._message(message, request.content, waiting=waits)

    def _begin(self, message: str, text: str) -> None:
        self.run += 1
        if self.status != QuickSession.running:
            self.status = QuickSession.running
            self.emit(status_change=StatusChange(status="running"))
        self.emit(user_message=UserMessage(message_id=message, text=text))

    def _waiting(self, message: str, change: str, text: str) -> None:
        self.emit(waiting_message=WaitingMessage(message_id=message, change=change, text=text))

    def _message(self, message: str, text: str, *, waiting: bool) -> QuickMessage:
        return QuickMessage(
            id=message, session_id=ID, role="user", content=text, timestamp=at(), waiting=waiting
        )

    def _withdraw(self, request: Any, context: Context) -> QuickMessage:
        with self.news:
            (gone,) = [each for each in self.line if each[0] == request.id]
            self.line.remove(gone)
            self._waiting(*gone[:1], "withdrawn", gone[1])
            return self._message(*gone, waiting=False)

    def _edit(self, request: Any, context: Context) -> QuickMessage:
        with self.news:
            ids = [each[0] for each in self.line]
            self.line[ids.index(request.id)] = (request.id, request.content)
            self._waiting(request.id, "edited", request.content)
            return self._message(request.id, request.content, waiting=True)

    def _interrupt(self, request: Any, context: Context) -> InterruptSessionResponse:
        with self.news:
            running = self.status == QuickSession.running
            if running:
                for question in list(self.questions):
                    self.resolve(question, "withdrawn")
                self.end(stopped=True)
            return InterruptSessionResponse(id=ID, status=self.status, was_running=running)

    def _answer(self, request: Any, context: Context) -> PermissionPrompt:
        with self.news:
            prompt = self.questions.get(request.id)
            if prompt is None:
                refuse(
                    context,
                    grpc.StatusCode.ALREADY_EXISTS,
                    "PERMISSION_RESOLVED",
                    "the question was answered already",
                )
            outcome = "allowed" if request.allow else "denied"
            self.resolve(request.id, outcome, request.message or None)
            prompt.outcome = PermissionPrompt.Outcome.Value(outcome)
            return prompt

    def _watch(self, request: Any, context: Context) -> Iterator[WatchSessionResponse]:
        with self.news:
            seen = len(self.events) if request.tail_only else int(request.after or 0)
            deltas = len(self.live)
            cut = self.cut
            first = WatchSessionResponse(
                session=self.session(),
                cursor=str(seen) if seen else "",
                permissions=self.questions.values(),
                caught_up=seen == len(self.events),
            )
            self.watchers += 1
            self.news.notify_all()
        context.add_callback(self._gone)
        yield first
        while context.is_active():
            with self.news:
                if self.cut > cut:
                    context.abort(grpc.StatusCode.UNAVAILABLE, "upstream reset")
                fresh = self.events[seen:]
                live = self.live[deltas:] if request.partial else []
                if not fresh and not live:
                    self.news.wait(0.2)
                    continue
                merged: list[Event] = []
                for place in range(seen, len(self.events) + 1):
                    merged += [event for after, event in live if after == place]
                    merged += self.events[place : place + 1]
                seen, deltas = len(self.events), len(self.live)
                over = bool(fresh) and fresh[-1].status_change.terminal
            yield WatchSessionResponse(events=merged, cursor=str(seen), caught_up=True)
            if over:
                yield WatchSessionResponse(session=self.session(), caught_up=True)
                return

    def _gone(self) -> None:
        with self.news:
            self.watchers -= 1
            self.news.notify_all()
