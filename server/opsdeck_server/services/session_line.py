"""The messages of a session that wait for their turn."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from opsdeck_server.domain.deliveries import IdempotencyRecord
from opsdeck_server.domain.errors import LineFull, MessageNotFound, MessageSent
from opsdeck_server.domain.events import WaitingMessage
from opsdeck_server.domain.runs import Run, RunState
from opsdeck_server.domain.sessions import MessageState, SessionMessage
from opsdeck_server.ports.store import Missing, Store
from opsdeck_server.services.session_books import SessionBooks
from opsdeck_server.services.signals import Change

LINE_LIMIT = 20
"""Messages that may wait in one session."""


class Line:
    """What waits, first come first served. Its callers take turns."""

    def __init__(self, store: Store, books: SessionBooks) -> None:
        self._store = store
        self._books = books
        self._waiting: deque[SessionMessage] = deque()

    @property
    def first(self) -> SessionMessage | None:
        """The message that runs next."""
        return self._waiting[0] if self._waiting else None

    def load(self, messages: Iterable[SessionMessage]) -> None:
        """Have these messages and no others."""
        self._waiting = deque(messages)

    def taken(self) -> None:
        """Let the first go: it runs."""
        self._waiting.popleft()

    async def add(
        self, message: SessionMessage, run: Run, once: IdempotencyRecord | None
    ) -> SessionMessage:
        """Put a message at the end. Raises LineFull."""
        if len(self._waiting) >= LINE_LIMIT:
            raise LineFull(
                f"{LINE_LIMIT} messages wait already: wait until one has run, or withdraw one",
                limit=str(LINE_LIMIT),
            )
        waits = WaitingMessage(message.id, "waiting", message.content)
        await self._books.commit(
            Change(
                self._books.events("", waits),
                session=replace(self._books.session, last_activity=self._books.now()),
                messages=(message,),
                runs=(run,),
                once=once,
            )
        )
        self._waiting.append(message)
        return message

    async def edit(self, message_id: str, content: str) -> SessionMessage:
        """Change a message. Raises MessageNotFound, MessageSent."""
        place = await self._place(message_id)
        message = replace(self._waiting[place], content=content)
        edited = WaitingMessage(message.id, "edited", content)
        await self._books.commit(Change(self._books.events("", edited), messages=(message,)))
        self._waiting[place] = message
        return message

    async def withdraw(self, message_id: str) -> SessionMessage:
        """Take a message out. Raises MessageNotFound, MessageSent."""
        place = await self._place(message_id)
        (gone,) = await self._take_out([self._waiting[place]])
        return gone

    async def withdraw_all(self) -> None:
        """Take all messages out."""
        if self._waiting:
            await self._take_out(list(self._waiting))

    async def _take_out(self, messages: Sequence[SessionMessage]) -> Sequence[SessionMessage]:
        gone = [replace(each, state=MessageState.withdrawn) for each in messages]
        told = [WaitingMessage(each.id, "withdrawn", each.content) for each in gone]
        runs = [await self._store.get_run(each.run_id) for each in messages]
        await self._books.commit(
            Change(
                self._books.events("", *told),
                messages=tuple(gone),
                runs=tuple(
                    replace(run, state=RunState.stopped, ended_at=self._books.now(), messages=0)
                    for run in runs
                ),
            )
        )
        ids = {each.id for each in gone}
        self._waiting = deque(each for each in self._waiting if each.id not in ids)
        return gone

    async def _place(self, message_id: str) -> int:
        for place, message in enumerate(self._waiting):
            if message.id == message_id:
                return place
        try:
            await self._store.get_message(self._books.session.id, message_id)
        except Missing:
            raise MessageNotFound(
                f"the session has no message {message_id}", id=message_id
            ) from None
        raise MessageSent(
            "the message does not wait any more, so it cannot be changed", id=message_id
        )
