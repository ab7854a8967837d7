"""What generates gen/, one module for each language that needs more than protoc.

A module has TREES, the folders below gen/ that are its own, and `generate(out)`, which writes them
below `out`.
"""
