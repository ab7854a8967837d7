"""Programs that the server runs to their end, and those that it lets go."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from opsdeck_server.adapters import _process
from opsdeck_server.adapters._process import (
    Completed,
    ProgramNotStarted,
    ProgramTimedOut,
    run,
    spawn_detached,
)
from opsdeck_server.supervisor import tree
from tests.fakes.supervised import until_gone

ENV = {"PATH": "/usr/bin:/bin"}
FAMILY = "sleep 1000 & echo $$ $!; wait"


async def sh(script: str, **changes: object) -> Completed:
    arguments: dict[str, object] = {"cwd": None, "env": ENV, "timeout": 20, **changes}
    return await run(("sh", "-c", script), **arguments)  # type: ignore[arg-type]


def own_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if tree.start_time(pid) is not None]


async def test_it_tells_output_errors_and_code() -> None:
    assert await sh("echo out; echo err >&2; exit 3") == Completed(3, b"out\n", b"err\n")


async def test_the_folder_and_environment_are_what_was_asked_for(tmp_path: Path) -> None:
    done = await sh('pwd; echo "$A"', cwd=tmp_path, env={**ENV, "A": "b c"})
    assert done.stdout == f"{tmp_path}\nb c\n".encode()


async def test_a_signal_is_a_negative_code() -> None:
    assert (await sh("kill -9 $$")).returncode == -9


async def test_input_is_given_whole() -> None:
    assert (await sh("cat", stdin=b"x" * 1_000_000)).stdout == b"x" * 1_000_000


async def test_without_input_a_reader_meets_its_end() -> None:
    assert (await sh("cat")).stdout == b""


async def test_input_that_is_not_read_holds_up_nobody() -> None:
    assert (await sh("true", stdin=b"x" * 10_000_000)).returncode == 0


async def test_the_beginning_of_long_output_and_the_end_of_long_errors_are_kept() -> None:
    done = await sh(
        "echo first; head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; echo last >&2",
        max_output=1000,
    )
    assert done.truncated
    assert len(done.stdout) == 1000
    assert done.stdout.startswith(b"first\n")
    assert len(done.stderr) == 64 * 1024
    assert done.stderr.endswith(b"last\n")


async def test_a_background_child_that_holds_the_output_is_not_waited_for(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    async with asyncio.timeout(20):
        done = await sh(f"(read line < {gate}) & echo done", timeout=1000)
    assert done.stdout == b"done\n"
    await asyncio.to_thread(gate.write_text, "go\n")


async def test_too_long_ends_the_whole_group(tmp_path: Path) -> None:
    with pytest.raises(ProgramTimedOut, match=r"sh took longer than 1 s"):
        await sh(f"({FAMILY}) > {tmp_path}/pids", timeout=1)
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 2
    assert alive(pids) == []


async def test_sigterm_comes_first_so_that_git_can_remove_its_locks(tmp_path: Path) -> None:
    with pytest.raises(ProgramTimedOut):
        await sh(
            f"trap 'echo tidied > {tmp_path}/said; exit' TERM; while :; do sleep 0.05; done",
            timeout=1,
        )
    assert (tmp_path / "said").read_text() == "tidied\n"


async def test_one_that_ignores_sigterm_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_process, "_TERM_SECONDS", 0.1)
    with pytest.raises(ProgramTimedOut):
        await sh(f"trap '' TERM; ({FAMILY}) > {tmp_path}/pids", timeout=1)
    assert alive([int(pid) for pid in (tmp_path / "pids").read_text().split()]) == []


async def test_cancelling_ends_the_whole_group_before_it_is_passed_on(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    running = asyncio.create_task(sh(f"sleep 1000 & echo $$ $! > {pipe}; wait"))
    line = (await asyncio.to_thread(pipe.read_text)).split()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert alive([int(pid) for pid in line]) == []


async def test_a_missing_program_is_named() -> None:
    with pytest.raises(ProgramNotStarted, match="program not found: no-such-program"):
        await run(("no-such-program",), cwd=None, env=ENV, timeout=1)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProgramNotStarted, match=r"folder not found: .*gone"):
        await run(("true",), cwd=tmp_path / "gone", env=ENV, timeout=1)


def own_children() -> set[int]:
    """Return our children, zombies too; those of other tests' fixtures are among them."""
    return {pid for pid, entry in tree.processes().items() if entry[0] == os.getpid()}


async def test_many_at_once_leave_no_descriptor_and_no_zombie() -> None:
    before, children = own_descriptors(), own_children()
    results = await asyncio.gather(*(sh(f"exit {code}") for code in range(40)))
    assert [done.returncode for done in results] == list(range(40))
    assert own_descriptors() == before
    assert own_children() <= children


# -- programs that outlive us


async def detached(script: str, ready_timeout: float = 20, stdin: bytes = b"") -> bytes:
    argv = ["/bin/sh", "-c", script]
    return await spawn_detached(argv, env=ENV, stdin=stdin, ready_timeout=ready_timeout)


async def test_the_first_line_is_returned_while_it_runs_on() -> None:
    line = await detached('read word; echo "$word" $$; exec sleep 1000', stdin=b"hello\n")
    word, pid = line.split()
    assert word == b"hello"
    assert alive([int(pid)])
    os.kill(int(pid), signal.SIGKILL)
    await until_gone(int(pid))


async def test_one_that_ends_without_a_line_is_quoted() -> None:
    assert await detached("printf broken >&2; exit 1") == b"broken"


async def test_one_that_is_never_ready_is_killed(tmp_path: Path) -> None:
    with pytest.raises(ProgramTimedOut):
        await detached(f"echo $$ > {tmp_path}/pid; exec sleep 1000", ready_timeout=1)
    await until_gone(int((tmp_path / "pid").read_text()))


async def test_one_that_cannot_start_is_named() -> None:
    with pytest.raises(ProgramNotStarted, match="/no/such/python"):
        await spawn_detached(["/no/such/python"], env=ENV, stdin=b"", ready_timeout=1)


def test_what_outlived_its_event_loop_is_reaped_by_the_next() -> None:
    first = int(asyncio.run(detached("echo $$; exec sleep 1000")))
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert asyncio.run(detached("echo next")) == b"next\n"
    assert tree.look_up(first) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the other way is the only one elsewhere")
async def test_without_pidfds_a_thread_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pidfd_open")
    assert (await sh("exit 4")).returncode == 4
