"""The environment of an agent: built from what it needs, never inherited.

An agent runs what its model writes, and its tools print their environment when asked. So
nothing gets in that is not named here or by the client, and the server's own secrets never.
"""

from collections.abc import Iterable, Mapping

DENIED = frozenset({
    "AGENT_API_SECRET",
    "WEBHOOK_SECRET",
    "DATABASE_URL",
    "REDIS_URL",
})  # fmt: skip
"""The server's own; refused even where a client lists them."""

_NAMES = frozenset({
    # Who and where.
    "HOME", "PATH", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR",
    "SSH_AUTH_SOCK",
    # How the world is reached; proxies are written both ways.
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "NODE_USE_SYSTEM_CA",
    "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "AWS_CA_BUNDLE",
    # What the CLIs document. IS_SANDBOX lets Claude Code bypass permissions as root.
    "IS_SANDBOX", "MAX_THINKING_TOKENS", "MAX_MCP_OUTPUT_TOKENS", "MCP_TIMEOUT",
    "MCP_TOOL_TIMEOUT", "BASH_DEFAULT_TIMEOUT_MS", "BASH_MAX_TIMEOUT_MS",
    "BASH_MAX_OUTPUT_LENGTH", "API_TIMEOUT_MS", "USE_BUILTIN_RIPGREP",
    "CODEX_HOME", "CODEX_API_KEY", "OPENAI_API_KEY",
})  # fmt: skip

_PREFIXES = (
    "LC_", "XDG_", "ANTHROPIC_", "CLAUDE_", "DISABLE_", "OPSDECK_SIMULATOR_",
)  # fmt: skip

# Keys of a cloud go to an agent only where its model runs there, as the CLI's settings say.
_CLOUDS = (
    (("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_ANTHROPIC_AWS"), ("AWS_",)),
    (
        ("CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD"),
        ("GOOGLE_", "GCLOUD_", "CLOUDSDK_", "CLOUD_ML_", "VERTEX_"),
    ),
    (("CLAUDE_CODE_USE_FOUNDRY",), ("AZURE_",)),
)

# What Claude Code tells its own children. A server that was started from inside one must not
# make its agents believe that they belong to that session.
_SESSION_MARKS = (
    "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT", "CLAUDE_CODE_SESSION_",
    "CLAUDE_CODE_CHILD_", "CLAUDE_CODE_REMOTE", "CLAUDE_CODE_BRIDGE_", "CLAUDE_CODE_MESSAGING_",
    "CLAUDE_CODE_LAUNCHED_BY_", "CLAUDE_CODE_HOST_", "CLAUDE_PID", "CLAUDE_PROJECT_",
    "CLAUDE_ENV_FILE", "CLAUDE_PLUGIN_", "CLAUDE_JOB_DIR", "CLAUDE_BG_",
)  # fmt: skip

_UNATTENDED = {
    # Nobody is there to type: programs are to fail, or to take what is there, not to wait.
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
    "PAGER": "cat",
    "DEBIAN_FRONTEND": "noninteractive",
    "PIP_NO_INPUT": "1",
    # The CLI of a running server changes when its operator changes it.
    "DISABLE_AUTOUPDATER": "1",
}


def is_denied(name: str) -> bool:
    """Return whether a client may not list this variable."""
    return name.upper() in DENIED


def build_agent_env(
    source: Mapping[str, str], *, allow: Iterable[str] = (), extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return an agent's whole environment.

    `source` is the server's, of which the agent gets what it needs to run and to log in,
    and `allow`, the names that its client adds, its secrets among them if it wants so.
    `extra` is set whatever the source has. What is denied is in none of them.
    """
    prefixes = _PREFIXES
    for switches, names in _CLOUDS:
        if any(source.get(switch, "").lower() in ("1", "true", "yes", "on") for switch in switches):
            prefixes += names
    allowed = frozenset(allow)
    env = {"TERM": "dumb"}
    env |= {
        name: value
        for name, value in source.items()
        if name in allowed or name in _NAMES or (name.startswith(prefixes) and _harmless(name))
    }
    env |= _UNATTENDED
    env |= extra or {}
    return {name: value for name, value in env.items() if not is_denied(name)}


def _harmless(name: str) -> bool:
    return not name.endswith(("_SECRET", "_FILE_DESCRIPTOR")) and not name.startswith(
        _SESSION_MARKS
    )
