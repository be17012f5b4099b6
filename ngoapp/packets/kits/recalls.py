"""Withdrawing an edition, and telling those who hold it: in staff's own words, each once, as each allowed."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import audit, clock, tokens
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.outbox import enqueue, pull
from ngoapp.packets.kits.contents import Line
from ngoapp.packets.kits.editions import newer_edition
from ngoapp.packets.kits.holders import recall_sheet
from ngoapp.packets.kits.models import Correction, Edition, Recall
from ngoapp.packets.kits.sendings import drop_plan, mark_gone, plan_sending
from ngoapp.packets.kits.stock import put_away, put_back
from ngoapp.packets.links import LASTS
from ngoapp.packets.mailed.operations import note_bounced
from ngoapp.packets.models import PacketLink, PacketRequest

JOB = "packets.send_correction"
HELD = timedelta(minutes=15)


class WithdrawnAlready(Refused):
    """Somebody else was quicker."""

    def __init__(self) -> None:
        super().__init__("This edition is withdrawn already. Its recall is in the list.")


class RecallIsOver(Refused):
    """It was called off, or all is done."""

    def __init__(self) -> None:
        super().__init__("This recall is over. Look at its state above.")


class NothingToSay(Refused):
    """Whoever is told needs to be told something."""

    def __init__(self) -> None:
        super().__init__("Write what they should know first.")


class SomebodyIsTold(Refused):
    """What people have read cannot be called off."""

    def __init__(self) -> None:
        super().__init__(
            "Some of them are told, or about to be, so this cannot be called off. Stop what has not left first."
        )


def withdraw(*, action_key: str, edition_id: int, reason: str) -> Recall:
    """Send this edition no more and begin to recall it; `reason` is what its holders read. The same form twice is one.

    Its free copies leave the shelf; those set aside follow when their batch gives them back.
    Raises WithdrawnAlready."""
    if known := session.scalar(select(Recall).where(Recall.action_key == action_key)):
        return known
    edition = locked(Edition, edition_id)
    if edition.withdrawn_at:
        raise WithdrawnAlready
    who, moment = audit.actor.get(), clock.now()
    edition.withdrawn_at, edition.withdrawn_reason = moment, reason
    recall = save(
        Recall(
            action_key=action_key,
            edition=edition,
            started_at=moment,
            started_by_id=who.id if who.kind == "staff" else None,
        )
    )
    put_away(edition_id, key=f"recall-{recall.id}")
    audit.record("packet_edition.withdrawn", edition, recall=recall.id)
    return recall


def call_off(recall_id: int) -> Recall:
    """The edition was right after all: it may go out again, its copies are back.

    Raises SomebodyIsTold and RecallIsOver."""
    recall = _open(recall_id)
    if session.scalar(select(Correction.id).where(Correction.recall_id == recall_id)):
        raise SomebodyIsTold
    edition = locked(Edition, recall.edition_id)
    edition.withdrawn_at, edition.withdrawn_reason = None, ""
    put_back(edition.id, key=f"recall-{recall.id}")
    recall.ended_at = recall.called_off_at = clock.now()
    audit.record("packet_recall.called_off", recall)
    return recall


def write_letter(recall_id: int, letter: str) -> None:
    """Keep the words that holders get from now on. Raises RecallIsOver."""
    recall = _open(recall_id)
    recall.letter = letter
    audit.record("packet_recall.written", recall)


def queue_corrections(recall_id: int) -> int:
    """Tell everybody who can be told and is not yet: mails leave in a quarter of an hour, letters wait to be printed.

    Returns how many were queued: a repeat queues none. Raises NothingToSay and RecallIsOver."""
    recall = _open(recall_id)
    if not recall.letter:
        raise NothingToSay
    moment, newer = clock.now(), newer_edition(recall.edition)
    untold = recall_sheet(recall).untold
    for holder in untold:
        if holder.correction:
            session.delete(holder.correction)
            session.flush()
        correction = save(
            Correction(recall=recall, request_id=holder.request.id, way=holder.reach, queued_at=moment)
        )
        if correction.way == "email":
            correction.link_id = _link(holder.request, newer).id if newer and newer.file_id else None
            enqueue(
                JOB,
                dedupe_key=f"{JOB}:{correction.id}:{moment.isoformat()}",  # SQLite gives ids again
                available_at=moment + HELD,
                correction_id=correction.id,
            )
    session.flush()
    audit.record("packet_recall.queued", recall, requests=len(untold))
    return len(untold)


def stop_corrections(recall_id: int) -> int:
    """Take back what has not left, mails and letters; whoever is not told can be queued again. Returns how many."""
    recall = locked(Recall, recall_id)
    waiting = session.scalars(
        select(Correction)
        .where(
            Correction.recall_id == recall_id,
            Correction.sent_at.is_(None),
            Correction.failed_at.is_(None),
        )
        .order_by(Correction.id)
        .with_for_update()
    ).all()
    pulled = set(pull(JOB, "correction_id", [it.id for it in waiting if it.way == "email"]))
    stopped = [it for it in waiting if it.way == "post" or it.id in pulled]
    for correction in stopped:
        session.delete(correction)
        session.flush()
        if correction.link_id:
            _forget_link(locked(PacketLink, correction.link_id))
    session.flush()
    audit.record("packet_recall.stopped", recall, requests=len(stopped))
    return len(stopped)


def mark_posted(recall_id: int, *, up_to: int) -> int:
    """The letters that were printed, up to this one, are in the post. A repeat marks none. Returns how many."""
    recall = locked(Recall, recall_id)
    printed = {letter.id for letter in recall_sheet(recall).letters}
    moment, letters = clock.now(), [it for it in _letters(recall_id, up_to=up_to) if it.id in printed]
    for letter in letters:
        letter.sent_at = moment
    audit.record("packet_recall.posted", recall, requests=len(letters))
    return len(letters)


def mark_told(correction_id: int) -> None:
    """The mail server has taken the mail. A repeat changes nothing."""
    correction = locked(Correction, correction_id)
    if correction.sent_at:
        return
    correction.sent_at = clock.now()
    link = locked(PacketLink, correction.link_id) if correction.link_id else None
    if link and link.revoked_at is None:
        link.mailed_at = correction.sent_at
        mark_gone([link.key], correction.sent_at)


def mark_failed(correction_id: int) -> None:
    """No mail server takes mail for this address: whoever it is cannot be reached."""
    correction = locked(Correction, correction_id)
    correction.failed_at = clock.now()
    if correction.link_id:
        note_bounced(correction.link_id)


def end_recall(recall_id: int) -> Recall:
    """Everybody is told who can be. A repeat does nothing."""
    recall = locked(Recall, recall_id)
    if recall.ended_at is None:
        recall.ended_at = clock.now()
        audit.record("packet_recall.ended", recall)
    return recall


def reopen_recall(recall_id: int) -> Recall:
    """It was not over after all. Raises RecallIsOver for one that was called off."""
    recall = locked(Recall, recall_id)
    if recall.called_off_at:
        raise RecallIsOver
    recall.ended_at = None
    audit.record("packet_recall.reopened", recall)
    return recall


def _open(recall_id: int) -> Recall:
    recall = locked(Recall, recall_id)
    if recall.ended_at:
        raise RecallIsOver
    return recall


def _letters(recall_id: int, *, up_to: int) -> list[Correction]:
    return list(
        session.scalars(
            select(Correction)
            .where(
                Correction.recall_id == recall_id,
                Correction.way == "post",
                Correction.sent_at.is_(None),
                Correction.id <= up_to,
            )
            .order_by(Correction.id)
            .with_for_update()
        )
    )


def _forget_link(link: PacketLink) -> None:
    """A link that nobody has seen leaves no trace, so that the one before it counts as the latest again."""
    drop_plan([link.key])
    session.expire(link, ["parts"])
    session.delete(link)
    session.flush()


def _link(request: PacketRequest, newer: Edition) -> PacketLink:
    moment = clock.now()
    link = save(
        PacketLink(
            request_id=request.id,
            nonce=tokens.new_nonce(),
            made_at=moment,
            expires_at=moment + HELD + LASTS,
        )
    )
    line = Line(newer.item, newer, 1)
    plan_sending(key=link.key, request_id=request.id, way="email", lines=[line], link_id=link.id)
    audit.record("packet_link.made", link, request=request.id)
    return link
