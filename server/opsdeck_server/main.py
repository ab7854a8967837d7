"""The one place that wires: settings → adapters → services → rpc."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import grpc
import structlog
import uvloop
from grpc_health.v1 import health as grpc_health
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from opsdeck.v1 import (
    client_service_pb2,
    client_service_pb2_grpc,
    job_service_pb2,
    job_service_pb2_grpc,
    quick_session_service_pb2,
    quick_session_service_pb2_grpc,
    system_service_pb2,
    system_service_pb2_grpc,
)
from opsdeck_server import logs
from opsdeck_server.adapters._helper import Helper, HelperFailed
from opsdeck_server.adapters.agent_env import build_agent_env
from opsdeck_server.adapters.bridge import bridge_helper
from opsdeck_server.adapters.claude import ClaudeAgent
from opsdeck_server.adapters.envoy import envoy_helper
from opsdeck_server.adapters.gh import GitHubCli
from opsdeck_server.adapters.git import GitCli
from opsdeck_server.adapters.local_bus import LocalBus
from opsdeck_server.adapters.simulator import SimulatorAgent
from opsdeck_server.adapters.sql import StoreUnavailable, open_store
from opsdeck_server.adapters.supervisor import LocalSupervisor
from opsdeck_server.adapters.system_clock import SystemClock
from opsdeck_server.adapters.webhook import HttpWebhookSender
from opsdeck_server.ports.agent import Agent
from opsdeck_server.rpc import reflection as reflected
from opsdeck_server.rpc.client_service import ClientServicer
from opsdeck_server.rpc.codec import EventCodec
from opsdeck_server.rpc.interceptor import Interceptor
from opsdeck_server.rpc.job_service import JobServicer
from opsdeck_server.rpc.quick_session_service import QuickSessionServicer
from opsdeck_server.rpc.system_service import SystemServicer
from opsdeck_server.services.cleanup import Cleanup
from opsdeck_server.services.clients import Clients
from opsdeck_server.services.engine import Engine
from opsdeck_server.services.health import HealthService
from opsdeck_server.services.idempotency import Once
from opsdeck_server.services.job_flow import FlowDeps
from opsdeck_server.services.jobs import Jobs
from opsdeck_server.services.journal import Journal
from opsdeck_server.services.lifecycle import Lifecycle, Phase
from opsdeck_server.services.queue import Queue
from opsdeck_server.services.quick_sessions import QuickSessions
from opsdeck_server.services.repos import Repos
from opsdeck_server.services.session_agent import Parts
from opsdeck_server.services.session_cleanup import SessionCleanup
from opsdeck_server.services.session_start import SessionStart
from opsdeck_server.services.session_worktrees import SessionWorktrees
from opsdeck_server.services.warm import WarmPool
from opsdeck_server.services.watch import Watcher
from opsdeck_server.services.webhooks import Webhooks
from opsdeck_server.settings import Settings, SettingsError, make_private_dir
from opsdeck_server.shutdown import drain, tell_what_is_left
from opsdeck_server.startup import (
    CannotStart,
    check_permission_mode,
    check_port,
    host_id,
    sole_owner,
    stop_event,
    token_of,
    webhook_secret,
)

log = structlog.get_logger("opsdeck")

STREAMS_END_SECONDS = 1.0
"""How long open calls get at the very end; watchers come back with their cursors."""

LOOK_SECONDS = 1.0
"""Between two looks at whether the gRPC server still runs."""

SWITCH_SECONDS = 0.000_5

MESSAGE_BYTES = 5 * 1024 * 1024
"""A request may have 4 MiB, and a little for what the gateway adds."""

METADATA_BYTES = 64 * 1024
"""Headers may have 32 KiB, and what the gateway adds and gRPC counts for each of them."""


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code of the process.

    0 after a stop that was asked for, 2 where a setting or the machine does not allow a
    start: then one line on standard error says what to do.
    """
    logs.configure(settings.log_level)
    # A thread of the database waits for the loop's to give way, for 5 ms by default: that
    # would be the latency of every event.
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_serve(settings))
    except (SettingsError, CannotStart, StoreUnavailable, HelperFailed) as error:
        print(f"opsdeck: {error}", file=sys.stderr)
        return 2
    except asyncio.CancelledError:
        print("opsdeck: a fault of the server; its log has the details", file=sys.stderr)
        return 1


@dataclass(slots=True)
class Timer:
    """What the start is spent on."""

    started: float
    last: float
    laps: dict[str, float]

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self.last) * 1000, 1)
        self.last = now


async def _serve(settings: Settings) -> int:
    now = time.perf_counter()
    timer = Timer(now, now, {})
    async with AsyncExitStack() as stack:
        for folder in (settings.opsdeck_home, settings.runs_dir, settings.sockets_dir):
            make_private_dir(folder)
        stack.enter_context(sole_owner(settings.opsdeck_home))
        upstream = settings.sockets_dir / "server.sock"
        token = token_of(settings)
        envoy = Helper(
            envoy_helper(
                settings.opsdeck_home,
                settings.sockets_dir,
                settings.host,
                settings.port,
                upstream,
                token=token,
            )
        )
        bridge = Helper(bridge_helper(settings.opsdeck_home, settings.sockets_dir, upstream))
        await envoy.end_predecessor()
        check_port(settings)
        stop = stop_event()
        timer.lap("folders")
        store = await open_store(settings.database)
        stack.push_async_callback(store.close)
        timer.lap("database")

        clock, bus, lifecycle = SystemClock(), LocalBus(), Lifecycle()
        journal = Journal(store, bus)
        supervisor = LocalSupervisor(settings.runs_dir, settings.sockets_dir)
        engine = Engine(
            store,
            journal,
            bus,
            supervisor,
            clock,
            settings.agent_silence_seconds,
            settings.permission_seconds,
        )
        git = GitCli(dict(os.environ))
        forge = GitHubCli(settings.gh_path, dict(os.environ))
        repos = Repos(settings.repos, settings.worktrees, settings.git_remote_template)
        claude = ClaudeAgent(settings.claude_code_path, build_agent_env(os.environ))
        agents: dict[str, Agent] = {claude.name: claude}
        if settings.enable_simulator:
            simulator = SimulatorAgent()
            agents[simulator.name] = simulator
        check_permission_mode(settings, agents)
        environ = dict(os.environ)

        def agent_env(names: tuple[str, ...]) -> Mapping[str, str]:
            return build_agent_env(environ, allow=names)

        deps = FlowDeps(store, journal, engine, git, forge, repos, clock, agents, agent_env)
        owner = host_id(settings.opsdeck_home)
        queue = Queue(deps, lifecycle, owner, settings.max_concurrent_jobs)
        once = Once(store, clock)
        sender = HttpWebhookSender(allow_private=settings.webhook_allow_private)
        clients = Clients(store, git, repos, clock, once, lifecycle)
        jobs = Jobs(
            store,
            journal,
            git,
            repos,
            clock,
            once,
            lifecycle,
            clients,
            queue,
            sender,
            agents,
            settings.agent_permission_mode,
        )
        health = HealthService(store, claude, forge, lifecycle, settings.max_concurrent_jobs)
        webhooks = Webhooks(store, sender, clock, webhook_secret(settings), queue.delivered)
        cleanup = Cleanup(store, git, repos, supervisor, once, clock)
        warm = WarmPool(settings.max_warm_sessions, settings.session_idle_seconds)
        session_worktrees = SessionWorktrees(store, git, repos, clock)
        session_start = SessionStart(
            store,
            session_worktrees,
            clients,
            once,
            clock,
            agents,
            settings.agent_permission_mode,
        )
        sessions = QuickSessions(
            store,
            once,
            lifecycle,
            session_start,
            session_worktrees,
            Parts(engine, agents, agent_env, warm, owner),
        )
        session_cleanup = SessionCleanup(store, sessions, clock)

        server, serving = _grpc_server(token)
        client_service_pb2_grpc.add_ClientServiceServicer_to_server(ClientServicer(clients), server)
        watcher, codec = Watcher(store, journal, bus), EventCodec()
        job_service_pb2_grpc.add_JobServiceServicer_to_server(
            JobServicer(jobs, watcher, codec), server
        )
        quick_session_service_pb2_grpc.add_QuickSessionServiceServicer_to_server(
            QuickSessionServicer(sessions, watcher, codec), server
        )
        system_service_pb2_grpc.add_SystemServiceServicer_to_server(
            SystemServicer(health, version("opsdeck"), tuple(sorted(agents))), server
        )
        upstream.unlink(missing_ok=True)
        server.add_insecure_port(f"unix:{upstream}")
        await server.start()
        timer.lap("services")

        stack.push_async_callback(_stop_helpers, envoy, bridge)
        await asyncio.gather(envoy.start(), bridge.start())
        timer.lap("gateway")

        # The end goes the other way round: the streams get their last events through Envoy
        # before it goes, and the journal is there until nobody writes any more.
        await stack.enter_async_context(_background(envoy.keep(), bridge.keep()))
        await stack.enter_async_context(
            _background(
                journal.run(),
                queue.run(),
                webhooks.run(),
                cleanup.run(),
                warm.run(),
                session_cleanup.run(),
            )
        )
        stack.push_async_callback(sessions.close)
        stack.push_async_callback(server.stop, STREAMS_END_SECONDS)
        await stack.enter_async_context(_background(_served(server)))
        recovered = await queue.recover()
        sessions_recovered = await sessions.recover()
        timer.lap("recovery")
        lifecycle.phase = Phase.ready
        queue.wake()
        await serving.set("", health_pb2.HealthCheckResponse.SERVING)
        _announce(settings, timer, recovered, sessions_recovered)

        try:
            await stop.wait()
            lifecycle.phase = Phase.draining
            await serving.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
            await drain(queue, sessions, stop, settings.shutdown_grace_seconds)
        finally:  # after a fault of ours too
            await tell_what_is_left(queue, sessions)
    log.info("opsdeck.stopped")
    return 0


async def _stop_helpers(*helpers: Helper) -> None:
    """End what may have been started, also where another one did not come to serve."""
    await asyncio.gather(*(helper.stop() for helper in helpers))


def _announce(settings: Settings, timer: Timer, jobs: int, sessions: int) -> None:
    total = round((time.perf_counter() - timer.started) * 1000, 1)
    log.info("opsdeck.settings", **settings.redacted())
    log.info(
        "opsdeck.ready",
        total_ms=total,
        recovered_jobs=jobs,
        recovered_sessions=sessions,
        **timer.laps,
    )
    where = "" if settings.agent_api_secret else f" (token: {settings.token_file})"
    if settings.auth == "none":
        where = " (AUTH=none: everybody on this host may use it)"
    print(f"opsdeck is ready on {settings.base_url}{where}", flush=True)


@contextlib.asynccontextmanager
async def _background(*coroutines: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Own the server's tasks: one that fails ends the server, and the end cancels them all."""
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    main = asyncio.current_task()

    def failed(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None and main is not None:
            log.critical("opsdeck.task_failed", exc_info=task.exception())
            main.cancel()

    for task in tasks:
        task.add_done_callback(failed)
    try:
        yield
    finally:
        # The journal goes last: the others commit while they end.
        for task in reversed(tasks):
            task.remove_done_callback(failed)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _served(server: grpc.aio.Server) -> None:
    """Raise when the gRPC server ends by itself: better no process than one that is deaf.

    It tells nobody: where its main loop dies, `wait_for_termination` waits on.
    """
    core: Any = vars(server)["_server"]
    while core.is_running():  # noqa: ASYNC110  # there is no signal of it
        await asyncio.sleep(LOOK_SECONDS)
    raise RuntimeError("the gRPC server ended by itself")


def _grpc_server(token: str | None) -> tuple[grpc.aio.Server, grpc_health.aio.HealthServicer]:
    server = grpc.aio.server(
        interceptors=[Interceptor(token)],
        options=[
            ("grpc.max_receive_message_length", MESSAGE_BYTES),
            ("grpc.max_send_message_length", -1),
            # Between the two, gRPC refuses at random.
            ("grpc.max_metadata_size", METADATA_BYTES),
            ("grpc.absolute_max_metadata_size", METADATA_BYTES),
            ("grpc.so_reuseport", 0),
        ],
    )
    serving = grpc_health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(serving, server)
    reflection.enable_server_reflection(
        [
            *(
                service.full_name
                for file in (
                    client_service_pb2,
                    job_service_pb2,
                    quick_session_service_pb2,
                    system_service_pb2,
                )
                for service in file.DESCRIPTOR.services_by_name.values()
            ),
            grpc_health.SERVICE_NAME,
            reflection.SERVICE_NAME,
        ],
        server,
        pool=reflected.pool(),
    )
    return server, serving
