"""A row of the table, and how it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `met` is None where nothing was promised."""

    what: str
    ours: str
    against: str = ""
    theirs: str = ""
    ratio: str = ""
    mark: str = ""
    met: bool | None = None
    notes: Sequence[str] = field(default_factory=list[str])


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    table = Table(show_lines=True)
    for name in ("what", "opsdeck", "against", "that", "ratio", "mark", ""):
        table.add_column(name, overflow="fold")
    for row in rows:
        met = "" if row.met is None else ("ok" if row.met else "missed")
        table.add_row(row.what, row.ours, row.against, row.theirs, row.ratio, row.mark, met)
    console = Console(width=150)
    console.print(table)
    for row in rows:
        for note in row.notes:
            console.print(f"- {row.what}: {note}", highlight=False)
