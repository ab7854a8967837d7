"""opsdeck doctor: looks at everything that the server needs, and says what to do."""
