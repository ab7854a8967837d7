"""REST, as a script of anybody's would speak it."""

import http.client
import json
from typing import Any


def ask(
    port: int,
    method: str,
    path: str,
    *,
    host: str = "127.0.0.1",
    token: str | None = None,
    body: dict[str, Any] | None = None,
    timeout: float = 30.0,
) -> tuple[int, dict[str, Any]]:
    """Send one request; block for its status and JSON.

    Raises:
        OSError: Nobody answers, or not with HTTP.
    """
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        data = answer.read()
    except http.client.HTTPException as error:
        raise OSError(f"no HTTP answer: {error!r}") from None
    finally:
        connection.close()
    try:
        document: dict[str, Any] = json.loads(data)
    except ValueError:
        document = {}
    return answer.status, document
