"""Sending callbacks to other people's systems."""

from typing import Protocol


class SendError(Exception):
    """The callback did not arrive. `permanent`: trying again is of no use."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class WebhookSender(Protocol):
    """Posts a body to a URL that somebody else chose."""

    def check_url(self, url: str) -> str | None:
        """Return what is wrong with a URL before anything is sent, or None.

        Only http and https; no credentials in it; a literal address must be allowed.
        """
        ...

    async def send(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        """Post the body; return on a 2xx answer, else raise SendError.

        The address is checked after it is resolved, and the connection goes to that
        very address. Redirects are not followed. 10 s to connect, 30 s in all.
        """
        ...
