"""Reads of the ledger: what it shows just now, and what staff look at."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Row, ScalarSelect, and_, false, func, or_, select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.donations.amounts import SUGGESTED, whole
from ngoapp.donations.attempts.models import Attempt, FormPause, RefundRun
from ngoapp.donations.attempts.sight import WINDOW, Declined, Page, Sight
from ngoapp.donations.models import Donation
from ngoapp.donations.returns.models import RefundRequest

MOST = 600  # pages and declines that are looked at; beyond it the level has long been what it is
PAID = ("paid", "processing")
LINK_WINDOW = timedelta(hours=1)
DAY = 24
HOUR = 3600


def sight(action_key: str = "") -> Sight:
    """The last quarter of an hour, and whether the form of this key was let in before, in one question."""
    moment = clock.now()
    since = moment - WINDOW
    shown = and_(Attempt.at > since, Attempt.outcome.in_(("let", "declined")))
    counts = select(
        _count("asked", since=since).label("asked"),
        _count("let", since=since, proven=True).label("proven"),
        _count("stopped", since=since).label("stopped"),
        _turned_away(since).label("turned_away"),
        select(FormPause.id).where(FormPause.is_open.is_(True)).scalar_subquery().label("pause_id"),
        _let_in(action_key).label("known"),
    ).subquery()
    rows = session.execute(
        select(counts, Attempt.__table__, Donation.state)
        .select_from(counts)
        .outerjoin(Attempt, shown)
        .outerjoin(Donation, Donation.action_key == Attempt.action_key)
        .order_by(Attempt.id.desc())
        .limit(MOST)
    ).all()
    first = rows[0]
    return Sight(
        now=moment,
        pages=tuple(_page(row) for row in rows if row.outcome == "let"),
        declined=tuple(
            Declined(card=row.card, mailbox=row.mailbox) for row in rows if row.outcome == "declined"
        ),
        asked=first.asked - first.proven,
        stopped=first.stopped,
        turned_away=first.turned_away,
        pause_id=first.pause_id,
        let_in_before=first.known > 0,
    )


def is_tiny(minor: int, currency: str) -> bool:
    """Whether an amount is below the smallest that the form suggests, as those are that try a card."""
    return minor < whole(SUGGESTED[0], currency).minor


def links_of(*, source: str, mailbox: str) -> tuple[int, int, int, int]:
    """Mailed links of the last hour: from this source, to this mailbox, and of all with and without a solved sum."""
    linked = [Attempt.outcome == "linked", Attempt.at > clock.now() - LINK_WINDOW]
    wanted = select(
        *(
            select(func.count()).where(*linked, condition).scalar_subquery()
            for condition in (
                Attempt.source == source,
                Attempt.mailbox == mailbox,
                Attempt.proven,
                ~Attempt.proven,
            )
        )
    )
    from_here, to_mailbox, proven, unproven = session.execute(wanted).one()
    return from_here, to_mailbox, proven, unproven


@dataclass(frozen=True)
class Hour:
    """An hour of the ledger: `number` since 1970, and how many of each outcome."""

    number: int
    counts: dict[str, int]

    @property
    def began_at(self) -> datetime:
        """Its beginning."""
        return datetime.fromtimestamp(self.number * HOUR, UTC)

    @property
    def let(self) -> int:
        """Payment pages made."""
        return self.counts.get("let", 0)

    @property
    def held(self) -> int:
        """Forms that were asked for a sum, stopped, or came while the form paused."""
        return sum(self.counts.get(outcome, 0) for outcome in ("asked", "stopped", "paused"))

    @property
    def forms(self) -> int:
        """All that were sent."""
        return self.let + self.held


def last_hours(hours: int = DAY) -> list[Hour]:
    """The last hours, newest first."""
    newest = int(clock.now().timestamp()) // HOUR
    found: dict[int, dict[str, int]] = {newest - back: {} for back in range(hours)}
    rows = session.execute(
        select(Attempt.hour, Attempt.outcome, func.count())
        .where(Attempt.hour > newest - hours)
        .group_by(Attempt.hour, Attempt.outcome)
    )
    for hour, outcome, count in rows:
        if hour in found:
            found[hour][outcome] = count
    return [Hour(number, counts) for number, counts in found.items()]


def busiest(hours: int = DAY) -> dict[str, Sequence[Row[str, int]]]:
    """The sources and cards that come up most often in the last hours, as digests, each with its count."""
    since = clock.now() - timedelta(hours=hours)
    found = {}
    for name, column in (("source", Attempt.source), ("card", Attempt.card)):
        often = func.count().label("often")
        found[name] = session.execute(
            select(column, often)
            .where(Attempt.at > since, column != "")
            .group_by(column)
            .having(often > 2)
            .order_by(often.desc(), column)
            .limit(5)
        ).all()
    return found


def _page(row: Row[*tuple[object, ...]]) -> Page:
    return Page(
        at=row.at,
        source=row.source,
        mailbox=row.mailbox,
        seal=row.seal,
        amount=(row.amount_minor, row.amount_currency),
        tiny=is_tiny(row.amount_minor, row.amount_currency),
        hasty=row.hasty,
        proven=row.proven,
        by_link=row.way == "link",
        paid=row.state in PAID,
    )


def _count(outcome: str, *, since: object, proven: bool | None = None) -> ScalarSelect[int]:
    wanted = select(func.count()).where(Attempt.outcome == outcome, Attempt.at > since)
    return (wanted if proven is None else wanted.where(Attempt.proven == proven)).scalar_subquery()


def _let_in(action_key: str) -> ScalarSelect[int]:
    wanted = (Attempt.action_key == action_key, Attempt.outcome == "let", Attempt.way == "form")
    return select(func.count()).where(*wanted).scalar_subquery()


def _turned_away(since: object) -> ScalarSelect[int]:
    """Whom limits or a pause kept out: what came before the last pause ended does not begin another."""
    resumed = select(func.max(FormPause.ended_at)).scalar_subquery()
    return (
        select(func.count())
        .where(
            Attempt.outcome.in_(("stopped", "paused")),
            Attempt.at > since,
            or_(resumed.is_(None), Attempt.at > resumed),
        )
        .scalar_subquery()
    )


def open_pause() -> FormPause | None:
    """The pause that the form is in."""
    return session.scalar(select(FormPause).where(FormPause.is_open.is_(True)))


def past_pauses(most: int = 5) -> Sequence[FormPause]:
    """The last pauses that have ended, newest first."""
    ended = select(FormPause).where(FormPause.is_open.is_(None)).order_by(FormPause.id.desc())
    return session.scalars(ended.limit(most)).all()


def last_runs(most: int = 5) -> list[tuple[RefundRun, int, int]]:
    """The last runs of refunds, newest first, each with how many gifts it has and how many of them wait."""
    runs = session.scalars(select(RefundRun).order_by(RefundRun.id.desc()).limit(most)).all()
    named = or_(false(), *(RefundRequest.action_key.startswith(run.prefix) for run in runs))
    requests = session.execute(select(RefundRequest.action_key, RefundRequest.state).where(named)).all()
    tally = {run.id: Counter(state for key, state in requests if key.startswith(run.prefix)) for run in runs}
    return [(run, tally[run.id].total(), tally[run.id]["waiting"]) for run in runs]
