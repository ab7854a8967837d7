"""What a check found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opsdeck_server.adapters import _process

_PROGRAM_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `status` is `ok`, `warning` or `failed`; where it is not ok, `advice` helps."""

    name: str
    status: str
    detail: str
    advice: str = ""

    def document(self) -> dict[str, Any]:
        """Return it as JSON."""
        found = {"name": self.name, "status": self.status, "detail": self.detail}
        return found | ({"advice": self.advice} if self.advice else {})


def ok(name: str, detail: str) -> Check:
    """Return a finding that is as it should be."""
    return Check(name, "ok", detail)


def warning(name: str, detail: str, advice: str) -> Check:
    """Return a finding that the server can live with."""
    return Check(name, "warning", detail, advice)


def failed(name: str, detail: str, advice: str) -> Check:
    """Return a finding that stops the server, or its jobs."""
    return Check(name, "failed", detail, advice)


async def output_of(
    argv: Sequence[str], env: Mapping[str, str], *, timeout: float = _PROGRAM_SECONDS
) -> tuple[int, str]:
    """Run a program and return its exit code and what it said; -1 where it cannot be run.

    Cancelled, it ends the program first.
    """
    try:
        done = await _process.run(argv, cwd=Path("/"), env=env, timeout=timeout)
    except (_process.ProgramNotStarted, _process.ProgramTimedOut) as error:
        return -1, str(error)
    said = done.stdout + b"\n" + done.stderr if done.returncode else done.stdout
    return done.returncode, said.decode("utf-8", "replace").strip()
