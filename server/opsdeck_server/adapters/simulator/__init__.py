"""A stand-in for a coding CLI that costs nothing and really edits files; by name only.

The driver is imported when it is asked for: the program below imports this package too, and
has nothing but the standard library.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsdeck_server.adapters.simulator.driver import SimulatorAgent

__all__ = ["SimulatorAgent"]


def __getattr__(name: str) -> object:
    if name != "SimulatorAgent":
        raise AttributeError(name)
    from opsdeck_server.adapters.simulator.driver import SimulatorAgent

    return SimulatorAgent
