"""WebSocket, for what it has frames for; all else is asked over REST, at its side."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import ClassVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.golden import mapping
from tests.golden.contract import Json
from tests.golden.doors.door import SECONDS, UNTOLD, Call, Refused
from tests.golden.doors.rest import RestDoor
from tests.golden.mapping import Family

BARRIER = {"type": "is everything done?"}
"""Refused, and after all that was said before it: so it is known to be done."""


class WebSocketDoor:
    """JSON text frames."""

    family: ClassVar[Family] = "websocket"

    def __init__(self, port: int) -> None:
        self._url = f"ws://127.0.0.1:{port}/ws/sessions/"
        self._rest = RestDoor(port)

    async def call(self, call: Call) -> Json:
        if call.name not in mapping.COMMANDS:
            return await self._rest.call(call)
        async with asyncio.timeout(SECONDS):
            socket = await self._open(call, call.fields[mapping.SESSION[call.name]])
            try:
                await socket.send(json.dumps(mapping.command(call.name, call.fields)))
                await socket.send(json.dumps(BARRIER))
                said = await self._answer(socket)
                if "`type` must be one of" not in said["content"]:
                    raise Refused("websocket", {"content": said["content"], **said["data"]})
            except ConnectionClosed:
                raise _closed(socket, None) from None
            finally:
                await socket.close()
        return UNTOLD

    async def watch(self, call: Call) -> AsyncGenerator[Json]:
        after = "" if call.fields.get("tailOnly") else f"?after={call.fields.get('after') or 0}"
        partial = f"{'&' if after else '?'}partial=true" if call.fields.get("partial") else ""
        socket = await self._open(call, f"{call.fields['id']}{after}{partial}")
        last: Json = None
        try:
            while True:
                last = json.loads(await socket.recv())
                yield last
        except ConnectionClosed:
            if socket.close_code != 1000:
                raise _closed(socket, last) from None
        finally:
            await socket.close()

    async def close(self) -> None:
        await self._rest.close()

    async def _open(self, call: Call, path: str) -> ClientConnection:
        headers = {} if call.bearer is None else {"Authorization": f"Bearer {call.bearer}"}
        try:
            return await connect(
                self._url + path,
                additional_headers=headers,
                proxy=None,
                compression=None,
                open_timeout=SECONDS,
                # Envoy leaves a client a second to close first; this one does not wait.
                close_timeout=0.01,
            )
        except InvalidStatus as error:
            answer = error.response
            told = {"http": answer.status_code, **json.loads(answer.body or b"")}
            raise Refused("websocket", told, opening=True) from None

    async def _answer(self, socket: ClientConnection) -> Json:
        """Read to the first answer to a command; the session's own errors have no reason."""
        while True:
            frame = json.loads(await socket.recv())
            if frame["type"] == "error" and "data" in frame:
                return frame


def _closed(socket: ClientConnection, last: Json) -> Refused:
    said = {"content": last["content"], **last["data"]} if last else {}
    return Refused("websocket", {"close": socket.close_code, **said}, opening=True)
