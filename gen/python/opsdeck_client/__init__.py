"""Talk to an opsdeck server: typed stubs, watches that come back, errors by reason.

The messages are in `opsdeck.v1`, as they were generated from the contract.
"""

from opsdeck_client.client import OpsdeckClient
from opsdeck_client.errors import OpsdeckError, Reason
from opsdeck_client.patience import Patience
from opsdeck_client.watch import Away

__all__ = ["Away", "OpsdeckClient", "OpsdeckError", "Patience", "Reason"]
