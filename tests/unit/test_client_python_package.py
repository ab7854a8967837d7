"""What is packed of the Python client: whole, alone, and with links that lead somewhere."""

import re
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a wheel and a source distribution hold, in `wheel` and `sdist`."""
    folder = tmp_path_factory.mktemp("packed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist"]
    done = subprocess.run(
        [*build, "-d", str(folder)], cwd=ROOT / "gen/python", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    with ZipFile(wheel) as file:
        file.extractall(folder / "wheel")
    with tarfile.open(sdist) as file:
        file.extractall(folder / "unpacked", filter="data")
    (folder / "unpacked" / sdist.name.removesuffix(".tar.gz")).rename(folder / "sdist")
    return folder


def test_the_wheel_has_what_is_a_part_of_it(packed: Path) -> None:
    names = {path.name for path in (packed / "wheel").iterdir() if path.suffix != ".dist-info"}
    assert names == {"opsdeck_client", "opsdeck", "buf"}
    assert (packed / "wheel/opsdeck_client/py.typed").exists()


def test_the_wheel_stands_alone(packed: Path) -> None:
    look = (
        "import sys; sys.path.insert(0, sys.argv[1]); import opsdeck_client; "
        "print([n for n, m in sys.modules.items() if n.split('.')[0].startswith(('opsdeck', 'buf'))"
        " and not (m.__file__ or m.__path__[0]).startswith(sys.argv[1])])"
    )
    command = [sys.executable, "-P", "-c", look, str(packed / "wheel")]
    done = subprocess.run(command, cwd=packed, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize(
    ("kind", "readme"), [("wheel", "*.dist-info/METADATA"), ("sdist", "README.md")]
)
def test_no_link_of_the_readme_leads_out_of_the_pack(packed: Path, kind: str, readme: str) -> None:
    (file,) = (packed / kind).glob(readme)
    text = file.read_text()
    assert "## Watches" in text
    links = re.findall(r"\]\((?!https?://)([^)#]+)", text)
    assert [link for link in links if not (packed / kind / link).exists()] == []


def test_the_example_that_the_readme_names_is_in_the_source(packed: Path) -> None:
    named = re.findall(r"`(examples/[^`]+)`", (packed / "sdist/README.md").read_text())
    assert named
    assert [name for name in named if not (packed / "sdist" / name).exists()] == []
