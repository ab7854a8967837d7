"""opsdeck demo: one whole job in a folder of its own, with no account."""
