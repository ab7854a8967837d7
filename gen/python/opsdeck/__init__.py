"""Generated from proto/opsdeck."""
