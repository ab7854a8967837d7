"""The OpenAPI document of REST, and the page to read it."""

import sys
from pathlib import Path

from generators.commands import run

TREES = ("openapi",)


def generate(out: Path) -> None:
    """Write TREES below `out`: from proto/ and from the routes of envoy.yaml."""
    run(sys.executable, "-m", "tools.openapi", str(out / "openapi"))
