"""The one place that reads the time. Instants are aware UTC; days are local to a named zone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def _system() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=_system)


def now() -> datetime:
    """The present instant, aware and in UTC."""
    return _source.get()()


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day of an instant in the IANA time zone `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()


def today(zone: str) -> date:
    """The present calendar day in the IANA time zone `zone`."""
    return local_day(now(), zone)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the block live at `instant` (aware): demo data is entered in the past, tests stand still."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    token = _source.set(lambda: instant.astimezone(UTC))
    try:
        yield
    finally:
        _source.reset(token)
