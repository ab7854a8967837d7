"""Settings: read once from the environment and `.env`, checked, and printed without secrets."""

import difflib
import hashlib
import ipaddress
import os
import secrets
import tempfile
from pathlib import Path
from typing import Annotated, Literal, Self, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

ENV_FILE = ".env"
"""Settings of opsdeck alone, in the folder that it is started in."""

SOCKET_PATH_LIMIT = 100
"""Bytes that the path of a Unix socket may have, with a reserve: 108 on Linux, 104 on macOS."""


class SettingsError(Exception):
    """A setting is wrong; the text is one line that names it and says what to do."""


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - resolve() would follow links


def _one_of_each(template: str) -> str:
    if "{org}" not in template or "{repo}" not in template:
        raise ValueError("must hold {org} and {repo}")
    try:
        template.format(org="o", repo="r")
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError("must hold no braces but {org} and {repo}") from error
    return template


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _split_paths(value: object) -> object:
    if isinstance(value, str):
        return [part for part in value.split(os.pathsep) if part]
    return value


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


class Settings(BaseSettings):
    """All settings, by the names of the environment variables in lower case."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, extra="ignore", frozen=True)

    agent_api_secret: SecretStr | None = Field(None, min_length=8)
    host: str = "127.0.0.1"
    port: int = Field(3456, ge=1, le=65535)
    max_concurrent_jobs: int = Field(2, ge=1, le=256)
    home: AbsolutePath = Path("~")
    opsdeck_home: AbsolutePath = Path("~/.opsdeck")
    repos_dir: AbsolutePath | None = None
    worktrees_dir: AbsolutePath | None = None
    github_repos_directory: AbsolutePath | None = None
    webhook_secret: SecretStr | None = Field(None, min_length=1)
    webhook_allow_private: bool = False
    log_level: Annotated[Literal["debug", "info", "warn", "error"], BeforeValidator(_lower)] = (
        "info"
    )
    claude_code_path: str = Field("claude", min_length=1)
    codex_path: str = Field("codex", min_length=1)
    gh_path: str = "gh"
    git_remote_template: Annotated[str, AfterValidator(_one_of_each)] = (
        "git@github.com:{org}/{repo}.git"
    )
    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    agent_permission_mode: str = "bypassPermissions"
    enable_simulator: bool = False
    session_idle_seconds: float = Field(600, gt=0)
    max_warm_sessions: int = Field(4, ge=0, le=1000)
    shutdown_grace_seconds: float = Field(30, ge=0, le=86400)
    agent_silence_seconds: float = Field(1800, gt=0)
    permission_seconds: float = Field(3600, gt=0)
    auth: Annotated[Literal["token", "none"], BeforeValidator(_lower)] = "token"
    allowed_roots: Annotated[list[Path], NoDecode, BeforeValidator(_split_paths)] = Field(
        default_factory=list[Path]
    )

    @model_validator(mode="after")
    def _no_open_door(self) -> Self:
        if self.auth == "none" and not is_loopback(self.host):
            raise ValueError(
                "AUTH=none is for a loopback HOST alone, because it lets everybody in: "
                "set HOST=127.0.0.1, or AUTH=token"
            )
        return self

    @property
    def repos(self) -> Path:
        """Folder of the bare repositories."""
        return self.repos_dir or self.opsdeck_home / "repos"

    @property
    def worktrees(self) -> Path:
        """Folder of the worktrees."""
        return self.worktrees_dir or self.opsdeck_home / "worktrees"

    @property
    def runs_dir(self) -> Path:
        """Folder of the runs' spools."""
        return self.opsdeck_home / "runs"

    @property
    def token_file(self) -> Path:
        """Where a token is kept that the server made."""
        return self.opsdeck_home / "token"

    @property
    def database(self) -> str:
        """URL of the database."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.opsdeck_home / 'opsdeck.db'}"

    @property
    def sockets_dir(self) -> Path:
        """Folder of the Unix sockets: in the state folder, or where paths are shorter.

        A socket's path may have about a hundred bytes, so a state folder far down the
        tree gets a folder of its own under the temporary one, named by a hash of it.
        """
        inside = self.opsdeck_home / "sockets"
        if len(os.fsencode(inside)) + 32 <= SOCKET_PATH_LIMIT:
            return inside
        digest = hashlib.sha256(os.fsencode(self.opsdeck_home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"opsdeck-{os.getuid()}-{digest}"

    @property
    def base_url(self) -> str:
        """Where people reach the server from this host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.host in ("0.0.0.0", "::"):
            host = "127.0.0.1"
        return f"http://{host}:{self.port}"

    def redacted(self) -> dict[str, str]:
        """Return all settings, as one would write them, and what is usual for those not set.

        Fit for a log: secrets are only said to be set.
        """
        usual: dict[str, object] = {"repos_dir": self.repos, "worktrees_dir": self.worktrees}
        if self.database_url is None:
            usual["database_url"] = self.database
        shown: dict[str, str] = {}
        for name in type(self).model_fields:
            value: object = getattr(self, name)
            shown[name.upper()] = _shown(usual.get(name) if value is None else value)
        return shown


def _shown(value: object) -> str:
    match value:
        case None:
            return "not set"
        case SecretStr():
            return "set"
        case bool():
            return "1" if value else "0"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case list():
            paths = cast("list[Path]", value)
            return os.pathsep.join(map(str, paths)) or "not set"
        case _:
            return str(value)


def unknown_names(path: Path = Path(ENV_FILE)) -> dict[str, str]:
    """Return the names in a file of settings that are none, each with one that is like it.

    Of the environment nobody can say that: it is for other programs, too.
    """
    known = [name.upper() for name in Settings.model_fields]
    return {
        name: next(iter(difflib.get_close_matches(name, known, 1, 0.75)), "")
        for name in map(str.upper, DotEnvSettingsSource(Settings, env_file=path).env_vars)
        if name not in known
    }


def is_loopback(host: str) -> bool:
    """Return whether an address to bind is reached from this host alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load_settings(**overrides: object) -> Settings:
    """Read the settings. Raises SettingsError, with one line for the first bad one."""
    try:
        return Settings(**overrides)  # pyright: ignore[reportArgumentType] - checked by pydantic
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in problem["loc"][:1]).upper()
        text = problem["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {text}" if name else text) from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(f"cannot read {ENV_FILE}: {why}") from None


def make_private_dir(path: Path) -> None:
    """Make a folder that this user alone may enter. Raises SettingsError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_uid != os.getuid():
            raise SettingsError(f"{path} belongs to another user: choose another OPSDECK_HOME")
        path.chmod(0o700)
    except OSError as error:
        raise SettingsError(f"{path} cannot be used: {error.strerror}") from error


def kept_secret(path: Path) -> tuple[str, bool]:
    """Return the secret in a file, made now if there is none, and whether it was.

    The file is readable by this user alone, and appears whole or not at all. Raises
    SettingsError where it can be neither read nor made.
    """
    try:
        return _kept_secret(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be used: {error.strerror}") from error


def _kept_secret(path: Path) -> tuple[str, bool]:
    try:
        text = path.read_text().strip()
        if text:
            return text, False
    except FileNotFoundError:
        pass
    secret = secrets.token_urlsafe(32)
    fd, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(fd, "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    return secret, True
