"""The client: one connection to one server."""

from collections.abc import AsyncGenerator, Callable
from types import TracebackType
from typing import Any, Self

from opsdeck.v1.client_service_pb2_grpc import ClientServiceStub
from opsdeck.v1.job_service_pb2 import WatchJobRequest, WatchJobResponse
from opsdeck.v1.job_service_pb2_grpc import JobServiceStub
from opsdeck.v1.quick_session_service_pb2 import WatchSessionRequest, WatchSessionResponse
from opsdeck.v1.quick_session_service_pb2_grpc import QuickSessionServiceStub
from opsdeck.v1.system_service_pb2_grpc import SystemServiceStub
from opsdeck_client.calls import Calls
from opsdeck_client.channel import authorization, open_channel
from opsdeck_client.patience import Patience
from opsdeck_client.watch import Away, Place, follow


class OpsdeckClient:
    """The services of one server, and watches that outlive its restarts.

    Make it in a running event loop, and use it as an asynchronous context manager. Leaving it
    ends every call and watch that is still open; who waits for one gets an OpsdeckError.

    The stubs are the generated ones, and more: the token is sent; what may be repeated, as the
    contract says, is tried again for some seconds while no server answers; a create without a
    `request_id` gets one, so that it may be repeated; a failure is an `OpsdeckError`. Of gRPC's
    call objects only `await` and `async for` are there, and `timeout` in seconds is for each try.

    Args:
        url: `http://host:port` or `https://host`.
        token: The server's AGENT_API_SECRET; None for one that asks for none.
        patience: How long calls and watches wait for a server that is away.
        root_certificates: PEM of the authorities to trust for https, in place of the usual ones.

    Raises:
        ValueError: `url` is none, or the token cannot be sent.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        patience: Patience | None = None,
        root_certificates: bytes | None = None,
    ) -> None:
        self._patience = patience or Patience()
        metadata = authorization(token)
        self._calls = Calls(open_channel(url, root_certificates), metadata, self._patience)
        stubs = self._calls.for_stubs()
        self.clients = ClientServiceStub(stubs)
        self.jobs = JobServiceStub(stubs)
        self.sessions = QuickSessionServiceStub(stubs)
        self.system = SystemServiceStub(stubs)
        # What a watch reads from: it has its own way of coming back.
        self._bare_jobs = JobServiceStub(self._calls.channel)
        self._bare_sessions = QuickSessionServiceStub(self._calls.channel)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End every call and watch that is still open. Closing twice is closing once."""
        self._calls.closed = True
        await self._calls.channel.close()

    def watch_job(
        self,
        job_id: str,
        after: str = "",
        *,
        tail_only: bool = False,
        partial: bool = False,
        over_a_gap: bool = False,
        on_away: Callable[[Away], object] | None = None,
    ) -> AsyncGenerator[WatchJobResponse]:
        """Yield what happens to a job until it is over, each event once and in order.

        The watch outlives restarts of the server and cut connections: it goes on after the last
        cursor. It ends after the event with `status_change.terminal`; a job that failed ends it
        like any other. Closing the generator (`contextlib.aclosing`) ends the watch and leaves the
        job as it is. Where a wait for an answer was cancelled, the next one goes on after the last
        event.

        Args:
            job_id: Which job.
            after: The `cursor` of the last answer that was seen. Empty: from the beginning.
            tail_only: Leave out what was before. Not together with `after`.
            partial: Text while it is being written, too: `text_delta`, which may be lost.
            over_a_gap: Where the server has pruned events while we were away, go on with what
                is left, in place of an error.
            on_away: Called before each pause while the server is away. What it raises ends the
                watch.

        Raises:
            OpsdeckError: The server refused (no such job, a bad token or cursor, a cursor whose
                successors are pruned), or was away for longer than `patience` allows.
        """
        start = self._start(
            self._bare_jobs.WatchJob, WatchJobRequest, job_id, tail_only=tail_only, partial=partial
        )
        return self._follow(
            start, after, over_a_gap=over_a_gap, patience=None, tell=on_away or _say_nothing
        )

    def watch_session(
        self,
        session_id: str,
        after: str = "",
        *,
        tail_only: bool = False,
        partial: bool = False,
        over_a_gap: bool = False,
        on_away: Callable[[Away], object] | None = None,
    ) -> AsyncGenerator[WatchSessionResponse]:
        """Yield what happens in a session until it is cleaned up, in the way of `watch_job`."""
        method, request = self._bare_sessions.WatchSession, WatchSessionRequest
        start = self._start(method, request, session_id, tail_only=tail_only, partial=partial)
        return self._follow(
            start, after, over_a_gap=over_a_gap, patience=None, tell=on_away or _say_nothing
        )

    def follow_job(
        self,
        job_id: str,
        after: str = "",
        *,
        tail_only: bool = False,
        partial: bool = False,
        over_a_gap: bool = False,
        patience: Patience | None = None,
    ) -> AsyncGenerator[WatchJobResponse | Away]:
        """Do as `watch_job` does, and yield an `Away` before each pause, too."""
        start = self._start(
            self._bare_jobs.WatchJob, WatchJobRequest, job_id, tail_only=tail_only, partial=partial
        )
        return self._follow(start, after, over_a_gap=over_a_gap, patience=patience, tell=None)

    def follow_session(
        self,
        session_id: str,
        after: str = "",
        *,
        tail_only: bool = False,
        partial: bool = False,
        over_a_gap: bool = False,
        patience: Patience | None = None,
    ) -> AsyncGenerator[WatchSessionResponse | Away]:
        """Do as `watch_session` does, and yield an `Away` before each pause, too."""
        method, request = self._bare_sessions.WatchSession, WatchSessionRequest
        start = self._start(method, request, session_id, tail_only=tail_only, partial=partial)
        return self._follow(start, after, over_a_gap=over_a_gap, patience=patience, tell=None)

    def _start(
        self,
        method: Callable[..., Any],
        request: Callable[..., Any],
        name: str,
        *,
        tail_only: bool,
        partial: bool,
    ) -> Callable[[Place], Any]:
        def start(place: Place) -> Any:
            # Once the server has said where "now" is, the cursor says where to go on.
            tail = tail_only and not place.begun
            asked = request(id=name, after=place.cursor, tail_only=tail, partial=partial)
            return method(asked, metadata=self._calls.metadata)

        return start

    def _follow(
        self,
        start: Callable[[Place], Any],
        after: str,
        *,
        over_a_gap: bool,
        patience: Patience | None,
        tell: Callable[[Away], object] | None,
    ) -> AsyncGenerator[Any]:
        limits = patience or self._patience
        return follow(self._calls, start, Place(after), limits, over_a_gap=over_a_gap, tell=tell)


def _say_nothing(away: Away) -> None:
    pass
