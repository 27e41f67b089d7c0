"""Logs: one event a line, on standard error, as JSON or for people; never the message of an exception.

What a reader asked gets into the messages of exceptions (a decoder names the bytes that it can't read), so of an
exception only its type and where it was raised are written, whoever logs it.
"""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import structlog

LogForm = Literal["console", "json"]

LOGGER = "dovidnyk"

_FRAMES_KEPT = 8


def configure_logs(level: str, form: LogForm) -> None:
    """Send the events of this process, those of its libraries too, through one formatter.

    Args:
        level: least severity that is logged of the service and of its server; libraries log warnings only.
    """
    logging.raiseExceptions = False  # its report of a faulty call would print the call's arguments
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(EventFormatter(form))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in (LOGGER, "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(level.upper())
    logging.getLogger("uvicorn.access").disabled = True  # its lines hold addresses and questions


def log_event(level: int, event: str, **fields: object) -> None:
    """Log an event with its fields; none of them may hold what a reader wrote."""
    logging.getLogger(LOGGER).log(level, event, extra={"fields": fields})


class EventFormatter(logging.Formatter):
    """Writes a record as one line: time, level, logger, event and its fields."""

    def __init__(self, form: LogForm) -> None:
        super().__init__()
        encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
        self._render = (
            structlog.processors.JSONRenderer(serializer=lambda event, **_: encode(event))
            if form == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        )

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an exception, and of asyncio's report that shows one in full, only the first line's event."""
        event: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            event["event"] = event["event"].partition("\n")[0]
            event |= describe_exception(record.exc_info[1], record.exc_info[2])
        elif not event["event"].isprintable():
            event["event"] = event["event"].encode("unicode_escape").decode()
        return str(self._render(None, "", event))


def describe_exception(error: BaseException, traceback: TracebackType | None = None) -> dict[str, object]:
    """An exception for a log: its type, and the last places that it passed, without its message."""
    places = list(_places(traceback or error.__traceback__))
    return {"error": type(error).__qualname__, "at": " ".join(places[-_FRAMES_KEPT:])}


def _places(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{Path(code.co_filename).name}:{traceback.tb_lineno}:{code.co_name}"
        traceback = traceback.tb_next
