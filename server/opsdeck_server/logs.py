"""The log: one line an event, for people on a terminal and as JSON elsewhere."""

import logging
import sys
from typing import Any

import structlog

_GRPC = "grpc._cython.cygrpc"

_LEVELS = {"debug": 10, "info": 20, "warn": 30, "error": 40}


def configure(level: str) -> None:
    """Send the log to standard error; `level` is debug, info, warn or error.

    Lines carry the ids of the request, job or run that they belong to. What libraries log
    comes through the same door from `warn` up.
    """
    number = _LEVELS[level]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[Any] = (
        # The other way to show a traceback has all variables in it: prompts, answers, secrets.
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if sys.stderr.isatty()
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, *renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *renderer,
            ],
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        )
    )
    logging.getLogger(_GRPC).addFilter(_tells_no_header)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(number, logging.WARNING))


def _tells_no_header(record: logging.LogRecord) -> bool:
    """Drop what gRPC says of a header that is not UTF-8: all of it, and that may be the token.

    It goes on with the header as Latin-1, and the caller gets the answer of any wrong header.
    """
    return not str(record.msg).startswith("Invalid encoding on")
