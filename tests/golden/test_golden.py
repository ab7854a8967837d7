"""One table of cases, and the same result at every door."""

import shutil
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.stack import Stack
from tests.clients import typescript
from tests.golden import table
from tests.golden.doors.door import Door
from tests.golden.doors.grpc import GrpcDoor
from tests.golden.doors.python import PythonDoor
from tests.golden.doors.rest import RestDoor
from tests.golden.doors.typescript import TypeScriptDoor
from tests.golden.doors.web import WebDoor
from tests.golden.doors.websocket import WebSocketDoor
from tests.golden.runner import Different, Run
from tests.golden.table import Case

pytestmark = pytest.mark.asyncio(loop_scope="module")

CASES = table.load()


@dataclass(slots=True)
class House:
    """One server for all cases, and the doors that were opened so far."""

    stack: Stack
    doors: dict[str, Door] = field(default_factory=dict[str, Door])
    numbers: "count[int]" = field(default_factory=count)

    async def door(self, name: str) -> Door:
        """Return a door, opened once for all cases."""
        if name not in self.doors:
            self.doors[name] = await _OPEN[name](self.stack.port)
        return self.doors[name]

    def organisation(self) -> str:
        """Make a repository of a case's own; return the name of its owner."""
        org = f"org{next(self.numbers)}"
        sample = self.stack.origin
        shutil.copytree(sample.path, sample.root / org / f"{sample.repo}.git")
        return org


def _opened(door: Callable[[int], Door]) -> Callable[[int], Awaitable[Door]]:
    async def opened(port: int) -> Door:
        return door(port)

    return opened


async def _typescript(port: int) -> Door:
    typescript.build()
    return await TypeScriptDoor.start(port)


_OPEN: dict[str, Callable[[int], Awaitable[Door]]] = {
    "rest": _opened(RestDoor),
    "grpc": _opened(GrpcDoor),
    "grpc-web": _opened(WebDoor),
    "websocket": _opened(WebSocketDoor),
    "python": _opened(PythonDoor),
    "typescript": _typescript,
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house() -> AsyncGenerator[House]:
    """One server, which works on one job at a time, so that the next one waits."""
    with tempfile.TemporaryDirectory(prefix="od-", ignore_cleanup_errors=True) as name:
        stack = Stack.make(Path(name).resolve(), MAX_CONCURRENT_JOBS="1")
        house = House(await stack.start())
        try:
            yield house
            for door in house.doors.values():
                await door.close()
        finally:
            await stack.close()


@pytest.mark.parametrize(
    ("case", "door"),
    [
        pytest.param(case, door, id=f"{door}: {case.topic}: {case.name}")
        for case in CASES
        for door in case.doors
    ],
)
async def test_the_table(house: House, case: Case, door: str) -> None:
    org = house.organisation()
    opened = await house.door(door)
    run = Run(case, opened, house.stack.root, org, house.stack.origin.repo)
    different = ""
    try:
        await run.run()
    except Different as found:
        different = str(found)
    if different:
        pytest.fail(different, pytrace=False)
