"""Claude Code, driven through its stream-json protocol."""

from opsdeck_server.adapters.claude.driver import ClaudeAgent

__all__ = ["ClaudeAgent"]
