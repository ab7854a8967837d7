"""The documentation says what is so: its examples run, its tables are complete, its links lead
somewhere."""

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.docs_shell import NEEDED, Shell, parse, same_shape
from tests.acceptance.markdown import PAGES, ROOT, Page, read_page
from tests.acceptance.stack import Stack

ALL = [read_page(path) for path in PAGES]
RUN = [page for page in ALL if any(b.mark in ("test", "test: fails") for b in page.blocks)]


@pytest_asyncio.fixture
async def shell(installed: Stack) -> AsyncGenerator[Shell]:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"the examples need {' and '.join(missing)}")
    yield Shell(installed)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
async def test_the_examples_of_a_page_run(page: Page, shell: Shell) -> None:
    lacking = [name for name in page.needs if shell.find(name) is None]
    if lacking:
        pytest.skip(f"needs {' and '.join(lacking)}: make tools installs it, where there is Go")
    blocks = [block for block in page.blocks if block.mark and block.mark != "test: verify"]
    serve = next((b for b in blocks if b.mark == "test: serve"), None)
    first = blocks.index(serve) if serve else 0
    await shell.run(blocks[:first])
    await shell.start(serve)

    rest = blocks[first + 1 if serve else 0 :]
    run = [block for block in rest if block.mark.startswith("test")]
    printed = dict(zip((b.line for b in run), await shell.run(run), strict=True))

    last = ""
    for block in rest:
        if block.mark == "answer":
            wrong = same_shape(parse(block.text), parse(last))
            assert wrong == [], f"{page.name}:{block.line}: {wrong}\n{last}"
        else:
            last = printed[block.line]


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Page) -> None:
    dead: list[str] = []
    for link in page.links:
        if link.startswith(("http://", "https://")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.path.parent / name).resolve() if name else page.path
        there = target.is_file() and (not anchor or anchor in read_page(target).anchors)
        if not there and (anchor or not target.is_dir()):
            dead.append(link)
    assert dead == []


def test_every_page_can_be_found_from_the_readme() -> None:
    found: set[Path] = set()
    to_read = [ROOT / "README.md"]
    while to_read:
        path = to_read.pop()
        if path in found or path.suffix != ".md" or not path.exists():
            continue
        found.add(path)
        links = (link.partition("#")[0] for link in read_page(path).links if "://" not in link)
        to_read += [(path.parent / link).resolve() for link in links if link]
    assert [page.name for page in ALL if page.path not in found] == []
