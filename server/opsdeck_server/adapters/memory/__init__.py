"""What is remembered until the process ends: for tests that are about something else."""

from opsdeck_server.adapters.memory.store import MemoryStore

__all__ = ["MemoryStore"]
