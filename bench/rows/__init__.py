"""The rows of the table; each module measures one thing and what it is held against."""
