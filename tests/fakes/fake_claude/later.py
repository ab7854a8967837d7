"""What happens after a turn: unasked turns, which nobody sent a message for."""

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL

from tests.fakes.fake_claude.directives import DIRECTIVES, directive, start
from tests.fakes.fake_claude.session import Session

__all__ = ["DIRECTIVES"]


_TASKS: list[str] = []


def _changed(session: Session, change: Callable[[list[str]], None]) -> None:
    """Say which tasks run, as the CLI does whenever that changes."""
    change(_TASKS)
    tasks = [{"task_id": name, "task_type": "local_bash"} for name in _TASKS]
    session.out("system", subtype="background_tasks_changed", tasks=tasks)


@directive
def background(session: Session, rest: str) -> None:
    call = session.tool("Bash", {"command": rest, "run_in_background": True})
    name = uuid.uuid4().hex[:9]
    _changed(session, lambda tasks: tasks.append(name))
    session.out("system", subtype="task_started", task_id=name, tool_use_id=call, description=rest)
    session.tool_result(call, f"Command running in background with ID: {name}.")
    child = start(rest, stdout=DEVNULL)
    session.background(child.wait, f"@task {name} {rest}")


@directive
def task(session: Session, rest: str) -> None:
    name, _, command = rest.partition(" ")
    fields = {"task_id": name, "status": "completed", "summary": command}
    session.out("system", subtype="task_notification", **fields)
    _changed(session, lambda tasks: tasks.remove(name))
    session.say(f"The background command ended: {command}")


@directive
def unasked(session: Session, rest: str) -> None:
    path, _, script = rest.partition(" ")

    def wait() -> None:
        while not Path(path).exists():
            time.sleep(0.005)

    session.background(wait, script)
