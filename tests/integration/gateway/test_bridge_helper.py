"""The bridge as the server starts it, keeps it and ends it."""

import asyncio
import json
import os
import resource
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from opsdeck_server.adapters._files import limits
from opsdeck_server.adapters._helper import Helper
from opsdeck_server.adapters.bridge import bridge_helper
from tests.integration.gateway.bridge_rig import listens, until


@pytest_asyncio.fixture
async def helper(root: Path) -> AsyncGenerator[Helper]:
    made = Helper(bridge_helper(root, root, root / "s.sock"))
    await made.start()
    yield made
    await made.stop()


def pid(root: Path) -> int:
    return json.loads((root / "bridge.pid").read_text())["pid"]


async def test_it_is_ready_when_it_listens(root: Path, helper: Helper) -> None:
    assert listens(root / "bridge.sock")


async def test_it_ends_with_the_server_and_says_nothing(root: Path, helper: Helper) -> None:
    await helper.stop()
    assert not listens(root / "bridge.sock")
    assert (root / "bridge.log").read_text() == ""


async def test_one_that_was_killed_is_started_again(root: Path, helper: Helper) -> None:
    """Though its socket is left where it was."""
    first = pid(root)
    keeping = asyncio.create_task(helper.keep())
    os.kill(first, signal.SIGKILL)
    await until(lambda: pid(root) != first and listens(root / "bridge.sock"))
    keeping.cancel()
    await asyncio.wait([keeping])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows limits in /proc")
async def test_it_may_open_as_many_files_as_envoy(root: Path, helper: Helper) -> None:
    files, _ = limits(resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    lines = Path(f"/proc/{pid(root)}/limits").read_text().splitlines()
    [line] = [line for line in lines if line.startswith("Max open files")]
    assert line.split()[3] == str(files)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the environment in /proc")
async def test_it_knows_no_secret_of_the_servers(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENT_API_SECRET", "nobody-else-knows-it")
    made = Helper(bridge_helper(root, root, root / "s.sock"))
    await made.start()
    environment = Path(f"/proc/{pid(root)}/environ").read_bytes()
    await made.stop()
    assert b"nobody-else-knows-it" not in environment
