"""Requests that race, receivers that break, answers that are lost: what the services make of it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from opsdeck_server.adapters.memory import MemoryStore
from opsdeck_server.domain.clients import Client
from opsdeck_server.domain.deliveries import Delivery
from opsdeck_server.domain.errors import ClientNotFound
from opsdeck_server.domain.jobs import JobStatus
from opsdeck_server.ports.store import Commit, StoreUnavailable
from opsdeck_server.services import webhooks as webhooks_module
from opsdeck_server.services.clients import Clients, NewClient
from opsdeck_server.services.idempotency import Once
from opsdeck_server.services.jobs import Jobs, NewJob
from opsdeck_server.services.lifecycle import Lifecycle, Phase
from opsdeck_server.services.repos import Repos
from opsdeck_server.services.webhooks import Webhooks
from tests.support.flows import FakeGit, SystemTime, Works, works
from tests.support.journals import LIMIT, step, working_desk

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ANYTHING = cast("Any", object())


# -- idempotency ------------------------------------------------------------------


def clients_over(store: MemoryStore, git: object, tmp_path: Path) -> Clients:
    lifecycle = Lifecycle()
    lifecycle.phase = Phase.ready
    repos = Repos(tmp_path, tmp_path, "file:///{org}/{repo}")
    clock = SystemTime()
    return Clients(store, cast("Any", git), repos, clock, Once(store, clock), lifecycle)


async def test_a_key_whose_first_request_has_just_ended_gets_its_answer(tmp_path: Path) -> None:
    """The second looked for the key before the first was done, and for the client after."""

    class LateStore(MemoryStore):
        both_looked = asyncio.Event()
        first_done = asyncio.Event()
        looks = 0

        async def find_client(self, github_org: str, github_repo: str) -> Client | None:
            self.looks += 1
            if self.looks == 1:
                await self.both_looked.wait()
            elif self.looks == 2:
                self.both_looked.set()
                await self.first_done.wait()
            return await super().find_client(github_org, github_repo)

    store = LateStore()
    clients = clients_over(store, FakeGit(), tmp_path)
    new = NewClient("acme", "app")

    async def first() -> Any:
        try:
            return await clients.create(new, "key", {"a": 1})
        finally:
            store.first_done.set()

    async with asyncio.timeout(LIMIT):
        answers = await asyncio.gather(first(), clients.create(new, "key", {"a": 1}))

    assert answers[0] == answers[1]


async def test_a_job_for_a_client_that_is_deleted_meanwhile_is_refused(
    tmp_path: Path,
) -> None:
    class Vanishing(MemoryStore):
        async def is_deleted(self, client_id: str) -> bool:
            deleted = await super().is_deleted(client_id)
            if not deleted:
                await self.delete_client(client_id)
            return deleted

    store = Vanishing()
    await store.add_client(Client("client-1", "n", "acme", "app", "main", NOW, NOW))
    clients = clients_over(store, FakeGit(), tmp_path)
    jobs = _jobs(store, clients, ANYTHING)

    with pytest.raises(ClientNotFound):
        await jobs.create(NewJob("do", "b", client_id="client-1"), None, {})


def _jobs(store: MemoryStore, clients: Clients, queue: Any) -> Jobs:
    lifecycle = Lifecycle()
    lifecycle.phase = Phase.ready
    clock = SystemTime()
    agents = cast("Any", {"claude": ANYTHING})
    return Jobs(
        store,
        ANYTHING,
        ANYTHING,
        ANYTHING,
        clock,
        Once(store, clock),
        lifecycle,
        clients,
        queue,
        ANYTHING,
        agents,
        "ask",
    )


# -- cancel -----------------------------------------------------------------------


async def test_a_cancel_is_done_though_who_asked_goes_away(tmp_path: Path) -> None:
    async with works(tmp_path) as at:
        at.git.push_may_end.clear()
        await at.job()
        await asyncio.wait_for(at.git.pushing.wait(), LIMIT)
        asked = _cancel_held_in_the_store(at)
        clients = clients_over(at.store, at.git, tmp_path)
        call = asyncio.create_task(_jobs(at.store, clients, at.queue).cancel("job-1"))
        await asyncio.wait_for(asked[0].wait(), LIMIT)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        asked[1].set()

        assert (await at.over()).status is JobStatus.cancelled


def _cancel_held_in_the_store(at: Works) -> tuple[asyncio.Event, asyncio.Event]:
    asked, go_on = asyncio.Event(), asyncio.Event()
    request_cancel = at.store.request_cancel

    async def held(job_id: str) -> None:
        asked.set()
        await go_on.wait()
        await request_cancel(job_id)

    at.store.request_cancel = held  # type: ignore[method-assign]
    return asked, go_on


# -- callbacks --------------------------------------------------------------------


class CountingSender:
    """A sender that counts, and may have a fault."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.sent = 0
        self.once = asyncio.Event()
        self._fault = fault

    def check_url(self, url: str) -> str | None:
        return None

    async def send(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        self.sent += 1
        self.once.set()
        if self._fault is not None:
            raise self._fault


class ReadOnlyStore(MemoryStore):
    """A store on a disk that is full."""

    async def save_delivery(self, delivery: Delivery) -> None:
        raise StoreUnavailable("the disk is full")


async def sent_in_a_while(store: MemoryStore, sender: CountingSender) -> int:
    """Return how often one callback is sent while there is time for many."""
    webhooks = Webhooks(store, sender, SystemTime(), "secret", asyncio.Event())
    running = asyncio.create_task(webhooks.run())
    try:
        await asyncio.wait_for(sender.once.wait(), LIMIT)
        await asyncio.sleep(0.1)
        return sender.sent
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_callback_that_breaks_the_sender_waits_like_any_other() -> None:
    store = MemoryStore()
    delivery = Delivery("d", "job", "http://x/", b"{}", NOW, next_attempt_at=NOW)
    await MemoryStore.save_delivery(store, delivery)

    assert await sent_in_a_while(store, CountingSender(RuntimeError("a fault"))) == 1


async def test_a_callback_is_not_sent_again_because_that_could_not_be_written_down() -> None:
    store = ReadOnlyStore()
    delivery = Delivery("d", "job", "http://x/", b"{}", NOW, next_attempt_at=NOW)
    await MemoryStore.save_delivery(store, delivery)

    assert await sent_in_a_while(store, CountingSender()) == 1


async def test_a_callback_is_written_down_when_the_disk_has_room_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhooks_module, "SAVE_SECONDS", 0.01)
    saved = asyncio.Event()

    class Recovering(MemoryStore):
        refusals = 2

        async def save_delivery(self, delivery: Delivery) -> None:
            if self.refusals:
                self.refusals -= 1
                raise StoreUnavailable("the disk is full")
            await super().save_delivery(delivery)
            saved.set()

    store = Recovering()
    delivery = Delivery("d", "job", "http://x/", b"{}", NOW, next_attempt_at=NOW)
    await MemoryStore.save_delivery(store, delivery)
    webhooks = Webhooks(store, CountingSender(), SystemTime(), "secret", asyncio.Event())
    running = asyncio.create_task(webhooks.run())
    await asyncio.wait_for(saved.wait(), LIMIT)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert [one.delivered_at is not None for one in await store.deliveries_of("job")] == [True]


# -- the journal ------------------------------------------------------------------


async def test_events_whose_commit_got_no_answer_are_seen_by_who_watches() -> None:
    """They are in the database all the same, and what is remembered does not hide them."""
    async with working_desk() as desk:
        stream = await desk.stream()
        await desk.say(stream, "a")
        commit = desk.store.commit

        async def lose_the_answer(commits: Sequence[Commit]) -> Any:
            await commit(commits)
            raise StoreUnavailable("the connection broke while it was committed")

        watch = desk.watcher.watch(stream)
        await asyncio.wait_for(anext(watch), LIMIT)
        desk.store.commit = lose_the_answer  # type: ignore[method-assign]
        seen = asyncio.create_task(anext(watch))
        with pytest.raises(StoreUnavailable):
            await desk.journal.commit(Commit(stream, events=(step("b"),)))

        batch = await asyncio.wait_for(seen, 2.0)
        await watch.aclose()

    assert [event.payload.name for event in cast("Any", batch.items)] == ["b"]
