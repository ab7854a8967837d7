"""What a start needs of the machine: its folder, its port, its secrets, its name."""

import asyncio
import contextlib
import fcntl
import os
import signal
import socket
from collections.abc import Generator, Mapping
from pathlib import Path

from opsdeck_server.domain.ids import new_id
from opsdeck_server.ports.agent import Agent
from opsdeck_server.settings import Settings, SettingsError, kept_secret


class CannotStart(Exception):
    """The server cannot start; the text is one line that says what to do."""


@contextlib.contextmanager
def sole_owner(home: Path) -> Generator[None]:
    """Hold the state folder: two servers on one would fight over every run."""
    fd = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"another opsdeck serves from {home}: stop it, or set another OPSDECK_HOME"
            ) from None
        yield
    finally:
        os.close(fd)


def check_port(settings: Settings) -> None:
    """Find out before anything is started whether the port is to be had."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise CannotStart(f"HOST {settings.host} is no address: {error.strerror}") from None
    with socket.socket(family, kind, proto) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CannotStart(
                f"port {settings.port} on {settings.host} cannot be used ({error.strerror}): "
                "stop what has it, or set another PORT"
            ) from None


def token_of(settings: Settings) -> str | None:
    """Return what callers must bring, made and kept where none is set; None for nothing."""
    if settings.auth == "none":
        return None
    if settings.agent_api_secret is not None:
        return settings.agent_api_secret.get_secret_value()
    token, made = kept_secret(settings.token_file)
    if made:
        print(f"opsdeck: made a token; it is in {settings.token_file}", flush=True)
    return token


def webhook_secret(settings: Settings) -> str:
    """Return the key of the callbacks' signatures, made and kept where none is set."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    return kept_secret(settings.opsdeck_home / "webhook-secret")[0]


def host_id(home: Path) -> str:
    """Return the name under which this state folder owns runs, the same after a restart."""
    path = home / "host-id"
    known = path.read_text().strip() if path.exists() else ""
    if known:
        return known
    # It appears whole or not at all: hosts without a name would take each other's jobs.
    made = new_id("host")
    fresh = path.with_suffix(".new")
    fresh.write_text(made + "\n")
    fresh.replace(path)
    return made


def check_permission_mode(settings: Settings, agents: Mapping[str, Agent]) -> None:
    """Raise SettingsError where no agent works in the mode that is set."""
    known = sorted({mode for agent in agents.values() for mode in agent.permission_modes})
    if settings.agent_permission_mode not in known:
        raise SettingsError(f"AGENT_PERMISSION_MODE: must be one of {', '.join(known)}")


def stop_event() -> asyncio.Event:
    """Return what SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
