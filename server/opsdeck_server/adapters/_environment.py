"""The environment of programs that the server starts for itself: built, never inherited."""

from collections.abc import Iterable, Mapping

# Where programs, their settings and their secrets are, and how the world is reached. What
# belongs to the server alone (AGENT_API_SECRET, WEBHOOK_SECRET, DATABASE_URL) is not here.
_COMMON = (
    "HOME",
    "PATH",
    "USER",
    "LOGNAME",
    "TMPDIR",
    "LANG",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_RUNTIME_DIR",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    # The GitHub CLI, which is git's credential helper on many machines.
    "GH_TOKEN",
    "GITHUB_TOKEN",
    "GH_HOST",
    "GH_CONFIG_DIR",
    "DBUS_SESSION_BUS_ADDRESS",  # where it, and git, keep tokens on a desktop
)


def build(
    environ: Mapping[str, str], names: Iterable[str] = (), prefixes: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return what of `environ` a program may have: the common part, `names`, `prefixes`."""
    wanted = {*_COMMON, *names}
    return {
        name: value
        for name, value in environ.items()
        if name in wanted or (prefixes and name.startswith(prefixes))
    }
