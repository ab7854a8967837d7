"""Generate gen/ from proto/, or say with --check whether it is what proto/ makes.

The output depends on proto/, on the routes of envoy.yaml and on the locked versions of the tools
alone. Everything runs on installed tools, without a network; what npm has is installed the first
time. Dart is left out where its plugin is not.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
import tempfile
from pathlib import Path

from generators import dart, openapi, typescript
from generators.commands import BIN, ROOT, contract, protoc, run

# What is ours in gen/; each is replaced as a whole, so that nothing stale stays.
TREES = (
    *("python/opsdeck", "python/buf", "descriptor"),
    *(*openapi.TREES, *typescript.TREES, *dart.TREES),
)
# google.* has its own package on PyPI. buf.validate has none that google.protobuf can read.
VENDORED = ("buf/validate/validate.proto",)


def main() -> None:
    """Exit 0 when done, or when --check found no difference; 1 otherwise."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--check", action="store_true", help="compare only; write nothing")
    check: bool = words.parse_args().check
    with tempfile.TemporaryDirectory(prefix="opsdeck-gen-") as name:
        made = Path(name)
        generate(made)
        if not check:
            replace(made)
            return
        differences = compare(made)
    for line in differences:
        print(line, file=sys.stderr)
    if differences:
        sys.exit("gen/ is not what proto/ makes: run `make gen` and commit the result")
    print("gen/ is what proto/ makes")


def generate(out: Path) -> None:
    """Write all of TREES below `out`."""
    python = out / "python"
    python.mkdir()
    ours = contract()
    services = [file for file in ours if file.endswith("_service.proto")]
    plugins = [f"--plugin={BIN / name}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")]
    stubs = f"--mypy_out=readable_stubs:{python}"
    protoc(*plugins, f"--python_out={python}", stubs, *ours, *VENDORED)
    # A file without a service would get an empty module here.
    protoc(
        *plugins,
        f"--grpc_python_out={python}",
        f"--mypy_grpc_out=readable_stubs,only_async:{python}",
        *services,
    )
    # `buf` stays a namespace package: other distributions may have a part of it.
    for package in ("opsdeck", "opsdeck/v1"):
        (python / package / "__init__.py").write_text(f'"""Generated from proto/{package}."""\n')
    (python / "opsdeck" / "py.typed").touch()

    # For Envoy: every file with all its imports, google.rpc's error details too, for it cannot
    # show an error whose details it does not know.
    (out / "descriptor").mkdir()
    image = out / "descriptor" / "opsdeck.binpb"
    form = ["--as-file-descriptor-set", "--exclude-source-info"]
    run(str(BIN / "buf"), "build", *form, "--output", str(image))

    openapi.generate(out)
    typescript.generate(out)
    dart.generate(out)


def replace(made: Path) -> None:
    """Put the trees in `made` in the place of those in gen/."""
    for tree in TREES:
        target = ROOT / "gen" / tree
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made / tree, target)


def compare(made: Path) -> list[str]:
    """Return one line for each file of TREES that differs, is missing or is too many."""
    lines: list[str] = []
    for tree in TREES:
        there, expected = files(ROOT / "gen" / tree), files(made / tree)
        lines += [f"missing: gen/{tree}/{file}" for file in sorted(expected - there)]
        lines += [f"stale: gen/{tree}/{file}" for file in sorted(there - expected)]
        lines += [
            f"different: gen/{tree}/{file}"
            for file in sorted(there & expected)
            if not filecmp.cmp(ROOT / "gen" / tree / file, made / tree / file, shallow=False)
        ]
    return lines


def files(folder: Path) -> set[str]:
    """Return the files below a folder, relative to it, without Python's bytecode."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }


if __name__ == "__main__":
    main()
