"""How long things of a session may take, in seconds."""

INTERRUPT_SECONDS = 10.0
"""How long an agent may take to give up its turn before its process is ended."""

OVER_SECONDS = 30.0
"""How long an interrupt waits for the end of it all before it says how things stand."""

SLACK_SECONDS = 60.0
"""By how much a supervisor, which ends a silent process even with the server away, is later
than the server, which would have done so in good order."""

TOOLS_SECONDS = 3.0
"""How long the agent may take to end its tools then; what it runs in the background may stay."""
