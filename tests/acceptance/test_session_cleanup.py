"""Clean-up: old sessions go and the ones too many; what was done in them is kept, and said."""

import json
import os
import shutil
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.chatting import REPO, SIMULATOR, Chat, git, served, sql, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually

DAY = timedelta(hours=25)
KEY = {"Idempotency-Key": "start"}


def age(chat: Chat, created: timedelta = DAY, used: timedelta | None = None) -> None:
    """Make a session look as old as that to the next server."""
    now = datetime.now(UTC)
    moments = [int((now - since).timestamp() * 1e6) for since in (created, used or created)]
    statement = "UPDATE sessions SET created_at = ?, last_activity = ? WHERE id = ?"
    sql(chat.stack, statement, *moments, chat.id)


async def gone(chat: Chat) -> None:
    """Wait until a session was cleaned up, and its agent and its worktree are gone."""
    await chat.seen.end()
    await eventually(lambda: not chat.worktree.exists() and not chat.processes)


class Aged:
    """Sessions of a server that came back a day later, and has cleaned up."""

    def __init__(self, stack: Stack, gates: dict[str, Path], **chats: Chat) -> None:
        self.stack = stack
        self.gates = gates
        self.chats = chats

    @classmethod
    async def make(cls, stack: Stack) -> "Aged":
        keyed = await stack.call("POST", "/sessions/start", {"repo": REPO}, KEY)
        chats = {"keyed": Chat(stack, keyed.json)}
        for name in ("talked", "worked", "unwanted", "lost", "used", "busy"):
            chats[name] = await Chat.start(stack)
        chats["simulated"] = await Chat.start(stack, SIMULATOR)
        await chats["talked"].turn("@say Remember me.")
        await chats["worked"].turn("@write committed.txt one\n@commit Mine\n@write dirty.txt two")
        gates = {
            name: await chats[name].working("@write a.txt x") for name in ("busy", "simulated")
        }
        await stack.kill()
        for name, chat in chats.items():
            age(chat, DAY, timedelta(minutes=30) if name == "used" else None)
        shutil.rmtree(chats["lost"].worktree)
        await stack.start()
        for name in ("keyed", "talked", "worked", "unwanted", "lost"):
            await gone(chats[name])
        return cls(stack, gates, **chats)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def aged() -> AsyncGenerator[Aged]:
    async with served() as stack:
        yield await Aged.make(stack)


@pytest.mark.asyncio(loop_scope="module")
class TestADayLater:
    """Each test looks at one of the sessions."""

    async def test_an_old_session_expired_and_says_so_to_everybody(self, aged: Aged) -> None:
        chat = aged.chats["talked"]

        session = await chat.get()

        assert session["status"] == "expired"
        assert texts(session) == ["Remember me."]
        assert "worktree_path" not in session
        assert chat.id in [each["id"] for each in await aged.stack.get("/sessions")]
        last = chat.seen.events[-1]["status_change"]
        assert (last["status"], last["terminal"]) == ("expired", True)
        assert "older than 24 hours" in last["reason"]
        await chat.adds_up(session)

    async def test_an_expired_session_takes_no_message(self, aged: Aged) -> None:
        chat = aged.chats["talked"]

        refused = await chat.send("@say x")

        assert refused.status == 400
        assert "start another" in refused.json["error"]
        assert (await chat.interrupt())["was_running"] is False
        assert chat.processes == {}

    async def test_an_expired_session_is_not_woken_by_the_key_of_its_start(
        self, aged: Aged
    ) -> None:
        starts = len(aged.stack.agent_starts())

        again = await aged.stack.call("POST", "/sessions/start", {"repo": REPO}, KEY)

        assert (again.status, again.json["status"]) == (201, "expired")
        # What would have been started before another session's agent has started is there by now.
        await (await Chat.start(aged.stack)).warm()
        assert len(aged.stack.agent_starts()) == starts + 1

    async def test_an_expired_session_is_deleted_like_any_other(self, aged: Aged) -> None:
        chat = aged.chats["unwanted"]

        assert (await chat.delete()).status == 204

        assert (await aged.stack.call("GET", chat.path)).status == 404
        assert (await chat.delete()).status == 404

    async def test_what_was_not_pushed_is_kept_under_a_ref_that_is_told(self, aged: Aged) -> None:
        chat, bare = aged.chats["worked"], aged.stack.bare

        ref = (await chat.get())["kept_ref"]

        assert ref == f"refs/opsdeck/kept/{chat.id}"
        assert await git(bare, "show", f"{ref}:committed.txt") == "one"
        assert await git(bare, "show", f"{ref}:dirty.txt") == "two"
        assert ref in chat.seen.events[-1]["status_change"]["reason"]
        lines = aged.stack.log.read_text().splitlines()
        told = [json.loads(line) for line in lines if ref in line]
        assert chat.id in [line.get("session") for line in told]

    async def test_a_worktree_that_was_gone_kept_no_session_back(self, aged: Aged) -> None:
        assert (await aged.chats["lost"].get())["status"] == "expired"

    async def test_a_session_at_work_was_not_cleaned_up(self, aged: Aged) -> None:
        for name in ("busy", "simulated"):
            chat = aged.chats[name]
            aged.gates[name].touch()

            session = await chat.turns(1)

            assert session["status"] == "idle"
            assert (chat.worktree / "a.txt").read_text() == "x"

    async def test_a_session_that_was_just_used_stays_however_old(self, aged: Aged) -> None:
        session = await aged.chats["used"].turn("@say Still here.")

        assert (session["status"], texts(session)) == ("idle", ["Still here."])


async def test_of_a_repository_the_ten_that_were_used_last_stay(stack: Stack) -> None:
    chats = [await Chat.start(stack, SIMULATOR) for _ in range(12)]
    await chats[0].turn("@say I was used last.")
    await stack.kill()
    await stack.start()

    await gone(chats[1])
    await gone(chats[2])

    listed = {each["id"]: each["status"] for each in await stack.get("/sessions")}
    assert listed == {
        chat.id: "expired" if number in (1, 2) else "idle" for number, chat in enumerate(chats)
    }
    reason = chats[1].seen.events[-1]["status_change"]["reason"]
    assert "10 sessions of acme/app were used later" in reason


async def test_sessions_that_are_over_are_forgotten_in_their_time(stack: Stack) -> None:
    deleted, expired, recent = [await Chat.start(stack) for _ in range(3)]
    await deleted.turn("@say x")
    await deleted.delete()
    await stack.kill()
    age(expired)
    age(recent)
    await stack.start()
    await gone(expired)
    await gone(recent)
    await stack.kill()
    week = int((datetime.now(UTC) - timedelta(days=8)).timestamp() * 1e6)
    sql(stack, "UPDATE sessions SET ended_at = ? WHERE id = ?", week, expired.id)
    await stack.start()

    def left(table: str, column: str = "stream_id") -> set[object]:
        return {name for (name,) in sql(stack, f"SELECT {column} FROM {table}")}

    await eventually(lambda: left("sessions", "id") == {recent.id})
    assert left("streams", "id") == {recent.id}
    assert left("events") == {recent.id}
    assert left("runs") | left("processes") <= {recent.id}
    assert left("session_messages", "session_id") == set()
    assert (await recent.get())["status"] == "expired"


async def test_the_clean_up_of_orphans_leaves_the_worktrees_of_open_sessions(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    orphan = chat.worktree.with_name("zz-orphan")
    main = "refs/remotes/origin/main"
    await git(stack.bare, "worktree", "add", "-q", "--detach", str(orphan), main)
    await stack.kill()
    for path in (chat.worktree, orphan):
        os.utime(path, (0, 0))
    await stack.start()

    await eventually(lambda: not orphan.exists())

    assert (chat.worktree / "README.md").is_file()
    assert texts(await chat.turn("@say Here.")) == ["Here."]


def hold_trees(stack: Stack) -> Path:
    """Have git wait before it keeps a worktree, as with a large one, while a file is there."""
    held, folder = stack.root / "held", stack.root / "slow"
    folder.mkdir()
    git = folder / "git"
    git.write_text(
        "#!/bin/sh\n"
        'case " $* " in *" write-tree "*)\n'
        f"  while [ -e {held} ]; do touch {held}-now; sleep 0.05; done;;\n"
        "esac\n"
        f'exec {shutil.which("git")} "$@"\n'
    )
    git.chmod(0o755)
    stack.env["PATH"] = f"{folder}:{stack.env['PATH']}"
    return held


async def test_a_session_that_is_used_while_others_are_cleaned_up_stays(installed: Stack) -> None:
    held = hold_trees(installed)
    await installed.start()
    first, used, last = [await Chat.start(installed) for _ in range(3)]
    await first.turn("@write a.txt x")
    await used.turn("@say Before.")
    await installed.kill()
    for minutes, chat in enumerate((first, used, last)):  # the order in which they go
        age(chat, DAY, DAY + timedelta(minutes=minutes))
    held.touch()
    await installed.start()
    await eventually((installed.root / "held-now").exists, 60)

    await used.turn("@say I am at work.")
    held.unlink()
    await gone(first)
    await gone(last)

    session = await used.turn("@say Still here.")
    assert texts(session) == ["Before.", "I am at work.", "Still here."]


async def test_a_session_whose_deletion_failed_takes_messages_and_is_deleted_then(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@write precious.txt x\n@say Before.")
    # A disk that is full, or the like.
    sql(
        stack,
        "CREATE TRIGGER full BEFORE UPDATE ON sessions WHEN new.deleted_at IS NOT NULL"
        " BEGIN SELECT RAISE(ABORT, 'full'); END",
    )

    assert (await chat.delete()).status >= 500

    sql(stack, "DROP TRIGGER full")
    assert texts(await chat.turn("@say Still here.")) == ["Before.", "Still here."]
    assert (await chat.delete()).status == 204
    assert await git(stack.bare, "show", f"refs/opsdeck/kept/{chat.id}:precious.txt") == "x"


async def test_what_cannot_be_kept_is_not_removed_until_it_can(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@write precious.txt x")
    inner = Path((chat.worktree / ".git").read_text().removeprefix("gitdir: ").strip())
    await stack.kill()
    age(chat)
    moved = inner.rename(inner.with_name("away"))
    try:
        await stack.start()
        await chat.seen.end()
    finally:
        moved.rename(inner)
    assert (chat.worktree / "precious.txt").read_text() == "x"
    await stack.kill()

    await stack.start()

    await eventually(lambda: not chat.worktree.exists())
    assert await git(stack.bare, "show", f"refs/opsdeck/kept/{chat.id}:precious.txt") == "x"
