"""The opsdeck server: it runs coding agents on git repositories and tells what they do."""
