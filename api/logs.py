"""Logs: one event a line, on standard error, as JSON or for people; never the message of an exception.

What a reader asked gets into the messages of exceptions (a decoder names the bytes that it can't read), so of an
exception only its type and where it was raised are written, whoever logs it.
"""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor

LogForm = Literal["console", "json"]

LOGGER = "dovidnyk"

_FRAMES_KEPT = 8


def configure_logs(level: str, form: LogForm) -> None:
    """Send the events of this process, those of its libraries too, through one pipeline.

    Args:
        level: least severity that is logged of the service and of its server; libraries log warnings only.
    """
    logging.raiseExceptions = False  # its report of a faulty call would print the call's arguments
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in (LOGGER, "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(level.upper())


def _formatter(form: LogForm) -> logging.Formatter:
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_with_fields, structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name],
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_exception_messages,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
        use_get_message=True,
    )


def log_event(level: int, event: str, **fields: object) -> None:
    """Log an event with its fields; none of them may hold what a reader wrote."""
    logging.getLogger(LOGGER).log(level, event, extra={"fields": fields})


def _with_fields(_: Any, __: str, event: EventDict) -> EventDict:
    event.update(getattr(event["_record"], "fields", {}))
    return event


def without_exception_messages(_: Any, __: str, event: EventDict) -> EventDict:
    """Put an exception's type and place where its traceback would be; asyncio's report shows the exception, too."""
    exc_info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if not exc_info:
        return event
    _, error, traceback = exc_info if isinstance(exc_info, tuple) else sys.exc_info()
    if error is not None:
        event["event"] = str(event["event"]).partition("\n")[0]
        event.update(describe_exception(error, traceback))
    return event


def describe_exception(error: BaseException, traceback: TracebackType | None = None) -> dict[str, object]:
    """An exception for a log: its type, and the last places that it passed, without its message."""
    places = list(_places(traceback or error.__traceback__))
    return {"error": type(error).__qualname__, "at": " ".join(places[-_FRAMES_KEPT:])}


def _places(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{Path(code.co_filename).name}:{traceback.tb_lineno}:{code.co_name}"
        traceback = traceback.tb_next
