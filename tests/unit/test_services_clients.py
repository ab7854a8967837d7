"""Clients: what is refused, in words that help, and what a sync fetches."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.errors import ClientBusy, ClientExists
from opsdeck_server.domain.jobs import Job
from opsdeck_server.domain.runs import Run
from opsdeck_server.domain.sessions import QuickSession, SessionStatus
from opsdeck_server.ports.git import GitError, Repo
from opsdeck_server.services.clients import Clients, NewClient, Synced
from opsdeck_server.services.idempotency import Once
from opsdeck_server.services.lifecycle import Lifecycle, Phase
from opsdeck_server.services.repos import Repos
from tests.support.flows import SystemTime

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CLIENT = Client("client-1", "n", "acme", "app", "main", NOW, NOW)


class Remote:
    """Git, with origins that are there and origins that are not."""

    def __init__(self, *there: str) -> None:
        self.there = there
        self.fetched: list[str] = []

    async def ensure_bare(self, repo: Repo) -> bool:
        if repo.bare_path.is_dir():
            return False
        if repo.remote_url not in self.there:
            raise GitError(f"there is no {repo.remote_url}")
        repo.bare_path.mkdir(parents=True)
        return True

    async def fetch(self, repo: Repo) -> None:
        if repo.remote_url not in self.there:
            raise GitError(f"there is no {repo.remote_url}")
        self.fetched.append(repo.remote_url)


def over(store: MemoryStore, tmp_path: Path, git: object = None) -> tuple[Clients, Repos]:
    lifecycle = Lifecycle()
    lifecycle.phase = Phase.ready
    repos = Repos(tmp_path / "repos", tmp_path / "work", "{org}/{repo}")
    clock = SystemTime()
    return Clients(store, cast("Any", git), repos, clock, Once(store, clock), lifecycle), repos


async def open_session(store: MemoryStore, name: str, **changes: Any) -> None:
    session = QuickSession(name, CLIENT.id, "acme/app", "claude", "ask", NOW, NOW)
    await store.add_session(replace(session, **changes), ())


async def test_a_second_client_of_a_repository_is_refused_in_words_for_every_door(
    tmp_path: Path,
) -> None:
    store = MemoryStore()
    await store.add_client(CLIENT)
    clients, _ = over(store, tmp_path)

    with pytest.raises(ClientExists) as refused:
        await clients.create(NewClient("acme", "app"), None, {})

    assert str(refused.value) == "acme/app has a client already: client-1; use it, or update it"


async def test_a_client_with_open_sessions_is_kept_and_they_are_named(tmp_path: Path) -> None:
    store = MemoryStore()
    await store.add_client(CLIENT)
    await store.add_client(replace(CLIENT, id="client-2", github_repo="other"))
    await open_session(store, "quick-2")
    await open_session(store, "quick-1")
    await open_session(store, "quick-3", status=SessionStatus.expired)
    await open_session(store, "quick-4", client_id="client-2")
    clients, _ = over(store, tmp_path)

    with pytest.raises(ClientBusy) as refused:
        await clients.delete(CLIENT.id, remove_repo=False)

    assert str(refused.value) == (
        "the client has 2 open sessions (quick-1, quick-2): delete the sessions first"
    )
    assert refused.value.metadata == {"activeJobs": "0", "openSessions": "quick-1,quick-2"}


async def test_of_many_open_sessions_the_first_are_named_and_the_rest_counted(
    tmp_path: Path,
) -> None:
    store = MemoryStore()
    await store.add_client(CLIENT)
    for number in range(10, 33):
        await open_session(store, f"quick-{number}")
    clients, _ = over(store, tmp_path)

    with pytest.raises(ClientBusy) as refused:
        await clients.delete(CLIENT.id, remove_repo=False)

    assert "quick-28, quick-29 and 3 more)" in str(refused.value)
    assert len(refused.value.metadata["openSessions"].split(",")) == 20


async def test_a_client_with_jobs_and_sessions_names_both(tmp_path: Path) -> None:
    store = MemoryStore()
    await store.add_client(CLIENT)
    await open_session(store, "quick-1")
    job = Job("job-1", CLIENT.id, "run-1", "do", "b", "ask", NOW, NOW)
    await store.add_job(job, Run("run-1", "job-1", "claude", NOW))
    clients, _ = over(store, tmp_path)

    with pytest.raises(ClientBusy) as refused:
        await clients.delete(CLIENT.id, remove_repo=False)

    assert str(refused.value) == (
        "the client has 1 queued or running job and 1 open session (quick-1): "
        "cancel the job and delete the session first"
    )


async def test_a_sync_leaves_out_what_was_never_cloned(tmp_path: Path) -> None:
    """A repository that somebody mistyped in a job is none that can be fetched."""
    store = MemoryStore()
    await store.add_client(CLIENT)
    git = Remote("acme/app")
    clients, repos = over(store, tmp_path, git)
    await asyncio.to_thread(repos.of(CLIENT).bare_path.mkdir, parents=True)
    await clients.ensure("acme", "nosuch")

    assert await clients.sync() == [Synced("app", None)]
    assert git.fetched == ["acme/app"]


async def test_a_sync_says_what_of_the_cloned_could_not_be_fetched(tmp_path: Path) -> None:
    store = MemoryStore()
    await store.add_client(CLIENT)
    clients, repos = over(store, tmp_path, Remote())
    await asyncio.to_thread(repos.of(CLIENT).bare_path.mkdir, parents=True)

    assert await clients.sync() == [Synced("app", "there is no acme/app")]
