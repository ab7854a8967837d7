"""A server as a service: what the pages say of its folder, and how the command looks at it."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

from tests.acceptance.markdown import ROOT
from tests.acceptance.stack import Stack

MADE_BY_DEMAND = {"token", "webhook-secret", "opsdeck.db-wal", "opsdeck.db-shm"}


def told() -> set[str]:
    """Return the names in the page's table of what is in OPSDECK_HOME."""
    page = (ROOT / "docs/how-to/upgrade-and-backup.md").read_text()
    rows = re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)
    names = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    return {name.rstrip("/") if name[0] != "-" else f"opsdeck.db{name}" for name in names}


async def test_the_table_of_what_to_back_up_has_all_that_there_is(stack: Stack) -> None:
    there = {path.name for path in Path(stack.env["OPSDECK_HOME"]).iterdir()}
    assert there - told() == set()
    assert told() - there <= MADE_BY_DEMAND | {"repos", "worktrees"}


async def test_doctor_looks_at_the_service_with_its_settings(stack: Stack) -> None:
    page = (ROOT / "docs/how-to/run-as-a-service.md").read_text()
    (command,) = re.findall(r"^\((set -a; .*opsdeck\.env; .* doctor)\)$", page, re.MULTILINE)
    persons = {name: stack.env[name] for name in ("PATH", "HOME", "LANG", "GIT_CONFIG_GLOBAL")}
    service = {**stack.env, "PORT": str(stack.port)}
    file = Path(stack.env["HOME"]) / ".config" / "opsdeck.env"
    file.parent.mkdir()
    file.write_text("".join(f"{name}={service[name]}\n" for name in service.keys() - persons))
    opsdeck = f"{sys.executable} -m opsdeck_server.cli"

    done = await asyncio.to_thread(
        subprocess.run,
        ["/bin/sh", "-c", command.replace("~/opsdeck/.venv/bin/opsdeck", opsdeck) + " --json"],
        env=persons,
        cwd=stack.root,
        capture_output=True,
        text=True,
        timeout=40,
    )

    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["server"]["status"] == "ok", checks
