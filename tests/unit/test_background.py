"""What the log says of tasks that go on by themselves, and of those that are seen through."""

import pytest
import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.testing import capture_logs
from structlog.typing import EventDict

from opsdeck_server.services.background import Background

log = structlog.get_logger(__name__)


async def speak() -> None:
    log.info("spoke")


async def fail() -> None:
    raise RuntimeError("a fault")


async def line_of_spawned(owner: Background, **about: str) -> EventDict:
    """Return what is logged of a task that a request began."""
    began = bound_contextvars(request="request-1", job="job-1")
    with capture_logs([merge_contextvars]) as lines, began:
        await owner.spawn(speak(), **about)
    [line] = lines
    return line


async def test_a_task_that_goes_on_by_itself_names_what_its_owner_is_about() -> None:
    assert (await line_of_spawned(Background(session="quick-1")))["session"] == "quick-1"


async def test_a_task_may_be_about_more_than_its_owner() -> None:
    line = await line_of_spawned(Background(), session="quick-1")

    assert line["session"] == "quick-1"


async def test_a_task_that_goes_on_by_itself_has_nothing_of_who_began_it() -> None:
    line = await line_of_spawned(Background())

    assert not {"request", "job"} & line.keys()


async def test_who_began_a_task_keeps_its_own() -> None:
    with bound_contextvars(request="request-1"):
        await Background(session="quick-1").spawn(speak())

        assert structlog.contextvars.get_contextvars() == {"request": "request-1"}


async def test_a_task_that_is_seen_through_is_its_caller_s() -> None:
    with capture_logs([merge_contextvars]) as lines, bound_contextvars(request="request-1"):
        await Background().see_through(speak())

    assert [line["request"] for line in lines] == ["request-1"]


async def test_a_fault_names_what_its_task_is_about_and_nothing_of_who_began_it() -> None:
    owner = Background(session="quick-1")
    with capture_logs([merge_contextvars]) as lines:
        with bound_contextvars(request="request-1"):
            task = owner.spawn(fail())
        with pytest.raises(RuntimeError):
            await task

    [line] = lines
    assert (line["event"], line["session"]) == ("background.fault", "quick-1")
    assert "request" not in line
