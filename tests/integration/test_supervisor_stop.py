"""A run ends when, and only when, no process of it is left."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from opsdeck_server.ports.supervisor import ExitRecord, OutputStream, StdinClosed, StopTimes
from opsdeck_server.supervisor import tree
from tests.fakes.supervised import (
    SLEEPER,
    SOON,
    STUBBORN_FAMILY,
    SupervisorHost,
    ended,
    hosting,
    output_of,
    processes_of,
    read_until,
    until_gone,
)


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[SupervisorHost]:
    async for started in hosting(tmp_path):
        yield started


async def test_the_exit_code_is_told(host: SupervisorHost) -> None:
    process = await host.launch("sh", "-c", "exit 7")
    record = await ended(process)
    assert (record.exit_code, record.signal, record.reason) == (7, None, "exited")


async def test_the_signal_that_ended_it_is_told(host: SupervisorHost) -> None:
    process = await host.launch("sh", "-c", "kill -9 $$")
    record = await ended(process)
    assert (record.exit_code, record.signal, record.reason) == (None, 9, "exited")


async def test_the_record_counts_what_was_spooled(host: SupervisorHost) -> None:
    before = time.time()
    process = await host.launch("sh", "-c", "printf 12345; printf 123 >&2")
    record = await ended(process)
    assert (record.stdout_bytes, record.stderr_bytes, record.tree_empty) == (5, 3, True)
    assert before <= record.started_at <= record.ended_at <= time.time()
    assert ExitRecord.from_dict(record.to_dict()) == record


async def test_end_of_input_is_enough_for_one_that_reads_it(host: SupervisorHost) -> None:
    process = await host.launch("cat", stop=StopTimes(30, 30))
    record = await process.stop("cancelled")
    assert (record.exit_code, record.reason) == (0, "stopped:cancelled")


async def test_sigterm_comes_after_the_end_of_input(host: SupervisorHost) -> None:
    process = await host.python(SLEEPER)
    await read_until(process, b"ready")
    record = await process.stop("cancelled", eof_seconds=0.05, term_seconds=30)
    assert record.signal == signal.SIGTERM


async def test_sigkill_ends_a_family_that_ignores_sigterm(host: SupervisorHost) -> None:
    process = await host.python(STUBBORN_FAMILY)
    await read_until(process, b"grandchild")
    assert len(processes_of(process.ref.run_id)) == 3
    record = await process.stop("cancelled")
    assert processes_of(process.ref.run_id) == []
    assert record.signal == signal.SIGKILL
    assert record.tree_empty


async def test_a_stopped_process_gets_to_obey_sigterm(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: os._exit(3))\n"
        "os.kill(os.getpid(), signal.SIGSTOP)\n"
        "while True: signal.pause()"
    )
    async with asyncio.timeout(20):
        while (entry := await asyncio.to_thread(tree.look_up, process.ref.agent_pid)) is not None:
            if entry[2] == "T":
                break
    record = await process.stop("cancelled", eof_seconds=0, term_seconds=30)
    assert record.exit_code == 3


async def test_a_chain_that_forks_and_ends_for_ever_is_caught(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, signal\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    if os.fork():\n"
        "        os._exit(0)\n"
        "    os.setsid()\n"
    )
    await read_until(process, b"ready")
    async with asyncio.timeout(20):
        await process.stop("cancelled")
    assert processes_of(process.ref.run_id) == []


async def test_what_a_finished_agent_left_behind_is_ended(host: SupervisorHost) -> None:
    # The child has given up the agent's session, input and output.
    process = await host.python(
        "import os, signal\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    for descriptor in (0, 1, 2): os.close(descriptor)\n"
        "    signal.pause()\n"
        "print('done', flush=True)\n"
    )
    record = await ended(process)
    assert processes_of(process.ref.run_id) == []
    assert (record.exit_code, record.reason) == (0, "exited")


async def test_a_child_left_behind_may_say_its_last_words(host: SupervisorHost) -> None:
    child = "trap 'echo last words; exit' TERM; echo up; while :; do sleep 60 & wait; done"
    process = await host.launch("sh", "-c", f"({child}) & read line")
    await read_until(process, b"up")
    await process.write(b"\n")
    assert await output_of(process) == b"up\nlast words\n"


async def test_output_held_open_outside_the_tree_does_not_hold_up_the_end(
    host: SupervisorHost,
) -> None:
    process = await host.python("import sys; print('here', flush=True); sys.stdin.read()")
    await read_until(process, b"here")
    held = os.open(f"/proc/{process.ref.agent_pid}/fd/1", os.O_WRONLY)
    try:
        record = await process.stop("cancelled")
        assert record.stdout_bytes == 5
    finally:
        os.close(held)


async def test_a_stop_goes_on_when_who_asked_is_gone(host: SupervisorHost) -> None:
    process = await host.python(STUBBORN_FAMILY)
    await read_until(process, b"grandchild")
    stopping = asyncio.create_task(process.stop("cancelled", 0.2, 0.2))
    while (await process.status()).state == "running":
        pass
    stopping.cancel()
    await process.detach()
    record = await ended(process)
    assert record.reason == "stopped:cancelled"
    assert processes_of(process.ref.run_id) == []


async def test_a_second_stop_joins_the_first_and_shortens_it(host: SupervisorHost) -> None:
    process = await host.python(STUBBORN_FAMILY)
    await read_until(process, b"grandchild")
    first = asyncio.create_task(process.stop("cancelled", 1000, 1000))
    while (await process.status()).state == "running":
        pass
    async with asyncio.timeout(20):
        second = await process.stop("shutdown", 0, 0)
        assert await first == second
    assert second.reason == "stopped:cancelled"


async def test_a_stop_of_what_has_ended_tells_how_it_ended(host: SupervisorHost) -> None:
    process = await host.launch("true")
    record = await ended(process)
    assert await process.stop("cancelled") == record
    assert (await process.status()).state == "exited"


async def test_sigterm_to_the_supervisor_is_an_orderly_stop(host: SupervisorHost) -> None:
    process = await host.python(STUBBORN_FAMILY)
    await read_until(process, b"grandchild")
    os.kill(process.ref.pid, signal.SIGTERM)
    record = await ended(process)
    assert record.reason == "stopped:sigterm"
    assert processes_of(process.ref.run_id) == []


async def test_hangup_and_interrupt_do_not_touch_the_supervisor(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    for number in (signal.SIGHUP, signal.SIGINT):
        os.kill(process.ref.pid, number)
    await process.write(b"alive")
    await process.close_stdin()
    assert await output_of(process) == b"alive"


async def test_a_run_ends_at_its_wall_limit_with_nobody_there(host: SupervisorHost) -> None:
    process = await host.python(
        "import os\nwhile True: os.write(1, b'busy')", wall_limit_seconds=0.3
    )
    await process.detach()
    assert (await ended(process)).reason == "wall_limit"


async def test_a_silent_run_ends_at_its_silence_limit(host: SupervisorHost) -> None:
    process = await host.python(SLEEPER, silence_limit_seconds=0.3)
    record = await ended(process)
    assert record.reason == "silence_limit"
    assert record.ended_at - record.started_at >= 0.3


async def test_output_breaks_the_silence(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, time\nfor _ in range(8): os.write(1, b'.'); time.sleep(0.2)",
        silence_limit_seconds=1,
    )
    assert (await ended(process)).reason == "exited"


async def test_the_silence_limit_can_be_taken_away_and_given_back(host: SupervisorHost) -> None:
    process = await host.python(SLEEPER, silence_limit_seconds=1000)
    await read_until(process, b"ready")
    await process.limit_silence(None)
    await process.limit_silence(0.2)
    assert (await ended(process)).reason == "silence_limit"
    await process.limit_silence(5)


async def test_output_past_the_limit_ends_the_run_and_keeps_the_beginning(
    host: SupervisorHost,
) -> None:
    process = await host.python(
        "import os\nwhile True: os.write(1, b'0123456789')", max_spool_bytes=1_000_005
    )
    assert await output_of(process) == b"0123456789" * 100_000 + b"01234"
    record = await ended(process)
    assert (record.reason, record.detail) == ("output_limit", "output passed 1000005 bytes")
    assert processes_of(process.ref.run_id) == []


async def test_a_full_disk_ends_the_run_and_says_so(host: SupervisorHost, tmp_path: Path) -> None:
    # The limit on file sizes stands in for the disk: the same error path, without a mount.
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        process = await host.python("import os\nwhile True: os.write(1, b'x' * 1000)")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    record = await ended(process)
    assert record.reason == "spool_error"
    assert record.detail == "output could not be written: File too large"
    assert len(await output_of(process)) == record.stdout_bytes == 100_000
    assert processes_of(process.ref.run_id) == []


async def test_the_last_bytes_of_a_killed_agent_are_kept(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, signal\nos.write(1, b'x' * 900_000)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    record = await ended(process)
    assert record.stdout_bytes == 900_000


async def test_a_supervisor_leaves_no_zombie_and_no_socket(host: SupervisorHost) -> None:
    process = await host.launch("true")
    await ended(process)
    await until_gone(process.ref.pid)
    assert not process.ref.socket_path.exists()


async def test_zombies_of_a_storm_are_reaped_while_the_agent_runs(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, sys\n"
        "for _ in range(300):\n"
        "    if os.fork() == 0:\n"  # its child is an orphan at once
        "        if os.fork() == 0: os._exit(0)\n"
        "        os._exit(0)\n"
        "    os.wait()\n"
        "print('stormed', flush=True); sys.stdin.read()"
    )
    await read_until(process, b"stormed")
    async with asyncio.timeout(20):
        while _children_of(process.ref.pid) != [process.ref.agent_pid]:
            await process.status()
    await process.stop("done")


def _children_of(parent: int) -> list[int]:
    return [pid for pid, entry in tree.processes().items() if entry[0] == parent]


# -- input


async def test_input_reaches_the_agent(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    await process.write(b"one\n")
    await process.write(b"two\xff\n")
    await process.close_stdin()
    assert await output_of(process) == b"one\ntwo\xff\n"


async def test_a_large_write_is_whole_beside_others(host: SupervisorHost) -> None:
    process = await host.launch("cat")
    lines = [letter * 2_000_000 + b"\n" for letter in (b"a", b"b", b"c")]
    await asyncio.gather(*(process.write(line) for line in lines))
    await process.close_stdin()
    assert sorted((await output_of(process)).splitlines(keepends=True)) == lines


async def test_input_that_is_not_read_waits_and_does_not_wedge(host: SupervisorHost) -> None:
    process = await host.python(SLEEPER)
    await read_until(process, b"ready")
    await process.write(b"x" * 10_000_000)
    assert (await process.status()).stdin_bytes == 10_000_000
    async with asyncio.timeout(20):
        await process.stop("cancelled")


async def test_input_after_its_end_is_refused(host: SupervisorHost) -> None:
    process = await host.python(SLEEPER)
    await read_until(process, b"ready")
    await process.close_stdin()
    await process.close_stdin()
    with pytest.raises(StdinClosed):
        await process.write(b"late")


async def test_input_of_a_run_that_is_over_is_refused(host: SupervisorHost) -> None:
    process = await host.launch("true")
    await ended(process)
    with pytest.raises(StdinClosed):
        await process.write(b"late")
    await process.close_stdin()


async def test_an_agent_that_closed_its_input_refuses_more(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, signal\nos.close(0)\nprint('closed', flush=True)\nsignal.pause()"
    )
    await read_until(process, b"closed")
    await process.write(b"this one finds it out")
    with pytest.raises(StdinClosed):
        await process.write(b"late")


async def test_wait_and_follow_can_be_cancelled(host: SupervisorHost) -> None:
    process = await host.launch("cat", stop=SOON)
    waiting = asyncio.create_task(process.wait())
    following = asyncio.create_task(output_of(process, OutputStream.stdout))
    await process.status()
    for task in (waiting, following):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await process.write(b"still there")
    await process.close_stdin()
    assert await output_of(process) == b"still there"
