"""What an installation without a checkout has to bring along."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from opsdeck_server.adapters.sql import migrate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names of the files in a wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as file:
        return frozenset(file.namelist())


def test_a_wheel_has_every_migration(names: frozenset[str]) -> None:
    folder = migrate.scripts()
    for path in (folder / "env.py", *(folder / "versions").glob("*.py")):
        assert f"opsdeck_server/migrations/{path.relative_to(folder)}" in names


@pytest.mark.parametrize(
    "name",
    [
        "envoy.yaml",
        "opsdeck.binpb",
        "text.lua",
        "sha256.lua",
        "requests.lua",
        "rest.lua",
        "openapi.json",
        "docs.html",
    ],
)
def test_a_wheel_has_what_the_gateway_hands_to_envoy(names: frozenset[str], name: str) -> None:
    assert f"opsdeck_gateway/{name}" in names


def test_a_wheel_has_nothing_that_is_not_a_part_of_it(names: frozenset[str]) -> None:
    folders = {"opsdeck_server", "opsdeck_gateway", "opsdeck_client", "opsdeck", "buf"}
    strangers = [name for name in names if name.split("/")[0] not in folders]
    assert all(".dist-info/" in name for name in strangers)
    assert not any("__pycache__" in name for name in names)
