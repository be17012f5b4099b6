"""What must be true of tributes at any time; `ngoapp check` asks."""

from collections.abc import Iterator

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import Gift
from ngoapp.donations.tributes.models import UNDONE, Honouree, Tribute, TributeNotice, TributeNoticeLine
from ngoapp.donations.tributes.queries import SEND_JOB


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    yield from _without_honouree()
    yield from _of_merged()
    yield from _told_twice()
    yield from _held_for_ever()


def _without_honouree() -> Iterator[str]:
    """Whose gift is released has an honoree."""
    theirs = (Tribute.gift_id == Gift.id) | (Tribute.donation_id == Gift.donation_id)
    lost = (
        select(Tribute.id)
        .join(Gift, theirs)
        .where(Gift.released_at.is_not(None), Tribute.honouree_id.is_(None))
        .order_by(Tribute.id)
    )
    for tribute_id in session.scalars(lost.distinct()):
        yield f"donations: tribute {tribute_id} has come with its gift and has no honoree"


def _of_merged() -> Iterator[str]:
    left = select(Tribute.id).join(Tribute.honouree).where(Honouree.merged_into_id.is_not(None))
    for tribute_id in session.scalars(left.order_by(Tribute.id)):
        yield f"donations: tribute {tribute_id} belongs to an honoree who was merged into another"


def _told_twice() -> Iterator[str]:
    """A family hears of a gift once; a corrected letter takes the place of the one before."""
    counted = TributeNotice.state.not_in((*UNDONE, "corrected"))
    twice = (
        select(TributeNoticeLine.tribute_id)
        .join(TributeNoticeLine.notice)
        .where(counted)
        .group_by(TributeNoticeLine.tribute_id)
        .having(func.count() > 1)
        .order_by(TributeNoticeLine.tribute_id)
    )
    for tribute_id in session.scalars(twice):
        yield f"donations: a family is told more than once of tribute {tribute_id}"


def _held_for_ever() -> Iterator[str]:
    at_hand = OutboxRow.state.in_(("waiting", "dead"))
    jobs = session.scalars(select(OutboxRow.refs).where(OutboxRow.name == SEND_JOB, at_hand))
    on_their_way = {refs["notice_id"] for refs in jobs}
    held = select(TributeNotice.id).where(TributeNotice.state == "held").order_by(TributeNotice.id)
    for notice_id in session.scalars(held):
        if notice_id not in on_their_way:
            yield f"donations: letter {notice_id} to a family is held and nobody will send it"
