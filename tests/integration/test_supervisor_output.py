"""What an agent writes reaches a follower byte for byte."""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from opsdeck_server.ports.supervisor import LaunchFailed, OutputStream
from tests.fakes.supervised import (
    SupervisorHost,
    arguments_of,
    ended,
    hosting,
    output_of,
    peak_kilobytes,
    processes_of,
    read_until,
)


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[SupervisorHost]:
    async for started in hosting(tmp_path):
        yield started


async def test_every_byte_value_comes_through(host: SupervisorHost) -> None:
    process = await host.python("import os; os.write(1, bytes(range(256)) * 1000)")
    assert await output_of(process) == bytes(range(256)) * 1000


async def test_half_a_line_at_the_end_is_kept(host: SupervisorHost) -> None:
    process = await host.python(r"import os; os.write(1, b'whole\nhal\xc3')")
    assert await output_of(process) == b"whole\nhal\xc3"


async def test_following_starts_at_any_byte(host: SupervisorHost) -> None:
    process = await host.python("print('0123456789', end='')")
    await ended(process)
    assert await output_of(process, offset=7) == b"789"


async def test_an_offset_past_the_end_is_an_error(host: SupervisorHost) -> None:
    process = await host.python("import sys; print('x', flush=True); sys.stdin.read()")
    await read_until(process, b"x")
    with pytest.raises(ValueError, match="past the end"):
        await output_of(process, offset=100)


async def test_two_followers_get_the_same(host: SupervisorHost) -> None:
    process = await host.python("for n in range(5000): print(n)")
    first, second = await asyncio.gather(output_of(process), output_of(process))
    assert first == second == b"".join(b"%d\n" % n for n in range(5000))


async def test_a_line_of_five_megabytes(host: SupervisorHost) -> None:
    process = await host.python(
        "import sys\nsys.stdout.write('a' * 5_000_000 + chr(10) + 'b' + chr(10))"
    )
    assert await output_of(process) == b"a" * 5_000_000 + b"\nb\n"


async def test_a_hundred_thousand_lines(host: SupervisorHost) -> None:
    process = await host.python("for n in range(100_000): print('line', n)")
    digest = hashlib.sha256()
    async for piece in process.follow(OutputStream.stdout, 0):
        digest.update(piece)
    expected = hashlib.sha256(b"".join(b"line %d\n" % n for n in range(100_000)))
    assert digest.hexdigest() == expected.hexdigest()


async def test_pieces_are_at_most_256_kib(host: SupervisorHost) -> None:
    process = await host.python("import os; os.write(1, b'x' * 3_000_000)")
    await ended(process)
    sizes = [len(piece) async for piece in process.follow(OutputStream.stdout, 0)]
    assert max(sizes) <= 256 * 1024


async def test_a_flood_on_stderr_does_not_hold_up_stdout(host: SupervisorHost) -> None:
    process = await host.python(
        "import os\nfor _ in range(300): os.write(2, b'e' * 65536)\nos.write(1, b'done')"
    )
    assert await output_of(process) == b"done"
    record = await ended(process)
    assert record.stderr_bytes == 300 * 65536


async def test_output_comes_while_the_agent_lives_on_without_stdout(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, sys\n"
        "os.write(1, b'last words'); os.close(1)\n"
        "os.write(2, b'still here'); sys.stdin.read(); os.write(2, b', gone')"
    )
    assert await read_until(process, b"still here", OutputStream.stderr)
    assert processes_of(process.ref.run_id)
    await process.close_stdin()
    assert await output_of(process, OutputStream.stderr) == b"still here, gone"
    assert await output_of(process) == b"last words"


async def test_a_follower_that_stops_reading_holds_up_nobody(host: SupervisorHost) -> None:
    process = await host.python("import os\nfor _ in range(320): os.write(1, b'x' * 65536)")
    async with aclosing(process.follow(OutputStream.stdout, 0)) as slow:
        count = len(await anext(slow))
        assert len(await output_of(process)) == 320 * 65536
        async for piece in slow:
            count += len(piece)
    assert count == 320 * 65536


async def test_the_supervisor_stays_small_while_a_follower_lags(host: SupervisorHost) -> None:
    process = await host.python(
        "import os, sys\n"
        "for _ in range(1000): os.write(1, b'x' * 65536)\n"
        "os.write(2, b'written'); sys.stdin.read()"
    )
    async with aclosing(process.follow(OutputStream.stdout, 0)) as slow:
        await anext(slow)
        await read_until(process, b"written", OutputStream.stderr)
        peak = peak_kilobytes(process.ref.pid)
    print(f"supervisor with a follower that is 65 MB behind: {peak} KB at most")
    assert peak < 32 * 1024


async def test_what_a_supervisor_costs_is_printed(host: SupervisorHost) -> None:
    started = time.perf_counter()
    process = await host.launch("cat")
    took = time.perf_counter() - started
    print(f"launch: {took * 1000:.0f} ms, memory: {peak_kilobytes(process.ref.pid)} KB at most")
    assert took < 10


async def test_what_is_spooled_is_private(host: SupervisorHost) -> None:
    process = await host.python("print('secret', flush=True); import sys; sys.stdin.read()")
    await read_until(process, b"secret")
    ref = process.ref
    assert ref.run_dir.stat().st_mode & 0o777 == 0o700
    for path in (*ref.run_dir.iterdir(), ref.socket_path):
        assert path.stat().st_mode & 0o077 == 0, path


async def test_the_agent_gets_its_environment_and_the_mark_and_nothing_else(
    host: SupervisorHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENT_API_SECRET", "not for agents")
    process = await host.launch("/usr/bin/env", env={"ONLY": "this ü"})
    run_id = process.ref.run_id
    assert (await output_of(process)).decode().splitlines() == [
        "ONLY=this ü",
        f"OPSDECK_RUN_ID={run_id}",
    ]


async def test_the_launch_document_is_on_no_disk_and_in_no_argument(host: SupervisorHost) -> None:
    process = await host.python(
        "print('up', flush=True); import sys; sys.stdin.read()", env={"KEY": "sk-very-secret"}
    )
    await read_until(process, b"up")
    assert b"sk-very-secret" not in arguments_of(process.ref.pid)
    for path in process.ref.run_dir.iterdir():
        assert b"sk-very-secret" not in path.read_bytes(), path


async def test_the_agent_ignores_and_blocks_no_signal(host: SupervisorHost) -> None:
    process = await host.launch("grep", "Sig[IB]", "/proc/self/status")
    masks = dict(line.split(":") for line in (await output_of(process)).decode().splitlines())
    # Signals 32 and 33 are the C library's own; its posix_spawn ignores them in every child.
    assert {name: int(mask, 16) & 0x7FFFFFFF for name, mask in masks.items()} == {
        "SigBlk": 0,
        "SigIgn": 0,
    }


async def test_the_agent_has_the_servers_umask_and_the_folder_asked_for(
    host: SupervisorHost,
) -> None:
    before = os.umask(0o027)
    try:
        process = await host.launch("sh", "-c", "umask; pwd")
    finally:
        os.umask(before)
    assert (await output_of(process)).decode() == f"0027\n{host.folder}\n"


async def test_descriptors_of_the_server_do_not_leak_into_a_run(host: SupervisorHost) -> None:
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    try:
        process = await host.python("import os; print(sorted(os.listdir('/proc/self/fd')))")
        # The fourth is that of the listing itself.
        assert await output_of(process) == b"['0', '1', '2', '3']\n"
    finally:
        os.close(reader)
        os.close(writer)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("no-such-agent",), "program not found: no-such-agent"),
        (("/etc/passwd",), "program is not executable: /etc/passwd"),
        (("./bad-interpreter",), "interpreter of its first line is missing"),
        (("./text",), "format that this machine cannot run"),
        (("true", "x" * 200_000), "longer than the system allows"),
    ],
)
async def test_a_program_that_cannot_run_is_named(
    host: SupervisorHost, argv: tuple[str, ...], message: str
) -> None:
    for name, text in (("bad-interpreter", "#!/no/such/program\n"), ("text", "no program\n")):
        (host.folder / name).write_text(text)
        (host.folder / name).chmod(0o755)
    with pytest.raises(LaunchFailed, match=message):
        await host.launch(*argv)
    assert not list((host.folder / "runs").iterdir())


async def test_a_missing_folder_is_named(host: SupervisorHost) -> None:
    with pytest.raises(LaunchFailed, match="working folder does not exist: /no/such/folder"):
        await host.launch("true", cwd=Path("/no/such/folder"))


async def test_a_failed_launch_can_be_tried_again(host: SupervisorHost) -> None:
    with pytest.raises(LaunchFailed):
        await host.launch("no-such-agent", run_id="again")
    process = await host.launch("echo", "now", run_id="again")
    assert await output_of(process) == b"now\n"


async def test_a_run_is_never_started_twice(host: SupervisorHost) -> None:
    process = await host.launch("echo", "once", run_id="once")
    with pytest.raises(LaunchFailed, match="started before"):
        await host.launch("echo", "twice", run_id="once")
    assert await output_of(process) == b"once\n"


async def test_of_two_launches_at_once_one_wins(host: SupervisorHost) -> None:
    results = await asyncio.gather(
        *(host.launch("echo", "once", run_id="race") for _ in range(4)), return_exceptions=True
    )
    winners = [result for result in results if not isinstance(result, BaseException)]
    assert len(winners) == 1
    assert sum(isinstance(result, LaunchFailed) for result in results) == 3
    assert await output_of(winners[0]) == b"once\n"


async def test_cancelling_a_launch_leaves_nothing(host: SupervisorHost, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    # The interpreter waits for a writer of the pipe: a launch that never gets ready.
    slow = type(host.supervisor)(
        host.folder / "runs", host.folder / "s", python=str(_waiting_python(tmp_path, gate))
    )
    host.supervisor = slow
    launching = asyncio.create_task(host.launch("true", run_id="cancelled"))
    writer = await asyncio.to_thread(os.open, gate, os.O_WRONLY)  # returns when it is waiting
    launching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await launching
    os.close(writer)
    assert processes_of("cancelled") == []
    assert not (host.folder / "runs" / "cancelled").exists()


def _waiting_python(folder: Path, gate: Path) -> Path:
    script = folder / "python"
    script.write_text(f"#!/bin/sh\nread line < {gate}\nsleep 60\n")
    script.chmod(0o755)
    return script
