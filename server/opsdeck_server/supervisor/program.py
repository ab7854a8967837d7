"""The program from its first line to its last."""

from __future__ import annotations

import json
import os
import signal
import sys

from opsdeck_server.supervisor.agent import become_subreaper
from opsdeck_server.supervisor.loop import Supervisor
from opsdeck_server.supervisor.spec import BadRequest, LaunchError, ProgramMissing, Spec

LOG = "supervisor.log"
_MAX_SPEC_BYTES = 16 * 1024 * 1024
_FIRST_OWN_DESCRIPTOR = 3
_DESCRIPTORS = 65536


def main() -> None:
    """Start the agent, tell how that went, and own it to its end."""
    # What the server's libraries may have left open must not live on in us or the agent.
    os.closerange(_FIRST_OWN_DESCRIPTOR, min(os.sysconf("SC_OPEN_MAX"), _DESCRIPTORS))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.getsid(0) != os.getpid():
        os.setsid()
    os.chdir("/")
    umask = os.umask(0o077)
    become_subreaper()
    try:
        supervisor = Supervisor(Spec(_read_spec()), umask)
    except (LaunchError, BadRequest) as error:
        missing = isinstance(error, ProgramMissing)
        _tell({"ready": False, "error": str(error), "program_missing": missing})
        sys.exit(1)
    _tell({"ready": True, **supervisor.identity})
    _let_go_of_stdio(f"{supervisor.spec.run_dir}/{LOG}")
    try:
        supervisor.run()
    except Exception as error:  # noqa: BLE001 - whatever it is, no process is left behind
        sys.excepthook(type(error), error, error.__traceback__)
        supervisor.abandon(f"the supervisor failed: {type(error).__name__}")
    # Nothing is left to be put in order, and the shutdown of the interpreter takes time.
    os._exit(0)


def _read_spec() -> bytes:
    pieces: list[bytes] = []
    left = _MAX_SPEC_BYTES
    while left > 0 and (piece := os.read(0, 1024 * 1024)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _tell(answer: dict[str, object]) -> None:
    line = json.dumps(answer).encode() + b"\n"
    try:
        while line:
            line = line[os.write(1, line) :]
    except OSError:  # the server is gone; its successor finds supervisor.json
        pass


def _let_go_of_stdio(log: str) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        target = os.dup(nowhere)
    for descriptor, stdio in ((nowhere, 0), (nowhere, 1), (target, 2)):
        os.dup2(descriptor, stdio)
    os.close(nowhere)
    os.close(target)
