"""Twelve months after closing, the person goes. Each kind of row that is about somebody says how here.

A sub-room with rows of its own about people adds a Kind to KINDS. Everything else (job, command, dry run, report)
follows from that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from ngoapp.core import clock
from ngoapp.core.db import insert_ignoring, session
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.calls.models import Call, ShiftNote
from ngoapp.packets.calls.operations import forget_call
from ngoapp.packets.calls.shifts import forget_note
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import erase_person
from ngoapp.packets.privacy.models import PacketPurge
from ngoapp.packets.states import CLOSED

MONTHS = 12
AT_ONCE = 200  # in one transaction, so that nobody waits long for it
AHEAD = 6  # months that the forecast looks ahead
REPORTS = 30


@dataclass(frozen=True)
class Kind:
    """Rows about people that go after their time: those that still have somebody in them (`whole`), by their number
    and by when they were closed. `forget` ends one."""

    name: str
    one: str
    many: str
    row_id: InstrumentedAttribute[int]
    closed_at: InstrumentedAttribute[datetime | None]
    whole: ColumnElement[bool]
    forget: Callable[[int], object]


@dataclass(frozen=True)
class Forecast:
    """How many of each kind will have been forgotten by a day."""

    on: date
    counts: dict[str, int]


KINDS: tuple[Kind, ...] = (
    Kind(
        "requests",
        "request",
        "requests",
        row_id=PacketRequest.id,
        closed_at=PacketRequest.closed_at,
        whole=PacketRequest.erased_at.is_(None),
        forget=erase_person,
    ),
    Kind(
        "calls",
        "call",
        "calls",
        row_id=Call.id,
        closed_at=Call.closed_at,
        whole=Call.erased_at.is_(None),
        forget=forget_call,
    ),
    Kind(
        "notes",
        "note between shifts",
        "notes between shifts",
        row_id=ShiftNote.id,
        closed_at=ShiftNote.read_at,
        whole=ShiftNote.erased_at.is_(None),
        forget=forget_note,
    ),
)


def purge_some(kind: Kind) -> int:
    """Forget some of those whose time has come, oldest number first, and add them to the day's report.

    They are locked first, so that nobody opens one again meanwhile; whatever somebody works on is left for the next
    run. Returns how many; nought when none is left."""
    due = select(kind.row_id).where(kind.whole, kind.closed_at < closed_before(our_today()))
    ids = session.scalars(due.order_by(kind.row_id).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    for row_id in ids:
        kind.forget(row_id)
    today, moment = our_today(), clock.now()
    insert_ignoring(PacketPurge, kind=kind.name, ran_on=today, last_ran_at=moment, forgotten=0)
    session.execute(
        update(PacketPurge)
        .where(PacketPurge.kind == kind.name, PacketPurge.ran_on == today)
        .values(last_ran_at=moment, forgotten=PacketPurge.forgotten + len(ids))
        .execution_options(synchronize_session=False)
    )
    return len(ids)


def dry_run() -> dict[str, int]:
    """How many of each kind would be forgotten now; nothing changes."""
    return {kind.name: _counts(kind, [our_today()])[0] for kind in KINDS}


def forecast() -> list[Forecast]:
    """How many will have been forgotten by the first of each month to come, if nothing closed is opened again."""
    first = our_today().replace(day=1)
    days = [_months_on(first, month) for month in range(1, AHEAD + 1)]
    counts = {kind.name: _counts(kind, days) for kind in KINDS}
    return [Forecast(day, {name: of[place] for name, of in counts.items()}) for place, day in enumerate(days)]


def reports() -> Sequence[PacketPurge]:
    """The latest days on which somebody was forgotten, newest first."""
    latest = select(PacketPurge).where(PacketPurge.forgotten > 0).order_by(PacketPurge.ran_on.desc())
    return session.scalars(latest.limit(REPORTS)).all()


def last_run() -> datetime | None:
    """When somebody last looked whose time has come."""
    return session.scalar(select(func.max(PacketPurge.last_ran_at)))


def open_too_long() -> int:
    """Requests that came over a year ago and were never closed: as long as they are open, nobody is forgotten."""
    came = PacketRequest.received_at < closed_before(our_today())
    return session.scalar(select(func.count()).where(came, PacketRequest.state.not_in(CLOSED))) or 0


def closed_before(day: date) -> datetime:
    """The moment before which something must have been closed to be forgotten on this day."""
    start = _months_on(day, -MONTHS)
    return datetime.combine(start, time.min, ZoneInfo(our_organisation().time_zone))


def _counts(kind: Kind, days: Sequence[date]) -> Sequence[int]:
    """How many are due by each of these days."""
    due = [func.count().filter(kind.closed_at < closed_before(day)) for day in days]
    return session.execute(select(*due).where(kind.whole)).one()


def _months_on(day: date, months: int) -> date:
    """The same day so many months on or back; in a month that lacks it, the first of the next."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=years, month=month + 1)
    except ValueError:
        return _months_on(day.replace(day=1), months + 1)
