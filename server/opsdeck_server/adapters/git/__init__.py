"""The git CLI behind the Git port.

Submodules are the agent's business: they are neither fetched nor checked out here.
"""

from opsdeck_server.adapters.git.adapter import GitCli
from opsdeck_server.adapters.git.command import Limits

__all__ = ["GitCli", "Limits"]
