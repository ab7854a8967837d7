"""Chats for the acceptance tests: a quick session as a phone has it, over restarts."""

import asyncio
import sqlite3
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Self

from opsdeck_server.supervisor import tree
from tests.acceptance.stack import Answer, Stack
from tests.acceptance.watching import Json, Recorder, eventually, payload
from tests.fakes.programs import read_log

REPO = "acme/app"
FAKE, SIMULATOR = "claude", "simulator"
"""Agents of a Stack: its `claude` is the stand-in of the CLI, unless a test puts another there."""

OVER = ("succeeded", "failed", "stopped", "lost")


@asynccontextmanager
async def served(**env: str) -> AsyncGenerator[Stack]:
    """A server for all tests of a module whose sessions do not know of each other."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        stack = Stack.make(Path(name).resolve(), **env)
        try:
            yield await stack.start()
        finally:
            await stack.close()


class Chat:
    """One session: what is said in it over REST, and what a watcher sees of it."""

    def __init__(self, stack: Stack, session: Json) -> None:
        self.stack = stack
        self.id: str = session["id"]
        self.path = f"/sessions/{self.id}"
        self.worktree = Path(session["worktree_path"])
        self.seen = Recorder(stack, self.id, "sessions")

    @classmethod
    async def start(cls, stack: Stack, agent: str = FAKE, **fields: object) -> Self:
        """Start a session of the sample repository."""
        return cls(
            stack, await stack.post("/sessions/start", {"repo": REPO, "agent": agent, **fields})
        )

    # -- what a phone does ---------------------------------------------------------

    async def send(self, content: str, key: str = "") -> Answer:
        """Say something; return the answer, whatever it is."""
        headers = {"Idempotency-Key": key} if key else {}
        return await self.stack.call("POST", f"{self.path}/message", {"content": content}, headers)

    async def say(self, content: str, key: str = "") -> Json:
        """Say something; return the message as it is kept."""
        answer = await self.send(content, key)
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json

    async def edit(self, message: Json, content: str) -> Answer:
        """Change a message that waits."""
        path = f"{self.path}/messages/{message['id']}"
        return await self.stack.call("PATCH", path, {"content": content})

    async def withdraw(self, message: Json) -> Answer:
        """Take a message out of the line."""
        return await self.stack.call("DELETE", f"{self.path}/messages/{message['id']}")

    async def interrupt(self, **fields: object) -> Json:
        """Stop what the agent does; return the answer."""
        return await self.stack.post(f"{self.path}/interrupt", fields, expect=200)

    async def answer(self, permission_id: str, **reply: object) -> Answer:
        """Answer a question of the agent."""
        return await self.stack.call("POST", f"{self.path}/permissions/{permission_id}", reply)

    async def delete(self) -> Answer:
        """Delete the session."""
        return await self.stack.call("DELETE", self.path)

    async def get(self) -> Json:
        """Return the session with its messages."""
        return await self.stack.get(self.path)

    # -- waiting -------------------------------------------------------------------

    async def turns(self, count: int, seconds: float = 30) -> Json:
        """Wait until so many messages came to an end; return the session as it is then."""
        await self.seen.until(lambda seen: len(ended(seen)) >= count, seconds)
        return await self.get()

    async def turn(self, content: str, seconds: float = 30) -> Json:
        """Say something and wait until the agent has answered it; return the session."""
        message = await self.say(content)
        await self.seen.until(lambda seen: over(since(seen, message, "runState")), seconds)
        return await self.get()

    async def working(self, content: str) -> Path:
        """Have an agent that has said "Working." and waits; return the gate that lets it go on.

        What comes after the gate is what `content` says.
        """
        gate = self.stack.root / f"gate-{uuid.uuid4().hex}"
        message = await self.say(f"@say Working.\n@gate {gate}\n{content}")
        await self.seen.until(lambda seen: since(seen, message, "assistantText"))
        return gate

    async def asked(self, count: int = 1) -> Json:
        """Wait until the agent has asked so often; return the last question."""
        await self.seen.until(lambda seen: len(seen.seen("permissionRequest")) >= count)
        return self.seen.seen("permissionRequest")[count - 1]

    async def resolved(self, count: int = 1) -> Json:
        """Wait until so many questions are closed; return how the last one was."""
        await self.seen.until(lambda seen: len(seen.seen("permissionResolved")) >= count)
        return self.seen.seen("permissionResolved")[count - 1]

    async def status(self, wanted: str, seconds: float = 30) -> Json:
        """Wait for a status; return the session as it is then."""
        await self.seen.until(lambda seen: statuses(seen)[-1:] == [wanted], seconds)
        return await self.get()

    async def warm(self) -> None:
        """Wait until its agent has started. The stand-in of the CLI alone says so."""
        await eventually(lambda: self.starts)

    # -- looking -------------------------------------------------------------------

    @property
    def starts(self) -> list[list[str]]:
        """The command lines of the agents that were started in its worktree."""
        return [start["argv"] for start in self._starts()]

    @property
    def heard(self) -> list[str]:
        """What the stand-in of the CLI was told here, in order, by all its processes."""
        mine = {start["pid"] for start in self._starts()}
        told = read_log(self.stack.root / "bin" / "claude.jsonl", "message")
        return [message["text"] for message in told if message["pid"] in mine]

    @property
    def processes(self) -> dict[int, str]:
        """The processes that work in its worktree."""
        return {
            pid: words for pid, words in self.stack.leftovers().items() if is_in(pid, self.worktree)
        }

    @property
    def agents(self) -> dict[int, str]:
        """Those of them that none of the others started: not what an agent runs for a moment."""
        found = self.processes
        table = tree.processes()
        return {
            pid: words
            for pid, words in found.items()
            if pid in table and table[pid][0] not in found
        }

    def _starts(self) -> list[Json]:
        cwd = str(self.worktree)
        return [start for start in self.stack.agent_starts() if start["cwd"] == cwd]

    async def adds_up(self, session: Json) -> None:
        """See that the journal is whole, that every message is in it once, and is counted."""
        shown = {
            each["id"]
            for each in session["messages"]
            if each["role"] == "user" and not each["waiting"]
        }
        await self.seen.until(lambda seen: len(seen.seen("userMessage")) >= len(shown))
        said = Counter(message["message_id"] for message in self.seen.seen("userMessage"))
        assert said == Counter(shown)
        self.seen.whole()
        assert session["message_count"] == len(session["messages"]), session


def ended(seen: Recorder) -> list[Json]:
    """Return how runs ended, those of messages that were withdrawn left out."""
    return over(seen.seen("runState"))


def over(changes: list[Json]) -> list[Json]:
    """Return those changes of runs that are ends."""
    return [change for change in changes if change["state"] in OVER]


def since(seen: Recorder, message: Json, kind: str) -> list[Json]:
    """Return the payloads of one type from when a message was given to the agent.

    What came before does not count, though the watcher may be behind what REST has answered.
    """
    events = iter(seen.events)
    for event in events:
        if event["type"] == "userMessage" and payload(event)["message_id"] == message["id"]:
            break
    return [payload(event) for event in events if event["type"] == kind]


def statuses(seen: Recorder) -> list[str]:
    """Return how the session stood, one after another."""
    return [change["status"] for change in seen.seen("statusChange")]


def texts(session: Json, role: str = "assistant") -> list[str]:
    """Return what one side said."""
    return [each["content"] for each in session["messages"] if each["role"] == role]


def is_in(pid: int, folder: Path) -> bool:
    """Return whether a process works in a folder."""
    try:
        return (Path("/proc") / str(pid) / "cwd").resolve() == folder
    except OSError:
        return False


def sql(stack: Stack, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Do something to the database of a server that is not there."""
    with closing(sqlite3.connect(stack.root / "deck" / "opsdeck.db")) as database, database:
        return database.execute(statement, values).fetchall()


async def git(repo: Path, *words: str) -> str:
    """Return what git prints."""
    process = await asyncio.create_subprocess_exec(
        "git", "-C", str(repo), *words, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return out.decode().strip()
