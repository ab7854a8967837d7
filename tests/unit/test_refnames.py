"""Branch names: what we let pass, git lets pass too."""

import re
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opsdeck_server.domain.refnames import branch_name_problem

# Pieces that git's rules are about, more often than chance would bring them.
_PIECES = st.sampled_from(
    ["/", ".", "..", "//", "@", "@{", "-", ".lock", "HEAD", "refs/", "refs/heads/", "~", "^",
     ":", "?", "*", "[", "\\", " ", "\t", "\x7f", "\x1f", "a", "é", "\u2028", "{", "}", "$"]
)  # fmt: skip
_ANY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3)
_WORDS = st.text("abcxyz0189-_./é", min_size=1, max_size=6)
NAMES = st.lists(_WORDS | _PIECES | _ANY, min_size=1, max_size=6).map("".join)


def git_accepts(name: str) -> bool:
    done = subprocess.run(
        ["git", "check-ref-format", "--branch", name], cwd="/", capture_output=True, timeout=20
    )
    return done.returncode == 0 and done.stdout == name.encode() + b"\n"


@settings(max_examples=300)
@given(NAMES)
@example("a.lock/b")
@example("a/.b")
@example("a.")
@example("a/@")
@example("x" * 244)
def test_git_accepts_what_we_accept(name: str) -> None:
    if branch_name_problem(name) is None:
        assert git_accepts(name)


@settings(max_examples=300)
@given(NAMES)
def test_we_refuse_no_more_than_we_say(name: str) -> None:
    if git_accepts(name) and branch_name_problem(name) is not None:
        assert name in ("HEAD", "@") or name.startswith(("-", "refs/")) or len(name) > 200


@pytest.mark.parametrize("name", ["main", "feature/quotes-tab", "fix/#12", "a.b/c_d", "ünïcode"])
def test_ordinary_names_pass(name: str) -> None:
    assert branch_name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "empty"),
        ("--upload-pack=x", "start with -"),
        ("a b", "spaces"),
        ("a..b", r"\.\."),
        ("a@{1}", "@{"),
        ("/a", "start with /"),
        ("a/", "end in /"),
        ("a.", r"end in / or \."),
        ("a/.b", r"start with \."),
        ("a.lock/b", r"end in \.lock"),
        ("HEAD", "plain"),
        ("@", "plain"),
        ("refs/heads/a", "plain"),
        ("x" * 245, "244"),
        ("\ud800", "Unicode"),
    ],
)
def test_a_refusal_says_why(name: str, problem: str) -> None:
    said = branch_name_problem(name)
    assert said is not None
    assert re.search(problem, said)
