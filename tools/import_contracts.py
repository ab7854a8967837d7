"""Contracts of ours for import-linter: those that its own kinds cannot say."""

from __future__ import annotations

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class StdlibOnly(Contract):
    """All modules of `package` import its own modules and the standard library, nothing else."""

    package = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Name every import that leads elsewhere."""
        del verbose
        package = str(self.package)
        found = [
            f"{module} imports {imported}"
            for module in sorted(graph.find_descendants(package) | {package})
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            # The package that holds this one is imported with it whatever it says.
            if not _within(imported, package)
            and imported.partition(".")[0] not in sys.stdlib_module_names
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print them."""
        _render(check)


class SiblingsApart(Contract):
    """No child of `package` imports another, but for those whose name begins with `_`."""

    package = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Name every import between siblings."""
        del verbose
        package = str(self.package)
        found: list[str] = []
        for child in sorted(graph.find_children(package)):
            for module in sorted(graph.find_descendants(child) | {child}):
                for imported in sorted(graph.find_modules_directly_imported_by(module)):
                    other = imported.removeprefix(f"{package}.")
                    if (
                        _within(imported, package)
                        and imported != package
                        and not _within(imported, child)
                        and not other.startswith("_")
                    ):
                        found.append(f"{module} imports {imported}")
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print them."""
        _render(check)


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _render(check: ContractCheck) -> None:
    for line in check.metadata["found"]:
        output.print_error(line)
