"""Reads pages of the documentation: their blocks, headings and links.

A fenced block is run by tests/acceptance/test_docs.py where the line before it is one of

    <!-- test -->           it must end with exit code 0
    <!-- test: fails -->    it must not
    <!-- test: serve -->    its variables are the server's, which runs for the blocks after it
    <!-- test: verify -->   a function that has a test of its own
    <!-- answer -->         JSON of the shape that the block before it printed

and what stands in a comment that begins with `<!-- setup` is run too. `<!-- needs: NAME -->` on a
line of its own names a program that the page cannot do without. None of it is shown to who reads
the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])

_MARK = re.compile(r"<!-- (test(?:: \w+)?|answer) -->$")
_FENCE = re.compile(r"( *)(`{3,})(\w*)$")
_NEEDS = re.compile(r"^<!-- needs: ([\w ]+) -->$", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6}) (.+)$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block; `mark` is empty where no comment stands before it."""

    line: int
    language: str
    mark: str
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page, taken apart."""

    path: Path
    blocks: tuple[Block, ...]
    headings: tuple[str, ...]
    links: tuple[str, ...]
    needs: tuple[str, ...]

    @property
    def name(self) -> str:
        """The path from the checkout's folder."""
        return str(self.path.relative_to(ROOT))

    @property
    def anchors(self) -> set[str]:
        """What a link may have behind its #, as GitHub makes it of the headings."""
        found: dict[str, int] = {}
        for heading in self.headings:
            words = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            found[words] = found.get(words, -1) + 1
        return {
            word if not again else f"{word}-{again}"
            for word, count in found.items()
            for again in range(count + 1)
        }

    def rows(self, first: str) -> list[list[str]]:
        """Return the rows of every table whose first column is headed so, cell by cell."""
        rows: list[list[str]] = []
        inside = False
        for line in self.path.read_text().splitlines():
            if not line.startswith("|"):
                inside = False
                continue
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            if inside and set(line) - set("|- "):
                rows.append(cells)
            inside = inside or cells[0] == first
        return rows


def read_page(path: Path) -> Page:
    """Read a page."""
    blocks = tuple(_blocks(path.read_text().splitlines()))
    prose = re.sub(r"^( *)(`{3,}).*?^\1\2$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    headings = tuple(m[2] for line in prose.splitlines() if (m := _HEADING.match(line)))
    links = tuple(_LINK.findall(re.sub(r"`[^`\n]+`", "", prose)))
    needs = tuple(" ".join(_NEEDS.findall(prose)).split())
    return Page(path, blocks, headings, links, needs)


def _blocks(lines: list[str]) -> Iterator[Block]:
    mark, section = "", ""
    rest = iter(enumerate(lines, 1))
    for number, line in rest:
        if line == "<!-- setup":
            yield Block(number, "bash", "test", _until("-->", rest), section)
            continue
        fence = _FENCE.match(line)
        if fence is None:
            if heading := _HEADING.match(line):
                section = heading[2]
            found = _MARK.match(line.strip())
            mark = found[1] if found else ""
            continue
        indent, ticks, language = fence.groups()
        yield Block(number, language, mark, _until(ticks, rest, indent), section)
        mark = ""


def _until(end: str, rest: Iterator[tuple[int, str]], indent: str = "") -> str:
    text: list[str] = []
    for _, line in rest:
        if line == indent + end:
            break
        text.append(f"{line.removeprefix(indent)}\n")
    return "".join(text)
