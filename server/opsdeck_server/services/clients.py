"""Clients: the repositories that agents work on."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from opsdeck_server.domain.clients import DEFAULT_BRANCH, Client, JobCounts
from opsdeck_server.domain.errors import (
    ClientBusy,
    ClientExists,
    ClientNotFound,
    CloneFailed,
    RequestInvalid,
)
from opsdeck_server.domain.ids import new_id
from opsdeck_server.domain.refnames import branch_name_problem
from opsdeck_server.ports.clock import Clock
from opsdeck_server.ports.git import Git, GitError
from opsdeck_server.ports.store import Duplicate, Missing, Stale, Store
from opsdeck_server.services.default_branch import its_branch
from opsdeck_server.services.idempotency import Answer, Once, Ticket
from opsdeck_server.services.lifecycle import Lifecycle
from opsdeck_server.services.repos import Repos

SYNC_AT_ONCE = 4
"""Repositories that are fetched at the same time."""

SESSIONS_NAMED = 20
"""Open sessions that a refusal names; the rest it counts."""


@dataclass(frozen=True, slots=True)
class NewClient:
    """What a client is made from."""

    github_org: str
    github_repo: str
    name: str | None = None
    default_branch: str | None = None
    os_client_id: str | None = None
    partial_clone: bool = False
    agent_env: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client with what is true of it on this host."""

    client: Client
    bare_repo_path: str
    repo_exists: bool
    counts: JobCounts | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """How one fetch went; `error` is None where it succeeded."""

    repo: str
    error: str | None


class Clients:
    """Keeps the clients."""

    def __init__(
        self,
        store: Store,
        git: Git,
        repos: Repos,
        clock: Clock,
        once: Once,
        lifecycle: Lifecycle,
    ) -> None:
        self._store = store
        self._git = git
        self._repos = repos
        self._clock = clock
        self._once = once
        self._lifecycle = lifecycle

    async def list(self) -> Sequence[ClientView]:
        """Return all clients, by name."""
        return [await self._view(client) for client in await self._store.list_clients()]

    async def get(self, client_id: str) -> ClientView:
        """Return a client with the numbers of its jobs. Raises ClientNotFound."""
        client = await self.require(client_id)
        return replace(await self._view(client), counts=await self._store.job_counts(client_id))

    async def require(self, client_id: str) -> Client:
        """Return a client that was not deleted, or raise ClientNotFound."""
        try:
            if not await self._store.is_deleted(client_id):
                return await self._store.get_client(client_id)
        except Missing:
            pass
        raise ClientNotFound(f"no client has the id {client_id}", id=client_id)

    async def create(self, new: NewClient, key: str | None, request: Mapping[str, Any]) -> Answer:
        """Make a client and clone its repository; return its id and whether it was cloned.

        Nothing is made where the clone fails. Raises ClientExists, CloneFailed,
        RequestInvalid, IdempotencyKeyReused.
        """
        self._lifecycle.require_ready()

        async def make(ticket: Ticket | None) -> Answer:
            client = self._new(new)
            existing = await self._store.find_client(new.github_org, new.github_repo)
            if existing is not None:
                raise _exists(existing)
            try:
                await self._git.ensure_bare(self._repos.of(client))
                if new.default_branch is None:
                    branch = await its_branch(self._git, self._repos, client)
                    client = replace(client, default_branch=branch)
            except GitError as error:
                raise CloneFailed(str(error), repo=client.slug) from error
            answer = {"id": client.id, "repoCloned": True}
            await self._add(client, ticket, answer)
            return answer

        return await self._once.do(key, "CreateClient", request, make)

    async def ensure(self, github_org: str, github_repo: str) -> Client:
        """Return the client of a repository, made now if there is none; nothing is cloned."""
        for _ in range(3):
            client = await self._store.find_client(github_org, github_repo)
            if client is not None:
                return client
            client = self._new(NewClient(github_org, github_repo))
            try:
                await self._store.add_client(client)
            except Duplicate:
                continue  # another request made it first
            return client
        raise RuntimeError("the client appears and disappears")

    async def update(
        self,
        client_id: str,
        *,
        name: str | None,
        default_branch: str | None,
        os_client_id: str | None,
    ) -> ClientView:
        """Change what is given. Raises ClientNotFound, RequestInvalid."""
        client = await self.require(client_id)
        if default_branch is not None:
            _check_branch(default_branch)
        changed = replace(
            client,
            name=name or client.name,
            default_branch=default_branch or client.default_branch,
            os_client_id=os_client_id or client.os_client_id,
            updated_at=self._clock.now(),
        )
        try:
            await self._store.save_client(changed)
        except Duplicate as error:
            raise RequestInvalid.field("osClientId", "another client has it") from error
        return await self.get(client_id)

    async def delete(self, client_id: str, *, remove_repo: bool) -> bool:
        """Forget a client; return whether its bare repository was removed too.

        Raises ClientNotFound, ClientBusy.
        """
        client = await self.require(client_id)
        try:
            await self._store.delete_client(client_id)
        except Stale as error:
            raise await self._busy(client_id) from error
        return remove_repo and await self._git.remove_bare(self._repos.of(client))

    async def sync(self) -> Sequence[Synced]:
        """Fetch all bare repositories; one that fails does not stop the others.

        What was never cloned is left out: the first job or session does that, and a name
        that was mistyped there would fail here for ever.
        """
        clients = [view.client for view in await self.list() if view.repo_exists]
        names = [client.github_repo for client in clients]
        gate = asyncio.Semaphore(SYNC_AT_ONCE)

        async def one(client: Client) -> Synced:
            unique = names.count(client.github_repo) == 1
            name = client.github_repo if unique else client.slug
            repo = self._repos.of(client)
            async with gate:
                try:
                    if not await self._git.ensure_bare(repo):
                        await self._git.fetch(repo)
                except GitError as error:
                    return Synced(name, str(error))
            return Synced(name, None)

        return await asyncio.gather(*map(one, clients))

    async def _busy(self, client_id: str) -> ClientBusy:
        """Return why a client is not deleted: what works for it, and what to do with that."""
        active = (await self._store.job_counts(client_id)).active
        views = await self._store.list_sessions()
        theirs = (view.session for view in views if view.session.client_id == client_id)
        ids = sorted(session.id for session in theirs if session.open)
        named = ids[:SESSIONS_NAMED]
        has: list[str] = []
        first: list[str] = []
        if active:
            has.append(f"{active} queued or running job{'s' if active > 1 else ''}")
            first.append("cancel the jobs" if active > 1 else "cancel the job")
        if ids:
            more = f" and {len(ids) - len(named)} more" if len(ids) > len(named) else ""
            many = "s" if len(ids) > 1 else ""
            has.append(f"{len(ids)} open session{many} ({', '.join(named)}{more})")
            first.append(f"delete the session{many}")
        return ClientBusy(
            f"the client has {' and '.join(has)}: {' and '.join(first)} first"
            if has
            else "the client was at work a moment ago: try again",
            activeJobs=str(active),
            **({"openSessions": ",".join(named)} if named else {}),
        )

    def _new(self, new: NewClient) -> Client:
        if new.default_branch is not None:
            _check_branch(new.default_branch)
        now = self._clock.now()
        return Client(
            id=new_id("client"),
            name=new.name or f"{new.github_org}/{new.github_repo}",
            github_org=new.github_org,
            github_repo=new.github_repo,
            default_branch=new.default_branch or DEFAULT_BRANCH,
            created_at=now,
            updated_at=now,
            os_client_id=new.os_client_id,
            partial_clone=new.partial_clone,
            agent_env=new.agent_env,
        )

    async def _add(self, client: Client, ticket: Ticket | None, answer: Answer) -> None:
        try:
            await self._store.add_client(client, None if ticket is None else ticket.record(answer))
        except Duplicate as error:
            if error.field == "repo":
                existing = await self._store.find_client(client.github_org, client.github_repo)
                if existing is not None:
                    raise _exists(existing) from error
            if error.field == "os_client_id":
                raise RequestInvalid.field("osClientId", "another client has it") from error
            raise

    async def _view(self, client: Client) -> ClientView:
        path = self._repos.of(client).bare_path
        return ClientView(client, str(path), await asyncio.to_thread(path.is_dir))


def _exists(client: Client) -> ClientExists:
    return ClientExists(
        f"{client.slug} has a client already: {client.id}; use it, or update it",
        id=client.id,
    )


def _check_branch(name: str) -> None:
    problem = branch_name_problem(name)
    if problem is not None:
        raise RequestInvalid.field("defaultBranch", problem)
