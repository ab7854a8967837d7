"""Sessions on the command line against a whole server: said, asked, interrupted, killed."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from tests.acceptance.chatting import REPO, served
from tests.acceptance.stack import Stack

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS = 40
WORDS = " ".join(f"word-{number}" for number in range(120))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack() -> AsyncGenerator[Stack]:
    async with served(AGENT_PERMISSION_MODE="ask") as stack:
        yield stack


@asynccontextmanager
async def command(stack: Stack, *words: str) -> AsyncGenerator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "opsdeck_server.cli", "session", *words),
        env=stack.env | {"PORT": str(stack.port), "PYTHONUNBUFFERED": "1"},
        cwd=stack.root,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def run(stack: Stack, *words: str, stdin: str = "", code: int = 0) -> tuple[str, str]:
    """Run a command to its end; return what it printed, and what it said beside that."""
    async with command(stack, *words) as process:
        output, errors = await process.communicate(stdin.encode())
    assert process.returncode == code, (output + errors).decode()
    return output.decode(), errors.decode()


async def start(stack: Stack, agent: str = "simulator", *words: str) -> str:
    output, _ = await run(stack, "start", REPO, "--agent", agent, *words)
    return output.strip()


async def say(process: Process, line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n".encode())
    await process.stdin.drain()


async def until(process: Process, text: str, seen: str = "") -> str:
    """Read what a command prints until a text is there; return all of it."""
    assert process.stdout
    while text not in seen:
        data = await process.stdout.read(65536)
        assert data, seen
        seen += data.decode()
    return seen


async def test_a_session_lives_on_the_command_line_from_its_start_to_its_end(stack: Stack) -> None:
    session = await start(stack)

    output, _ = await run(stack, "send", session, "@say One thing.\n@bash ls\n@say Another.")
    assert output == "One thing.\nAnother.\n"
    output, errors = await run(stack, "send", session, "-", stdin="@fail no luck\n", code=1)
    assert (output, errors.count("no luck")) == ("", 1)

    assert session in (await run(stack, "list"))[0]
    shown, _ = await run(stack, "show", session)
    assert "❯ @say One thing." in shown
    assert "Another." in shown
    assert "deleted" in (await run(stack, "delete", session))[0]
    assert "no session" in (await run(stack, "send", session, "hello?", code=1))[1]


@pytest.mark.parametrize("text", ["--help", "/help", "-"])
async def test_a_text_reaches_the_agent_as_it_is(stack: Stack, text: str) -> None:
    session = await start(stack, "simulator", "--permission-mode", "bypassPermissions")
    words = ("-",) if text == "-" else ("--", text)
    output, _ = await run(stack, "send", session, *words, stdin="-")
    assert f"“{text}”" in output


async def test_a_chat_is_a_conversation(stack: Stack) -> None:
    session = await start(stack)
    await run(stack, "send", session, "@say Before.")
    output, errors = await run(stack, "chat", session, stdin="@say One.\n@say Two.\n")
    said = [line for line in output.splitlines() if "agent" not in line and line[0] != " "]
    assert said == [
        *("❯ @say Before.", "Before."),
        *("❯ @say One.", "One."),
        *("❯ @say Two.", "Two."),
    ]
    assert session in errors


async def test_questions_are_answered_in_the_chat(stack: Stack) -> None:
    lines = "@ask Bash\nn not today\n@ask Bash\ny\n"
    output, _ = await run(stack, "chat", await start(stack), stdin=lines)
    assert output.count("? May it use Bash") == 2
    assert "denied: not today" in output
    assert "✗ Bash  not today" in output
    assert "  allowed" in output


async def test_a_question_in_words_and_a_plan_are_answered_in_the_chat(stack: Stack) -> None:
    session = await start(stack, "claude")
    lines = "@question\n2\n@plan First this, then that.\ny\n"
    output, _ = await run(stack, "chat", session, stdin=lines)
    assert "  2 " in output
    assert "First this, then that." in output
    assert output.count("  allowed") == 2


async def test_a_question_is_answered_from_another_terminal(stack: Stack) -> None:
    session = await start(stack)
    async with command(stack, "send", session, "@ask Bash\n@say Thanks.") as send:
        assert send.stderr
        while b"opsdeck session answer" not in await send.stderr.readline():
            pass
        assert "allowed" in (await run(stack, "answer", session, "--allow"))[0]
        output, _ = await send.communicate()
    assert output == b"Thanks.\n"


async def test_what_waits_in_line_is_changed_and_taken_back(stack: Stack) -> None:
    session, gate = await start(stack), stack.root / "gate-line"
    await run(stack, "send", session, "--no-wait", f"@gate {gate}")
    first, _ = await run(stack, "send", session, "--no-wait", "@say Never said.")
    async with command(stack, "send", session, "@say Unchanged.") as send:
        assert send.stderr
        while b"waits in line" not in await send.stderr.readline():
            pass
        shown, _ = await run(stack, "show", session)
        (second,) = [line for line in shown.splitlines() if "Unchanged" in line]
        message = second.partition("(")[2].partition(")")[0]
        await run(stack, "withdraw", session, first.partition(":")[0])
        await run(stack, "edit", session, message, "@say Changed.")
        await asyncio.to_thread(gate.touch)
        output, _ = await send.communicate()
    assert output == b"Changed.\n"
    assert "Never said" not in (await run(stack, "show", session))[0]


async def test_ctrl_c_interrupts_the_agent_and_the_chat_goes_on(stack: Stack) -> None:
    async with command(stack, "chat", await start(stack)) as chat:
        await say(chat, "@gate never")
        await until(chat, "❯ @gate never")
        chat.send_signal(signal.SIGINT)
        await until(chat, "■ interrupted")
        await say(chat, "@say Still here.")
        output, _ = await chat.communicate(b"")
    assert chat.returncode == 0
    assert b"Still here." in output


async def test_a_server_that_dies_in_the_middle_of_a_text_costs_no_letter() -> None:
    # At the pace of a reader: the server is away while half of it is said.
    async with served(OPSDECK_SIMULATOR_PACE="1") as stack:
        session = await start(stack)
        async with command(stack, "chat", session) as chat:
            await say(chat, f"@say {WORDS}")
            said = (await until(chat, "word-119\n")).partition("word-119\n")[2]
            said = await until(chat, "word-3 ", said)
            await stack.kill()
            await stack.start()
            output, errors = await chat.communicate(b"")
    lines = (said + output.decode()).splitlines()
    assert [line for line in lines if "word-" in line] == [WORDS]
    assert b"trying again" in errors
    assert chat.returncode == 0
