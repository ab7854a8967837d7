"""The server dies, the supervisor dies: what a later server finds, and what it ends."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from opsdeck_server.adapters.supervisor import LocalProcess, LocalSupervisor
from opsdeck_server.ports.supervisor import (
    ExitRecord,
    OutputStream,
    StaleGeneration,
    Supervisor,
    SupervisorLost,
    SupervisorRef,
)
from opsdeck_server.supervisor import tree
from tests.fakes.supervised import (
    SLEEPER,
    STUBBORN_FAMILY,
    SupervisorHost,
    ended,
    hosting,
    output_of,
    processes_of,
    read_until,
    until_gone,
)

OUTPUT = OutputStream.stdout


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[SupervisorHost]:
    async for started in hosting(tmp_path):
        yield started


async def kill_supervisor(process: LocalProcess) -> None:
    """Kill it and return when it is gone."""
    os.kill(process.ref.pid, signal.SIGKILL)
    await until_gone(process.ref.pid)


async def collect(pieces: AsyncIterator[bytes], seen: list[bytes]) -> None:
    """Keep what comes, up to an error."""
    async for piece in pieces:
        seen.append(piece)


async def follow_and_kill(process: LocalProcess, seen: list[bytes]) -> None:
    """Kill the supervisor once there is output, and go on following."""
    async for piece in process.follow(OUTPUT, 0):
        seen.append(piece)
        if tree.start_time(process.ref.pid) is not None:
            os.kill(process.ref.pid, signal.SIGKILL)


def test_the_adapter_fills_in_the_port(tmp_path: Path) -> None:
    supervisor: Supervisor = LocalSupervisor(tmp_path, tmp_path)
    assert supervisor


async def test_the_next_server_reads_on_from_the_byte(host: SupervisorHost) -> None:
    process = await host.python(
        "import sys\n"
        "print('one', flush=True)\n"
        "for line in sys.stdin: print(line, end='', flush=True)"
    )
    seen = await read_until(process, b"one\n")
    await process.detach()
    adopted = await host.adopt(process)
    await adopted.write(b"two\n")
    await adopted.close_stdin()
    assert await output_of(adopted, offset=len(seen)) == b"two\n"
    assert (await ended(adopted)).exit_code == 0


async def test_a_reference_survives_the_store(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    assert SupervisorRef.from_dict(process.ref.to_dict()) == process.ref
    assert await host.supervisor.find(process.ref.run_id) == process.ref


async def test_nothing_is_found_where_nothing_was_launched(host: SupervisorHost) -> None:
    assert await host.supervisor.find("unknown") is None


async def test_the_owner_before_is_fenced_off(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    await host.adopt(process, generation=2)
    with pytest.raises(StaleGeneration):
        await process.write(b"x")
    with pytest.raises(StaleGeneration):
        await process.close_stdin()
    with pytest.raises(StaleGeneration):
        await process.stop("cancelled")


async def test_a_run_with_a_later_owner_is_not_adopted(host: SupervisorHost) -> None:
    process = await host.launch("cat", generation=5)
    with pytest.raises(StaleGeneration):
        await host.supervisor.adopt(process.ref, 4)


async def test_a_run_that_ended_meanwhile_is_adopted_as_its_record(host: SupervisorHost) -> None:
    process = await host.launch("sh", "-c", "printf rest; exit 3")
    record = await ended(process)
    async with asyncio.timeout(20):
        while isinstance(adopted := await host.supervisor.adopt(process.ref, 2), LocalProcess):
            await adopted.detach()  # it was still saying good-bye
    assert adopted == record
    assert [piece async for piece in host.supervisor.read_spool(process.ref, OUTPUT, 1)] == [b"est"]


async def test_following_after_the_end_reads_the_spool(host: SupervisorHost) -> None:
    process = await host.launch("printf", "0123456789")
    await ended(process)
    await until_gone(process.ref.pid)
    assert await output_of(process, offset=4) == b"456789"
    assert await output_of(process, offset=10) == b""


async def test_a_dead_supervisor_is_lost_after_its_spool_was_read(host: SupervisorHost) -> None:
    process = await host.python("import os, signal; os.write(1, b'work done'); signal.pause()")
    waiting = asyncio.create_task(process.wait())
    seen: list[bytes] = []
    with pytest.raises(SupervisorLost):
        await follow_and_kill(process, seen)
    assert b"".join(seen) == b"work done"
    for lost in (waiting, process.status(), process.stop("x"), process.write(b"x")):
        with pytest.raises(SupervisorLost):
            await lost
    with pytest.raises(SupervisorLost):
        await host.supervisor.adopt(process.ref, 2)


async def test_a_follower_that_lags_gets_the_spool_of_a_dead_supervisor(
    host: SupervisorHost,
) -> None:
    process = await host.python(
        "import os, signal\nfor _ in range(160): os.write(1, b'x' * 65536)\nsignal.pause()"
    )
    slow = process.follow(OUTPUT, 0)
    seen = [await anext(slow)]
    async with asyncio.timeout(20):
        while (await process.status()).stdout_bytes < 160 * 65536:
            pass
    await kill_supervisor(process)
    with pytest.raises(SupervisorLost):
        await collect(slow, seen)
    assert sum(map(len, seen)) == 160 * 65536


async def test_the_agent_dies_with_its_supervisor(host: SupervisorHost) -> None:
    process = await host.python(SLEEPER)
    await read_until(process, b"ready")
    await kill_supervisor(process)
    async with asyncio.timeout(10):
        while processes_of(process.ref.run_id):
            await asyncio.to_thread(tree.boot_id)


async def test_reaping_ends_what_outlived_a_dead_supervisor(host: SupervisorHost) -> None:
    process = await host.python(STUBBORN_FAMILY)
    await read_until(process, b"grandchild")
    await kill_supervisor(process)
    # The agent went with it; the two in the other session did not.
    assert await host.supervisor.reap(process.ref.run_id, process.ref) in (2, 3)
    assert processes_of(process.ref.run_id) == []
    assert await host.supervisor.reap(process.ref.run_id, process.ref) == 0


async def test_reaping_ends_descendants_that_dropped_the_mark(host: SupervisorHost) -> None:
    process = await host.launch(
        "sh", "-c", "setsid sh -c 'env -i sleep 1000 & echo $!; wait' & wait"
    )
    unmarked = int((await read_until(process, b"\n")).split()[0])
    await kill_supervisor(process)
    await host.supervisor.reap(process.ref.run_id, process.ref)
    assert tree.start_time(unmarked) is None


async def test_reaping_leaves_other_runs_alone(host: SupervisorHost) -> None:
    lost, other = await host.python(SLEEPER), await host.python(SLEEPER)
    await read_until(other, b"ready")
    await kill_supervisor(lost)
    await host.supervisor.reap(lost.ref.run_id, lost.ref)
    assert len(processes_of(other.ref.run_id)) == 1
    assert (await other.status()).state == "running"


async def test_a_deaf_supervisor_is_lost_and_reaped(
    host: SupervisorHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opsdeck_server.adapters._supervisor_socket.CONNECT_SECONDS", 0.2)
    process = await host.python(STUBBORN_FAMILY)
    await read_until(process, b"grandchild")
    await process.detach()
    os.kill(process.ref.pid, signal.SIGSTOP)
    with pytest.raises(SupervisorLost, match="no answer in time"):
        await host.supervisor.adopt(process.ref, 2)
    with pytest.raises(SupervisorLost, match="no answer in time"):
        await process.wait()
    await host.supervisor.reap(process.ref.run_id, process.ref)
    assert processes_of(process.ref.run_id) == []
    assert tree.start_time(process.ref.pid) is None


async def test_a_wait_notices_that_the_supervisor_went_deaf(
    host: SupervisorHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opsdeck_server.adapters._supervisor_socket.CONNECT_SECONDS", 0.5)
    monkeypatch.setattr("opsdeck_server.adapters._supervised_process.HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr("opsdeck_server.adapters._supervised_process.ANSWER_SECONDS", 0.2)
    process = await host.python(SLEEPER)
    waiting = asyncio.create_task(process.wait())
    await process.status()
    os.kill(process.ref.pid, signal.SIGSTOP)
    async with asyncio.timeout(20):
        with pytest.raises(SupervisorLost):
            await waiting


@pytest.mark.parametrize("field", ["pid", "start_time", "boot_id"])
async def test_a_process_that_is_not_the_one_is_never_taken_for_it(
    host: SupervisorHost, field: str
) -> None:
    process = await host.python(SLEEPER)
    await process.status()
    wrong = {"pid": os.getppid(), "start_time": "1", "boot_id": "another"}[field]
    ref = replace(process.ref, **{field: wrong})
    with pytest.raises(SupervisorLost):
        await host.supervisor.adopt(ref, 2)
    # Its mark is reaped, but the process that only looks like the supervisor lives.
    await host.supervisor.reap("nobody", ref)
    assert (await process.status()).state == "running"


async def test_strays_are_found_by_their_mark(host: SupervisorHost, tmp_path: Path) -> None:
    known, stray = await host.python(SLEEPER), await host.python(SLEEPER)
    await asyncio.gather(read_until(known, b"ready"), read_until(stray, b"ready"))
    assert await host.supervisor.find_strays({known.ref.run_id}) == {stray.ref.run_id}
    elsewhere = LocalSupervisor(tmp_path / "other", tmp_path / "s")
    assert await elsewhere.find_strays(set()) == frozenset()


async def test_discarding_leaves_nothing_of_a_run_whose_supervisor_died(
    host: SupervisorHost,
) -> None:
    kept, gone = await host.python(SLEEPER), await host.python(SLEEPER)
    await asyncio.gather(read_until(kept, b"ready"), read_until(gone, b"ready"))
    await kill_supervisor(gone)
    assert await host.supervisor.folders() == {kept.ref.run_id, gone.ref.run_id}

    await host.supervisor.discard(gone.ref.run_id)

    assert await host.supervisor.folders() == {kept.ref.run_id}
    assert not gone.ref.socket_path.exists()
    assert (await kept.status()).state == "running"


async def test_removing_leaves_nothing_of_a_run(host: SupervisorHost) -> None:
    process = await host.launch("true")
    await ended(process)
    await host.supervisor.remove(process.ref)
    assert not process.ref.run_dir.exists()
    assert not process.ref.socket_path.exists()
    await host.supervisor.remove(process.ref)


async def test_only_run_folders_are_removed(host: SupervisorHost, tmp_path: Path) -> None:
    process = await host.launch("cat")
    with pytest.raises(ValueError, match="not a run folder"):
        await host.supervisor.remove(replace(process.ref, run_dir=tmp_path))
    assert process.ref.run_dir.is_dir()


@pytest.mark.parametrize("run_id", ["", "../x", "a/b", ".hidden", "a..b", "-x", "x" * 200])
async def test_run_ids_that_could_leave_the_folder_are_refused(
    host: SupervisorHost, run_id: str
) -> None:
    with pytest.raises(ValueError, match="not a run id"):
        await host.launch("true", run_id=run_id)


async def test_a_run_whose_folder_vanished_still_tells_its_end(host: SupervisorHost) -> None:
    process = await host.python("print('here', flush=True); import sys; sys.stdin.read()")
    waiting = asyncio.create_task(process.wait())
    await read_until(process, b"here")
    shutil.rmtree(process.ref.run_dir)
    await process.close_stdin()
    assert (await waiting).exit_code == 0


async def test_a_long_path_still_gets_a_socket(tmp_path: Path) -> None:
    deep = SupervisorHost(tmp_path / ("long" * 20) / ("longer" * 10))
    deep.folder.mkdir(parents=True)
    process = await deep.launch("echo", "hello")
    assert await output_of(process) == b"hello\n"
    assert isinstance(await ended(process), ExitRecord)
    await until_gone(process.ref.pid)
    await deep.close()
    process.ref.socket_path.parent.rmdir()


SERVER = """
import asyncio, signal, sys
from pathlib import Path
from opsdeck_server.adapters.supervisor import LocalSupervisor
from opsdeck_server.ports.supervisor import LaunchSpec, OutputStream

async def main(folder):
    supervisor = LocalSupervisor(folder / "runs", folder / "s")
    agent = "import sys\\nfor line in sys.stdin: print('got', line, end='', flush=True)"
    process = await supervisor.launch(LaunchSpec(
        "orphan", 1, (sys.executable, "-I", "-S", "-c", agent), {}, folder))
    await process.write(b"first\\n")
    async for piece in process.follow(OutputStream.stdout, 0):
        print(piece.decode(), end="", flush=True)

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_a_run_outlives_a_server_that_was_killed(host: SupervisorHost) -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SERVER,
        str(host.folder),
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert server.stdout is not None
    async with asyncio.timeout(20):
        assert await server.stdout.readline() == b"got first\n"
    # With everything that a terminal or a service manager does to its process group.
    os.killpg(server.pid, signal.SIGHUP)
    os.killpg(server.pid, signal.SIGKILL)
    await server.wait()
    ref = await host.supervisor.find("orphan")
    assert ref is not None
    adopted = await host.supervisor.adopt(ref, 2)
    assert isinstance(adopted, LocalProcess)
    await adopted.write(b"second\n")
    await adopted.close_stdin()
    assert await output_of(adopted) == b"got first\ngot second\n"
    assert (await ended(adopted)).reason == "exited"
    await adopted.detach()
