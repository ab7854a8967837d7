"""`python -m bench [ROW …]`: measure, print the table. Nothing fails on a figure."""

import asyncio
import importlib
import os
import sys
import time

import uvloop

from bench.table import Row, show

ROWS = (
    "live_latency",
    "delta_burst",
    "replay",
    "rest_throughput",
    "job_start",
    "pages",
    "footprint",
    "session_deltas",
    "session_first_text",
    "session_burst",
    "session_interrupt",
    "session_fanout",
    "client_ts",
    "client_python",
)


async def measure(names: list[str]) -> list[Row]:
    """Run the rows one after the other: two at once would measure each other."""
    rows: list[Row] = []
    for name in names:
        started = time.monotonic()
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        module = importlib.import_module(f"bench.rows.{name}")
        rows.extend(await module.run())
        print(f"  {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return rows


def main() -> int:
    """Measure the rows that are named, or all."""
    names = sys.argv[1:] or list(ROWS)
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        print(f"unknown row: {', '.join(unknown)}; there are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    # The harness starts programs beside gRPC's threads; it needs none of gRPC's fork support.
    os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        show(runner.run(measure(names)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
