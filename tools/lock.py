"""Renew requirements/ from pyproject.toml, to the newest versions that fit.

One lock serves every platform and every Python from 3.11 on, with the hash of each file. It names
no registry: pip takes its own, a mirror in the user's settings included.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--upgrade"),
    *("--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-header"),
]


def main() -> None:
    """Write both locks; the first failure ends it with uv's own exit code."""
    # The build backend is in the runtime lock: the checkout is installed with it.
    runtime = ["--group", "build", "--output-file", "requirements/runtime.txt"]
    # What both hold has one version: pip puts the second lock over the first.
    dev = ["--group", "build", "--group", "dev", "--constraint", "requirements/runtime.txt"]
    for name, words in (
        ("runtime", runtime),
        ("dev", [*dev, "--output-file", "requirements/dev.txt"]),
    ):
        print(f"Resolving requirements/{name}.txt", flush=True)
        done = subprocess.run([*COMPILE, *words], cwd=ROOT, check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main()
