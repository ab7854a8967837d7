"""The contracts of import-linter that are ours see what they are there for."""

from __future__ import annotations

import pytest
from grimp import ImportGraph
from importlinter import Contract

from tools.import_contracts import SiblingsApart, StdlibOnly


def graph(*imports: tuple[str, str]) -> ImportGraph:
    made = ImportGraph()
    for importer, imported in imports:
        made.add_import(importer=importer, imported=imported)
    # A package is in grimp's graph together with its modules.
    for module in sorted(made.modules):
        while module := module.rpartition(".")[0]:
            made.add_module(module)
    return made


def found(contract: type[Contract], package: str, made: ImportGraph) -> list[str]:
    options = {"package": package}
    checked = contract("under test", {}, options).check(made, verbose=False)
    assert checked.kept == (not checked.metadata["found"])
    return checked.metadata["found"]


@pytest.mark.parametrize("imported", ["json", "a.domain.other", "a.domain"])
def test_stdlib_only_lets_the_standard_library_and_the_package_pass(imported: str) -> None:
    assert found(StdlibOnly, "a.domain", graph(("a.domain.x", imported))) == []


@pytest.mark.parametrize("imported", ["msgspec", "a.services", "a.domains"])
def test_stdlib_only_names_all_else(imported: str) -> None:
    assert found(StdlibOnly, "a.domain", graph(("a.domain.x", imported))) == [
        f"a.domain.x imports {imported}"
    ]


@pytest.mark.parametrize("imported", ["a.adapters._shared", "a.adapters.git.refs", "a.ports"])
def test_siblings_apart_lets_helpers_and_own_modules_pass(imported: str) -> None:
    assert found(SiblingsApart, "a.adapters", graph(("a.adapters.git.work", imported))) == []


def test_siblings_apart_names_an_import_between_adapters() -> None:
    made = graph(("a.adapters.git.work", "a.adapters.tmux.screen"))
    assert found(SiblingsApart, "a.adapters", made) == [
        "a.adapters.git.work imports a.adapters.tmux.screen"
    ]
