"""A stand-in for a coding CLI that costs nothing and really edits files; by name only.

The driver is in `driver`; nothing is imported here, for the program starts faster so.
"""
