"""The `opsdeck` command: it starts the server, and talks to one like any other client.

Nothing heavy is imported at the top of these modules: a shell completion or a `--help` pays for
what it prints, and a client command never loads what only the server needs.
"""
