"""The Dart client: format, analysis, behaviour, and what was generated for it.

Dart's own package:grpc is not to be had without pub, so a stand-in with its signatures takes its
place: tests/clients/dart/grpc.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import MethodOptions

from opsdeck.v1.error_reason_pb2 import ErrorReason
from tests.fakes.deck_server import SERVICES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gen/dart"
HERE = ROOT / "tests/clients/dart"
TOOLS = ROOT / ".tools/dart"
DART = TOOLS / "sdk/bin/dart"
GENERATED = PACKAGE / "lib/src/gen"
LANGUAGE = "3.8"

CHECKS = re.findall(r"await check\('(.*?)',", (HERE / "behaviour.dart").read_text())

needs_dart = pytest.mark.skipif(
    not (TOOLS / "packages.json").exists(), reason="no Dart SDK in .tools/dart: run `make tools`"
)


def dart(*words: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "DART_SUPPRESS_ANALYTICS": "1"}
    return subprocess.run(
        [str(DART), *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=100
    )


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where Dart finds packages. Without this file it looks for a network, for 30 seconds."""
    found = json.loads((TOOLS / "packages.json").read_text())
    for name, folder in (("grpc", HERE / "grpc"), ("opsdeck_client", PACKAGE)):
        package = {"name": name, "rootUri": folder.as_uri(), "packageUri": "lib/"}
        found["packages"].append(package | {"languageVersion": LANGUAGE})
    file = tmp_path_factory.mktemp("dart") / "packages.json"
    file.write_text(json.dumps(found))
    return str(file)


@pytest.fixture(scope="module")
def behaviour(packages: str) -> dict[str, str]:
    """What came of each check of behaviour.dart."""
    done = dart(f"--packages={packages}", "--enable-asserts", str(HERE / "behaviour.dart"))
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    return {text.split(":")[0]: f"{word} {text}" for word, text in lines}


@needs_dart
@pytest.mark.slow
def test_it_is_formatted() -> None:
    ours = [file for file in PACKAGE.rglob("*.dart") if GENERATED not in file.parents]
    words = ["format", f"--language-version={LANGUAGE}", "--output=none", "--set-exit-if-changed"]
    done = dart(*words, *map(str, ours), str(HERE))
    assert done.returncode == 0, done.stdout


@needs_dart
@pytest.mark.slow
def test_the_strict_analysis_finds_nothing(packages: str) -> None:
    words = ["analyze", "--fatal-infos", f"--packages={packages}"]
    done = dart(*words, str(PACKAGE), str(HERE))
    assert done.returncode == 0, done.stdout + done.stderr


@needs_dart
@pytest.mark.slow
def test_it_compiles_for_the_browser(packages: str, tmp_path: Path) -> None:
    page = tmp_path / "page.dart"
    page.write_text(
        "import 'package:opsdeck_client/opsdeck_client.dart';\n"
        "void main() => OpsdeckClient('http://x').watchJob('j').listen(print);\n"
    )
    words = ["compile", "js", f"--packages={packages}", "-o", str(tmp_path / "page.js"), str(page)]
    done = dart(*words)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_dart
@pytest.mark.slow
@pytest.mark.timeout(150)  # Dart compiles the checks before the first
@pytest.mark.parametrize("name", CHECKS)
def test_behaviour(behaviour: dict[str, str], name: str) -> None:
    assert behaviour.get(name) == f"ok {name}"


@needs_dart
@pytest.mark.slow
def test_the_examples_of_the_readme_are_sound(packages: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```dart\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)
    for number, block in enumerate(blocks):
        (tmp_path / f"block{number}.dart").write_text(block)
    done = dart("analyze", f"--packages={packages}", str(tmp_path))
    assert blocks
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_links_of_the_readme_stay_within_the_package(tmp_path: Path) -> None:
    copy = tmp_path / "opsdeck_client"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns(".dart_tool", "build"))
    links = re.findall(r"\]\((?!https?://)([^)#]+)", (copy / "README.md").read_text())
    assert links
    assert [link for link in links if not (copy / link).exists()] == []


def test_what_may_be_repeated_is_what_the_contract_says() -> None:
    table = set(re.findall(r"'(/.*?)'", (GENERATED / "repeatable.dart").read_text()))
    assert table == {
        f"/{service.full_name}/{method.name}"
        for service in SERVICES
        for method in service.methods
        if method.GetOptions().idempotency_level
        in (MethodOptions.NO_SIDE_EFFECTS, MethodOptions.IDEMPOTENT)
    }


def test_every_message_is_exported() -> None:
    exported = set(re.findall(r"'src/gen/(.*?)'", (PACKAGE / "lib/v1.dart").read_text()))
    assert exported == {str(file.relative_to(GENERATED)) for file in GENERATED.rglob("*.pb.dart")}


def test_every_reason_is_there() -> None:
    enum = (GENERATED / "opsdeck/v1/error_reason.pbenum.dart").read_text()
    assert re.findall(r"const ErrorReason (\w+) =", enum) == [*ErrorReason.keys()]
