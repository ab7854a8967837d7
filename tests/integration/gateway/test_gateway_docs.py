"""What the gateway refuses is in the tables of the documents."""

import re
from pathlib import Path
from typing import Any, cast

import yaml

from opsdeck_gateway.render import Places, lua, render, template_path
from tests.acceptance.markdown import ROOT, read_page

PLACES = Places("127.0.0.1", 1, Path("/s"), Path("/b"), Path("/a"), Path("/d"))


def told(page: str) -> set[int]:
    table = read_page(ROOT / "docs" / page).rows("status")
    return {int(row[0]) for row in table}


def compared(part: Any) -> set[int]:
    """Return each status that one is compared with for being the same."""
    parts: list[Any] = []
    if isinstance(part, dict):
        pairs = cast("dict[str, Any]", part)
        if pairs.get("op") == "EQ":
            return {pairs["value"]["default_value"]}
        parts = [*pairs.values()]
    elif isinstance(part, list):
        parts = cast("list[Any]", part)
    return {status for each in parts for status in compared(each)}


def test_the_table_of_errors_has_each_status_that_the_gateway_gives() -> None:
    of_envoy = compared(yaml.safe_load(render(template_path().read_text(), PLACES)))
    of_lua = {int(status) for status in re.findall(r'return "(\d+)"', lua())}
    assert {404, 426, 431, 501, 503} <= of_envoy
    assert {400, 401, 403, 405, 415} <= of_lua
    assert of_envoy | of_lua <= told("reference/errors.md")


def test_the_page_of_phones_has_each_status_before_an_upgrade() -> None:
    statuses = {400, 401, 403, 404, 405, 426, 431, 503}
    assert told("how-to/write-a-phone-client.md") == statuses
    assert statuses <= told("reference/errors.md")


def test_the_bounds_that_are_told_are_those_of_envoy() -> None:
    template = template_path().read_text()
    text = " ".join((ROOT / "docs/reference/errors.md").read_text().split())
    for bound, said in {
        "request_headers_timeout: 15s": "longer than 15 seconds",
        "request_timeout: 120s": "the request longer than 120",
        "max_request_bytes: 4096 ": "4 KiB where no token is needed",
        "max_request_headers_kb: 32": "larger than 32 KiB",
    }.items():
        assert bound in template
        assert said in text
