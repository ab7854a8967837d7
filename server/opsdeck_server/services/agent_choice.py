"""Which agent a person means, and whether it works in the permission mode they name."""

from collections.abc import Mapping

from opsdeck_server.domain.errors import AgentUnknown, RequestInvalid
from opsdeck_server.ports.agent import Agent

DEFAULT = "claude"


def chosen(
    agents: Mapping[str, Agent], name: str | None, mode: str | None, mode_field: str
) -> Agent:
    """Return an agent of this server. Raises AgentUnknown; RequestInvalid of `mode_field`."""
    name = name or DEFAULT
    agent = agents.get(name)
    if agent is None:
        known = ", ".join(sorted(agents))
        hint = " (set ENABLE_SIMULATOR=1 to allow it)" if name == "simulator" else ""
        raise AgentUnknown(
            f"agent: {name} is not available here{hint}; known: {known}", known=known
        )
    if mode is not None and mode not in agent.permission_modes:
        modes = ", ".join(agent.permission_modes)
        raise RequestInvalid.field(mode_field, f"must be one of {modes}")
    return agent
