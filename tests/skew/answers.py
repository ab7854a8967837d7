"""What servers of other times answer, in the words of their contract."""

from tests.skew.contract import Json

AT = "2026-01-26T10:00:00Z"


def job(status: str, **more: Json) -> Json:
    """Return how a job stands."""
    return {"id": "job-1", "clientId": "client-1", "status": status, "createdAt": AT, **more}


def event(seq: int, kind: str, payload: Json) -> Json:
    """Return an event of a journal."""
    return {"seq": seq, "time": AT, "type": kind, kind: payload}


def status(seq: int, name: str, *, terminal: bool = False) -> Json:
    """Return the event of a new status."""
    return event(seq, "statusChange", {"status": name, "terminal": terminal})


def text(seq: int, words: str) -> Json:
    """Return the event of something that the agent said."""
    return event(seq, "assistantText", {"text": words, "messageId": "m"})


def watch(*answers: tuple[Json, list[Json]]) -> list[Json]:
    """Return the answers of a watch: how the job stands, and events."""
    return [
        {
            **({"job": stands} if stands else {}),
            "events": events,
            "cursor": str(events[-1]["seq"]) if events else "9",
            "caughtUp": True,
        }
        for stands, events in answers
    ]
