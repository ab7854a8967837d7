"""Agents that wait: started with their session, so many, so long, and ended in good order."""

from collections.abc import Sequence

from tests.acceptance.chatting import Chat, texts
from tests.acceptance.stack import Stack
from tests.acceptance.watching import eventually


async def here(chats: Sequence[Chat], wanted: Sequence[bool]) -> None:
    """Wait until the agents are there that are wanted, and no others."""
    await eventually(lambda: [bool(chat.processes) for chat in chats] == list(wanted))


async def test_an_agent_starts_with_its_session_and_not_with_its_first_message(
    stack: Stack,
) -> None:
    chat = await Chat.start(stack)
    await chat.warm()

    session = await chat.turn("@say Here.")

    assert len(chat.starts) == 1
    assert texts(session) == ["Here."]


async def test_of_too_many_agents_that_wait_the_longest_idle_goes(installed: Stack) -> None:
    installed.env["MAX_WARM_SESSIONS"] = "2"
    stack = await installed.start()
    first, second, third = chats = [await Chat.start(stack) for _ in range(3)]
    await here(chats, [False, True, True])

    await second.turn("@say I am the newest now.")
    await first.turn("@say And now I.")

    await here(chats, [True, True, False])
    assert [len(chat.starts) for chat in (first, second, third)] == [2, 1, 1]


async def test_an_agent_at_work_counts_for_none_that_waits(installed: Stack) -> None:
    installed.env["MAX_WARM_SESSIONS"] = "1"
    stack = await installed.start()
    busy = await Chat.start(stack)
    gate = await busy.working("@say Done.")
    idle = await Chat.start(stack)
    await here([busy, idle], [True, True])

    gate.touch()
    await busy.turns(1)

    await here([busy, idle], [True, False])


async def test_an_agent_that_waited_too_long_ends_in_good_order_and_is_resumed(
    installed: Stack,
) -> None:
    installed.env["SESSION_IDLE_SECONDS"] = "0.5"
    stack = await installed.start()
    chat = await Chat.start(stack)
    await chat.turn("@say One.")
    await here([chat], [False])
    assert (await chat.get())["status"] == "idle"

    session = await chat.turn("@say Two.")

    assert texts(session) == ["One.", "Two."]
    assert f"--resume={session['claude_session_id']}" in chat.starts[-1]
    await chat.adds_up(session)


async def test_without_agents_that_wait_each_message_starts_one(installed: Stack) -> None:
    installed.env["MAX_WARM_SESSIONS"] = "0"
    stack = await installed.start()
    chat = await Chat.start(stack)
    assert chat.starts == []

    for number in range(3):
        await chat.turn(f"@say {number}")

    session = await chat.get()
    assert texts(session) == ["0", "1", "2"]
    assert len(chat.starts) == 3
    await here([chat], [False])
    await chat.adds_up(session)


async def test_messages_that_meet_an_agent_on_its_way_out_are_answered_once(
    installed: Stack,
) -> None:
    installed.env["SESSION_IDLE_SECONDS"] = "0.01"
    stack = await installed.start()
    chat = await Chat.start(stack)

    for number in range(12):
        await chat.turn(f"@say {number}")

    session = await chat.get()
    assert texts(session) == [str(number) for number in range(12)]
    assert chat.heard == [f"@say {number}" for number in range(12)]
    await chat.adds_up(session)


async def test_an_agent_that_is_ended_may_finish_what_it_does_in_the_background(
    installed: Stack,
) -> None:
    installed.env["SESSION_IDLE_SECONDS"] = "0.3"
    stack = await installed.start()
    gate = stack.root / "gate"
    chat = await Chat.start(stack)
    await chat.turn(f"@background while ! test -e {gate}; do sleep 0.02; done\n@say Started.")
    await eventually(lambda: chat.processes)

    gate.touch()

    await chat.seen.texts(2)
    assert texts(await chat.status("idle"))[-1].startswith("The background command ended")
    await here([chat], [False])


async def test_a_stopped_server_leaves_no_agent_that_waits(stack: Stack) -> None:
    chats = [await Chat.start(stack) for _ in range(3)]
    await chats[0].turn("@say Here.")

    assert await stack.stop() == 0

    assert stack.leftovers() == {}


async def test_an_agent_that_waits_is_found_again_by_the_next_server(stack: Stack) -> None:
    chat = await Chat.start(stack)
    await chat.turn("@say One.")
    await stack.kill()
    await stack.start()

    session = await chat.turn("@say Two.")

    assert texts(session) == ["One.", "Two."]
    assert len(chat.starts) == 1
    await chat.adds_up(session)
