import asyncio
import os
import time
from pathlib import Path

import pytest

from opsdeck_server.adapters.claude import ClaudeAgent
from opsdeck_server.adapters.claude import probe as probing
from opsdeck_server.adapters.claude.result import LOGIN_HELP
from opsdeck_server.ports.agent import AgentStatus

VERSION = "2.1.329 (Claude Code)"


async def status(folder: Path, *cases: str) -> AgentStatus:
    """Probe a program with these branches of a shell's case."""
    program = folder / "claude"
    program.write_text('#!/bin/sh\ncase "$*" in\n' + "\n".join(cases) + "\nesac\n")
    program.chmod(0o755)
    return await ClaudeAgent(str(program), {"PATH": os.defpath}).probe()


async def test_a_cli_that_is_logged_in(tmp_path: Path) -> None:
    found = await status(
        tmp_path,
        f"--version) echo '{VERSION}';;",
        """"auth status") echo '{"loggedIn": true, "authMethod": "api_key"}';;""",
    )

    assert found == AgentStatus("2.1.329", True)


async def test_a_cli_that_is_not_logged_in(tmp_path: Path) -> None:
    found = await status(
        tmp_path,
        f"--version) echo '{VERSION}';;",
        """"auth status") printf '{\\n "loggedIn": false\\n}\\n'; exit 1;;""",
    )

    assert found == AgentStatus("2.1.329", False, LOGIN_HELP)


async def test_a_cli_too_old_to_say_is_believed_to_be_logged_in(tmp_path: Path) -> None:
    found = await status(
        tmp_path,
        "--version) echo '1.0.60 (Claude Code)';;",
        """"auth status") echo "error: unknown command 'auth'" >&2; exit 1;;""",
    )

    assert found == AgentStatus("1.0.60", True)


async def test_a_cli_that_is_missing(tmp_path: Path) -> None:
    found = await ClaudeAgent("claude", {"PATH": str(tmp_path)}).probe()

    assert found == AgentStatus(
        "",
        False,
        "Claude Code not found at 'claude': install it with "
        "`npm install -g @anthropic-ai/claude-code`, or set CLAUDE_CODE_PATH",
    )


async def test_a_file_that_cannot_be_run(tmp_path: Path) -> None:
    (tmp_path / "claude").write_text("no program")

    found = await ClaudeAgent(str(tmp_path / "claude"), {}).probe()

    assert not found.authenticated
    assert "CLAUDE_CODE_PATH" in (found.error or "")


async def test_another_program(tmp_path: Path) -> None:
    found = await status(tmp_path, "*) echo 'who?' >&2; exit 3;;")

    assert "--version' failed (3) and said: who?" in (found.error or "")


async def test_a_program_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "_VERSION_SECONDS", 0.2)
    began = time.monotonic()

    found = await status(tmp_path, "*) exec sleep 60;;")

    assert "did not answer" in (found.error or "")
    assert time.monotonic() - began < 10


async def test_a_flood_is_bounded(tmp_path: Path) -> None:
    async with asyncio.timeout(20):
        found = await status(
            tmp_path,
            f"--version) echo '{VERSION}'; head -c 3000000 /dev/zero | tr '\\0' x;;",
            """"auth status") echo '{"loggedIn": true}';;""",
        )

    assert found.version == "2.1.329"
