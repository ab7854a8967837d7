"""Generated from proto/opsdeck/v1."""
