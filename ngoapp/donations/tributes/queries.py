"""Reads about tributes, honorees and letters to families."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.models import Gift, RecurringPlan
from ngoapp.donations.queries import net_minor
from ngoapp.donations.tributes.arrivals import belongs_to
from ngoapp.donations.tributes.letter import Giver, giver
from ngoapp.donations.tributes.models import (
    NONE,
    UNDONE,
    Honouree,
    HonoureeAnswer,
    Tribute,
    TributeNotice,
    TributeNoticeLine,
    TributeRecipient,
)
from ngoapp.donations.tributes.names import alike, perhaps_alike

PAGE = 50
SEND_JOB = "donations.send_tribute_notice"
TO_TELL, ON_PAPER, ALL = "to-tell", "on-paper", "all"


@dataclass(frozen=True)
class DueLetter:
    """A letter that waits for staff: to whom, and of which tributes."""

    recipient: TributeRecipient
    tributes: Sequence[Tribute]

    @property
    def givers(self) -> list[Giver]:
        """Who gave, as the family may know them."""
        return [giver(tribute) for tribute in self.tributes]


def tribute_of(gift: Gift) -> Tribute | None:
    """What a gift is given for, if it is in somebody's honor or memory."""
    return session.scalar(select(Tribute).where(belongs_to(gift)))


def in_hand() -> ColumnElement[bool]:
    """SQL for tributes of which a gift, be it a renewal, is released and was not given back in full."""
    held = select(Gift.id).where(Gift.released_at.is_not(None), net_minor() > 0)
    renewed = held.join(Gift.plan).where(RecurringPlan.donation_id == Tribute.donation_id)
    return or_(
        held.where(Gift.id == Tribute.gift_id).correlate(Tribute).exists(),
        renewed.correlate(Tribute).exists(),
    )


def ids_in_hand(honouree_id: int) -> set[int]:
    """The tributes to an honoree of which a gift is in hand."""
    return set(session.scalars(select(Tribute.id).where(Tribute.honouree_id == honouree_id, in_hand())))


def due_letters(honouree_id: int | None = None) -> list[DueLetter]:
    """Letters that wait to be released, those that wait longest first; of one honoree where one is given."""
    wanted = _due().options(
        contains_eager(Tribute.recipient).joinedload(TributeRecipient.honouree),
        joinedload(Tribute.gift),
        joinedload(Tribute.donation),
    )
    if honouree_id:
        wanted = wanted.where(TributeRecipient.honouree_id == honouree_id)
    letters: dict[int, list[Tribute]] = {}
    for tribute in session.scalars(wanted.order_by(Tribute.id)):
        letters.setdefault(tribute.recipient_id or 0, []).append(tribute)
    return [DueLetter(its[0].recipient, its) for its in letters.values() if its[0].recipient]


def due_to(recipient_id: int) -> Sequence[Tribute]:
    """The tributes that one recipient is still to be told of."""
    return session.scalars(_due().where(Tribute.recipient_id == recipient_id).order_by(Tribute.id)).all()


def to_print() -> Sequence[TributeNotice]:
    """Letters on the pile to print, oldest first."""
    return _notices(TributeNotice.state == "to_print", newest_first=False)


def notices_to(honouree_id: int) -> Sequence[TributeNotice]:
    """Every letter about an honoree, the newest first."""
    return _notices(TributeRecipient.honouree_id == honouree_id, newest_first=True)


def held_letters() -> Sequence[TributeNotice]:
    """Letters by e-mail that can still be stopped."""
    return _notices(TributeNotice.state == "held", newest_first=False)


def leaving_at(notices: Iterable[TributeNotice]) -> dict[int, datetime]:
    """When each of these that can still be stopped leaves."""
    ids = {notice.id for notice in notices if notice.state == "held"}
    rows = select(OutboxRow).where(
        OutboxRow.name == SEND_JOB, OutboxRow.state == "waiting", OutboxRow.attempts == 0
    )
    found = {row.refs["notice_id"]: row.available_at for row in session.scalars(rows)} if ids else {}
    return {notice_id: at for notice_id, at in found.items() if notice_id in ids}


def notices_of(tribute_id: int) -> Sequence[TributeNotice]:
    """Every letter that told, or was to tell, of a tribute."""
    lines = select(TributeNoticeLine.notice_id).where(TributeNoticeLine.tribute_id == tribute_id)
    return session.scalars(
        select(TributeNotice).where(TributeNotice.id.in_(lines)).order_by(TributeNotice.id)
    ).all()


def honourees_page(text: str, *, number: int) -> Page[Honouree]:
    """Honorees, the newest first; those whose name has `text` in it where any is given."""
    wanted = select(Honouree).where(Honouree.merged_into_id.is_(None))
    if text.strip():
        wanted = wanted.where(Honouree.name.icontains(text.strip(), autoescape=True))
    return page_of(
        wanted.options(selectinload(Honouree.tributes)).order_by(Honouree.id.desc()), number, size=PAGE
    )


def perhaps_the_same(honouree: Honouree) -> list[Honouree]:
    """Other records that may be this very person, spelled in another way."""
    key = honouree.name_key
    near = select(Honouree.id, Honouree.name_key).where(
        Honouree.id != honouree.id, Honouree.merged_into_id.is_(None), perhaps_alike(Honouree.name_key, key)
    )
    ids = [other_id for other_id, other in session.execute(near).all() if alike(key, other)]
    found = select(Honouree).options(selectinload(Honouree.tributes)).where(Honouree.id.in_(ids))
    return list(session.scalars(found.order_by(Honouree.id))) if ids else []


def tributes_to(honouree_id: int) -> Sequence[Tribute]:
    """The tributes to an honoree with their gifts, oldest first."""
    together = (joinedload(Tribute.gift), joinedload(Tribute.donation), joinedload(Tribute.recipient))
    wanted = select(Tribute).options(*together)
    return session.scalars(wanted.where(Tribute.honouree_id == honouree_id).order_by(Tribute.id)).all()


def answers_of(honouree_id: int) -> Sequence[HonoureeAnswer]:
    """What was asked and answered about naming an honoree, oldest first."""
    return session.scalars(
        select(HonoureeAnswer).where(HonoureeAnswer.honouree_id == honouree_id).order_by(HonoureeAnswer.id)
    ).all()


def count_to_tell() -> ScalarSelect[int]:
    """SQL for how many families wait for a letter."""
    recipients = _due().with_only_columns(Tribute.recipient_id).distinct().subquery()
    return select(func.count()).select_from(recipients).scalar_subquery()


def count_to_print() -> ScalarSelect[int]:
    """SQL for how many letters lie on the pile."""
    return select(func.count(TributeNotice.id)).where(TributeNotice.state == "to_print").scalar_subquery()


def _due() -> Select[Tribute]:
    told = (
        select(TributeNoticeLine.id)
        .join(TributeNoticeLine.notice)
        .where(TributeNoticeLine.tribute_id == Tribute.id, TributeNotice.state.not_in(UNDONE))
        .correlate(Tribute)
    )
    return (
        select(Tribute)
        .join(Tribute.recipient)
        .where(TributeRecipient.channel != NONE, in_hand(), ~told.exists())
    )


def _notices(condition: ColumnElement[bool], *, newest_first: bool) -> Sequence[TributeNotice]:
    order = TributeNotice.id.desc() if newest_first else TributeNotice.id
    return session.scalars(
        select(TributeNotice)
        .join(TributeNotice.recipient)
        .options(
            contains_eager(TributeNotice.recipient).joinedload(TributeRecipient.honouree),
            selectinload(TributeNotice.lines),
        )
        .where(condition)
        .order_by(order)
    ).all()
