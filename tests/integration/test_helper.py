"""What serves beside the server: started, started again, ended, and never left behind."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from opsdeck_server.adapters import _helper
from opsdeck_server.adapters._helper import Helper, HelperFailed, HelperSpec
from opsdeck_server.supervisor import tree

BOUND_SECONDS = 20

SERVES = "touch ready; exec sleep 1000"
DEAF = f"trap '' TERM; {SERVES}"  # what is ignored stays so over exec


def spec(folder: Path, script: str) -> HelperSpec:
    """Return a helper that is a shell script, and serves once it has made the file `ready`."""

    async def ready() -> bool:
        return (folder / "ready").exists()

    return HelperSpec(
        name="sample",
        argv=("/bin/sh", "-c", f"cd '{folder}'; echo $$ >>pids; {script}"),
        env={"PATH": os.defpath},
        log_file=folder / "sample.log",
        pid_file=folder / "sample.pid",
        ready=ready,
    )


def pids(folder: Path) -> list[int]:
    """Return the process of each start so far."""
    return [int(line) for line in (folder / "pids").read_text().split()]


def alive(pid: int) -> bool:
    return tree.start_time(pid) is not None


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that other processes do."""
    async with asyncio.timeout(BOUND_SECONDS):
        while not true():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def kept(helper: Helper) -> AsyncGenerator["asyncio.Task[None]"]:
    keeping = asyncio.create_task(helper.keep())
    try:
        yield keeping
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def test_it_is_there_when_the_start_is_over_and_gone_after_the_stop(tmp_path: Path) -> None:
    helper = Helper(spec(tmp_path, SERVES))
    await helper.start()
    [pid] = pids(tmp_path)
    assert alive(pid)

    await helper.stop()
    assert not alive(pid)
    assert not (tmp_path / "sample.pid").exists()


async def test_one_that_ignores_sigterm_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_helper, "STOP_SECONDS", 0.2)
    helper = Helper(spec(tmp_path, DEAF))
    await helper.start()

    await helper.stop()
    assert not alive(pids(tmp_path)[0])


async def test_one_that_dies_is_started_again_each_time(tmp_path: Path) -> None:
    helper = Helper(spec(tmp_path, SERVES))
    await helper.start()
    async with kept(helper):
        for start in (1, 2):
            os.kill(pids(tmp_path)[-1], signal.SIGKILL)
            await until(lambda: len(pids(tmp_path)) > start)  # noqa: B023 - called at once

    assert not any(alive(pid) for pid in pids(tmp_path))


async def test_one_that_hangs_when_started_again_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_helper, "STOP_SECONDS", 0.2)
    helper = Helper(spec(tmp_path, "[ -e stuck ] || touch ready; exec sleep 1000"))
    await helper.start()
    monkeypatch.setattr(_helper, "READY_SECONDS", 0.3)
    async with kept(helper):
        (tmp_path / "ready").unlink()
        (tmp_path / "stuck").touch()
        os.kill(pids(tmp_path)[0], signal.SIGKILL)
        await until(lambda: len(pids(tmp_path)) == 2)
        (tmp_path / "stuck").unlink()
        await until((tmp_path / "ready").exists)

        assert len(pids(tmp_path)) >= 3
        assert not alive(pids(tmp_path)[1])


async def test_one_that_cannot_be_started_again_for_a_while_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = Helper(spec(tmp_path, SERVES))
    await helper.start()
    python = sys.executable
    async with kept(helper) as keeping:
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        os.kill(pids(tmp_path)[0], signal.SIGKILL)
        await until(lambda: not alive(pids(tmp_path)[0]))
        await asyncio.wait([keeping], timeout=0.3)  # in which it fails at least once
        assert not keeping.done()
        monkeypatch.setattr(sys, "executable", python)
        await until(lambda: len(pids(tmp_path)) == 2)


async def test_one_that_ends_at_its_start_fails_with_its_last_words_and_its_log(
    tmp_path: Path,
) -> None:
    made = spec(tmp_path, "echo first; echo the port is taken >&2; exit 3")
    with pytest.raises(HelperFailed) as failed:
        await Helper(made).start()

    text = str(failed.value)
    assert "sample ended with code 3: the port is taken" in text
    assert str(made.log_file) in text
    assert "\n" not in text


async def test_one_that_is_never_ready_fails_and_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_helper, "READY_SECONDS", 0.3)
    made = spec(tmp_path, "exec sleep 1000")
    with pytest.raises(HelperFailed, match="was not ready in") as failed:
        await Helper(made).start()

    assert str(made.log_file) in str(failed.value)
    assert not any(alive(pid) for pid in pids(tmp_path))


async def test_a_program_that_is_not_there_fails_with_its_log(tmp_path: Path) -> None:
    made = replace(spec(tmp_path, SERVES), argv=("/nowhere/program",))
    with pytest.raises(HelperFailed, match="No such file") as failed:
        await Helper(made).start()
    assert str(made.log_file) in str(failed.value)


async def test_a_live_predecessor_is_replaced(tmp_path: Path) -> None:
    made = spec(tmp_path, SERVES)
    first = Helper(made)
    await first.start()
    (tmp_path / "ready").unlink()
    second = Helper(made)
    try:
        await second.start()
        old, new = pids(tmp_path)
        assert not alive(old)
        assert alive(new)
    finally:
        await second.stop()


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", '{"pid": 1}', '{"pid": "x", "start_time": ""}']
)
async def test_a_broken_pid_file_is_no_obstacle(tmp_path: Path, text: str) -> None:
    made = spec(tmp_path, SERVES)
    made.pid_file.write_text(text)
    helper = Helper(made)
    await helper.start()
    await helper.stop()


async def test_a_stranger_with_the_old_pid_is_left_alone(tmp_path: Path) -> None:
    made = spec(tmp_path, SERVES)
    stranger = await asyncio.create_subprocess_exec("sleep", "1000")
    helper = Helper(made)
    try:
        made.pid_file.write_text(json.dumps({"pid": stranger.pid, "start_time": "long ago"}))
        await helper.start()
        assert alive(stranger.pid)
    finally:
        await helper.stop()
        stranger.kill()
        await stranger.wait()


SERVER = """
import asyncio, pathlib, sys
from tests.integration.test_helper import SERVES, Helper, spec

async def main():
    await Helper(spec(pathlib.Path(sys.argv[1]), SERVES)).start()
    print("up", flush=True)
    await asyncio.sleep(1000)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start replaces it")
async def test_it_dies_with_a_killed_server(tmp_path: Path) -> None:
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SERVER, str(tmp_path)),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        async with asyncio.timeout(BOUND_SECONDS):
            assert await server.stdout.readline() == b"up\n"
    finally:
        server.kill()
        await server.wait()
    await until(lambda: not alive(pids(tmp_path)[0]))


async def test_a_log_that_has_grown_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_helper, "LOG_BYTES", 1000)
    made = spec(tmp_path, f"echo new; {SERVES}")
    made.log_file.write_bytes(b"x" * 1001)
    helper = Helper(made)
    await helper.start()
    await helper.stop()
    assert made.log_file.read_text() == "new\n"


async def test_the_log_is_for_its_owner_alone(tmp_path: Path) -> None:
    helper = Helper(spec(tmp_path, SERVES))
    await helper.start()
    await helper.stop()
    assert (tmp_path / "sample.log").stat().st_mode & 0o077 == 0
