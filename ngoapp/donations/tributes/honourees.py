"""Honorees and whom to tell of them, as staff put them right: spelled, merged, parted, asked."""

from datetime import date

from sqlalchemy import exists, select, update

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.donations.tributes.arrivals import new_honouree, new_recipient, same_recipient
from ngoapp.donations.tributes.models import (
    EMAIL,
    MEMORY,
    NOT_YET_OUT,
    POST,
    Honouree,
    HonoureeAnswer,
    Tribute,
    TributeNotice,
    TributeRecipient,
)
from ngoapp.donations.tributes.names import name_key
from ngoapp.organisation.queries import our_today

LONGEST_NAME = 120
WORDING = {
    "honor": "People give to us in your honor. May we show your name on our website, above the names of those who"
    " gave and agreed to be named? No amounts are shown. You can take this back at any time: your name then leaves"
    " every page at once, though search engines may show a copy for a while.",
    "memory": "People give to us in memory of {name}. May we show this name on our website, above the names of those"
    " who gave and agreed to be named? No amounts are shown. You can take this back at any time: the name then leaves"
    " every page at once, though search engines may show a copy for a while.",
}


class NameNotFit(Refused):
    """An honoree's name has 1 to 120 characters."""

    def __init__(self) -> None:
        super().__init__("Enter a name of 1 to 120 characters.", field="name")


class WhereTo(Refused):
    """A letter needs somewhere to go."""

    def __init__(self, field: str) -> None:
        what = "an e-mail address" if field == "email" else "the postal address"
        super().__init__(f"Enter {what}, or choose another way to tell them.", field=field)


class NotTheSame(Refused):
    """Somebody living is not merged with somebody who died, nor with themselves."""

    def __init__(self) -> None:
        super().__init__(
            "One of these gifts honors somebody living, the other somebody who died. Correct that first if it is wrong."
        )


class OnlyOne(Refused):
    """An honoree with one tribute has nothing to part."""

    def __init__(self) -> None:
        super().__init__(
            "This is the only gift for them, so there is nothing to part. Correct the name instead."
        )


class StillOnItsWay(Refused):
    """A letter that names a gift is about to leave."""

    def __init__(self) -> None:
        super().__init__("A letter about this is about to leave. Stop it first.")


class AnswerInTheFuture(Refused):
    """What was said has a day that is past or today."""

    def __init__(self) -> None:
        super().__init__(
            "This day is still to come. Enter the day on which it was said.", field="answered_on"
        )


def correct_honouree(honouree_id: int, *, name: str, kind: str) -> Honouree:
    """Mend a name, or say that somebody has died. Letters that wait have it at once. Raises NameNotFit."""
    honouree = locked(Honouree, honouree_id)
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameNotFit
    if (name, kind) == (honouree.name, honouree.kind):
        return honouree
    if kind != honouree.kind:
        honouree.answer = "unasked"  # what the living said is not what the family says
    honouree.name, honouree.name_key, honouree.kind = name, name_key(name), kind
    audit.record("honouree.corrected", honouree, kind=kind)
    return honouree


def correct_recipient(
    recipient_id: int, *, name: str, channel: str, email: str, address: str
) -> TributeRecipient:
    """Mend whom to tell and how. Raises WhereTo."""
    recipient = locked(TributeRecipient, recipient_id)
    if channel == EMAIL and not email:
        raise WhereTo("email")
    if channel == POST and not address:
        raise WhereTo("address")
    if channel != recipient.channel and _has_unsent(recipient_id):
        raise StillOnItsWay
    recipient.name, recipient.channel = name, channel
    recipient.email, recipient.address = email, address
    session.flush()
    audit.record("tribute_recipient.corrected", recipient)
    return recipient


def correct_tribute(
    tribute_id: int, *, donor_name: str, donor_named: bool, occasion: str, message: str
) -> Tribute:
    """Mend what the family reads about one gift; the gift and its receipt stay as they are."""
    tribute = locked(Tribute, tribute_id)
    tribute.donor_name, tribute.donor_named = donor_name, donor_named
    tribute.occasion, tribute.message = occasion, message
    audit.record("tribute.corrected", tribute)
    return tribute


def merge_honourees(into_id: int, other_ids: list[int]) -> Honouree:
    """These are one person: every gift and letter of the others becomes theirs. A repeat does nothing.

    Two entries for one mailbox, or one address, become one, so that the family gets one letter. Raises NotTheSame."""
    into = locked(Honouree, into_id)
    for other_id in sorted(set(other_ids) - {into_id}):
        other = locked(Honouree, other_id)
        if other.merged_into_id is None and into.merged_into_id is None:
            _merge(other, into)
    return into


def part_tribute(tribute_id: int) -> Honouree:
    """This is another person of the same name: the gift gets an honoree of its own. Raises OnlyOne."""
    tribute = locked(Tribute, tribute_id)
    if tribute.honouree is None or len(tribute.honouree.tributes) < 2:
        raise OnlyOne
    before = tribute.honouree
    session.expire(before, ["tributes"])
    tribute.honouree = new_honouree(tribute)
    tribute.recipient = new_recipient(tribute, tribute.honouree)
    session.flush()
    audit.record("honouree.parted", before, tribute=tribute.id, honouree=tribute.honouree.id)
    return tribute.honouree


def join_recipients(recipient_id: int, *, into_id: int) -> TributeRecipient:
    """Tell one family member instead of another of the same honoree, from now on. A repeat does nothing."""
    into, other = locked(TributeRecipient, into_id), locked(TributeRecipient, recipient_id)
    if into.id != other.id and into.honouree_id == other.honouree_id:
        _move_tributes(other, into)
        audit.record("tribute_recipient.joined", into, other=other.id)
    return into


def record_answer(
    honouree_id: int, *, answer: str, source: str, answered_on: date, wording: str = ""
) -> HonoureeAnswer:
    """Note that they, or the family, were asked or have answered; the newest answer holds. Raises AnswerInTheFuture."""
    honouree = locked(Honouree, honouree_id)
    if answered_on > our_today():
        raise AnswerInTheFuture
    row = save(
        HonoureeAnswer(
            honouree=honouree,
            answer=answer,
            wording=wording or wording_for(honouree),
            source=source,
            answered_on=answered_on,
            recorded_at=clock.now(),
        )
    )
    if answer != "asked" or honouree.answer == "unasked":
        honouree.answer = answer
    audit.record(f"honouree.{answer}", honouree)
    return row


def wording_for(honouree: Honouree) -> str:
    """The question as it is asked."""
    return WORDING[honouree.kind].format(name=honouree.name)


def may_be_named(honouree: Honouree) -> bool:
    """Whether staff may publish the name: the living must have agreed, of the dead nobody may have said no."""
    if honouree.merged_into_id is not None:
        return False
    return honouree.answer == "agreed" or (honouree.kind == MEMORY and honouree.answer != "declined")


def _merge(other: Honouree, into: Honouree) -> None:
    if other.kind != into.kind:
        raise NotTheSame
    for recipient in list(other.recipients):
        recipient.honouree = into
        session.flush()
        _join_if_same(recipient, into)
    session.execute(
        update(Tribute)
        .where(Tribute.honouree_id == other.id)
        .values(honouree_id=into.id)
        .execution_options(synchronize_session="fetch")
    )
    if "declined" in {other.answer, into.answer}:
        into.answer = "declined"  # whoever said no has not said yes under another spelling
    other.merged_into_id = into.id
    session.flush()
    session.expire(other)
    session.expire(into, ["tributes", "recipients"])
    audit.record("honouree.merged", other, into=into.id)


def _join_if_same(recipient: TributeRecipient, into: Honouree) -> None:
    where = {"email": recipient.email, "name": recipient.name, "address": recipient.address}
    others = (known for known in into.recipients if known.id != recipient.id)
    same = next((known for known in others if same_recipient(known, **where)), None)
    if same:
        _move_tributes(recipient, same)


def _move_tributes(other: TributeRecipient, into: TributeRecipient) -> None:
    """The letters that went out stay with whom they went to; what is still to be told goes to the other."""
    if _has_unsent(other.id):
        raise StillOnItsWay
    session.execute(
        update(Tribute)
        .where(Tribute.recipient_id == other.id)
        .values(recipient_id=into.id)
        .execution_options(synchronize_session="fetch")
    )
    session.flush()


def _has_unsent(recipient_id: int) -> bool:
    unsent = exists().where(TributeNotice.recipient_id == recipient_id, TributeNotice.state.in_(NOT_YET_OUT))
    return bool(session.scalar(select(unsent)))
