"""Structured logs, a JSON object a line on standard error, without personal data.

Messages of exceptions can carry a name or an address (a database quotes the value that broke a constraint), so
only their types and places are written."""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

FRAMES = 12


def configure_logs() -> None:
    """Send structlog's and the standard library's records through the same careful writer."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _places_only,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _StandardError())),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(cast("TextIO", _StandardError()))
    handler.setFormatter(_StandardLibrary())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


class _StandardError:
    """Standard error as it is when a line is written; servers and tests put others in its place."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def _places_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    if isinstance(exc_info, BaseException):
        exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
    if exc_info and exc_info[0]:
        event["error"] = exc_info[0].__name__
        event["where"] = places(exc_info[2])
    return event


def places(trace: TracebackType | None) -> list[str]:
    """The last frames of a traceback as “file:line function”, without messages or values."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


class _StandardLibrary(logging.Formatter):
    """Records of libraries: where from and how bad; their text only where no exception rides along."""

    def format(self, record: logging.LogRecord) -> str:
        event: EventDict = {"logger": record.name, "level": record.levelname.lower(), "event": record.msg}
        if record.exc_info:
            event["exc_info"] = record.exc_info
        return str(structlog.processors.JSONRenderer()(None, "", _places_only(None, "", event)))
