"""Letters to families: released by staff, stopped, printed, sent, and put right afterwards."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from sqlalchemy import exists, select

from ngoapp.core import audit, clock, outbox
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.donations.tributes.letter import FamilyLetter, compose
from ngoapp.donations.tributes.models import (
    EMAIL,
    NONE,
    NOT_YET_OUT,
    OUT,
    POST,
    Tribute,
    TributeNotice,
    TributeNoticeLine,
    TributeRecipient,
)
from ngoapp.donations.tributes.queries import SEND_JOB, due_to, in_hand

HELD_FOR = timedelta(minutes=15)


class NobodyToTellOf(Refused):
    """Every gift was told of, or given back."""

    def __init__(self) -> None:
        super().__init__("There is nothing new to tell this family.")


class NoticeGone(Refused):
    """The letter has left."""

    def __init__(self) -> None:
        super().__init__("It is too late to stop this letter: it is out. You can send it again, corrected.")


class NotOut(Refused):
    """Only a letter that the family has can be followed by a corrected one."""

    def __init__(self) -> None:
        super().__init__("This letter is not out yet, or was corrected already.")


class NoMoreLetters(Refused):
    """The family asked for silence."""

    def __init__(self) -> None:
        super().__init__("This family wants no letters. Change that first if they have asked for one.")


def release_letter(recipient_id: int, *, read: Collection[int]) -> TributeNotice:
    """Tell a family of the gifts that they do not know of yet: by e-mail in a quarter of an hour, or on the pile.

    `read` are the tributes that staff have seen: one that came meanwhile waits for the next letter. Raises
    NobodyToTellOf, as when it was released twice, and NoMoreLetters."""
    recipient = locked(TributeRecipient, recipient_id)
    return _release(recipient, _still_due(recipient_id, read))


def leave_untold(recipient_id: int, *, read: Collection[int]) -> TributeNotice:
    """Do not tell the family of what was read: they know, or the donor has called. Raises NobodyToTellOf."""
    recipient = locked(TributeRecipient, recipient_id)
    due = _still_due(recipient_id, read)
    notice = _notice(recipient, due, state="left", channel=_channel(recipient))
    audit.record("tribute_notice.left", notice)
    return notice


def stop_letter(notice_id: int) -> TributeNotice:
    """Take back a letter that is held or lies on the pile; its gifts wait again. Raises NoticeGone."""
    notice = locked(TributeNotice, notice_id)
    if notice.state == "held" and not outbox.stop(sending_key(notice)):
        raise NoticeGone
    if notice.state not in NOT_YET_OUT:
        raise NoticeGone
    _undo(notice, "stopped")
    return notice


def correct_letter(notice_id: int) -> TributeNotice:
    """Send a letter once more, as everything is spelled now; the earlier one stays as it was. Raises NotOut."""
    recipient = locked(TributeRecipient, found(TributeNotice, notice_id).recipient_id)
    earlier = locked(TributeNotice, notice_id)
    if earlier.state not in OUT:
        raise NotOut
    notice = _release(recipient, told_in(earlier), corrects=earlier)
    earlier.state = "corrected"
    audit.record("tribute_notice.corrected", earlier, by=notice.id)
    return notice


def write_down(notice_id: int) -> FamilyLetter | None:
    """Fix the words of a letter that goes out now, without gifts that were given back meanwhile.

    None for one that is not to go out, and for one in which nobody is left."""
    notice = locked(TributeNotice, notice_id)
    if notice.state not in NOT_YET_OUT:
        return None
    if notice.data is not None and notice.channel == EMAIL:
        return FamilyLetter.thawed(notice.data)  # a repeat is the same mail
    letter = letter_of(notice)
    if not letter.givers:
        _undo(notice, "dropped")
        return None
    _drop_lines(notice)
    notice.data = letter.frozen()
    session.flush()
    return letter


def note_sent(notice_id: int) -> None:
    """The server took the mail."""
    notice = locked(TributeNotice, notice_id)
    if notice.state == "held":
        _out(notice, "sent")


def mark_printed(notice_ids: Iterable[int]) -> int:
    """These are on paper and in their envelopes; how many left the pile. A repeat changes nothing."""
    marked = 0
    for notice_id in sorted(set(notice_ids)):
        notice = locked(TributeNotice, notice_id)
        if notice.state == "to_print" and (notice.data is not None or write_down(notice_id)):
            _out(notice, "printed")
            marked += 1
    return marked


def letter_of(notice: TributeNotice) -> FamilyLetter:
    """What a letter says: as it was written down once it is out, before that as things stand now."""
    if notice.data is not None and notice.state not in NOT_YET_OUT:
        return FamilyLetter.thawed(notice.data)
    return compose(notice.recipient, told_in(notice), corrects=notice.corrects, earlier=_has_earlier(notice))


def told_in(notice: TributeNotice) -> Sequence[Tribute]:
    """The tributes of a letter whose gifts are in hand."""
    lines = select(TributeNoticeLine.tribute_id).where(TributeNoticeLine.notice_id == notice.id)
    return session.scalars(select(Tribute).where(Tribute.id.in_(lines), in_hand()).order_by(Tribute.id)).all()


def sending_key(notice: TributeNotice) -> str:
    """The letter's name in the outbox."""
    return f"{SEND_JOB}:{notice.id}"


def _still_due(recipient_id: int, read: Collection[int]) -> list[Tribute]:
    return [tribute for tribute in due_to(recipient_id) if tribute.id in read]


def _release(
    recipient: TributeRecipient, tributes: Sequence[Tribute], *, corrects: TributeNotice | None = None
) -> TributeNotice:
    if recipient.channel == NONE:
        raise NoMoreLetters
    by_mail = recipient.channel == EMAIL
    state = "held" if by_mail else "to_print"
    notice = _notice(recipient, tributes, state=state, channel=recipient.channel, corrects=corrects)
    if by_mail:
        leaves = clock.now() + HELD_FOR
        outbox.enqueue(SEND_JOB, dedupe_key=sending_key(notice), available_at=leaves, notice_id=notice.id)
    audit.record("tribute_notice.released", notice, honouree=recipient.honouree_id)
    return notice


def _notice(
    recipient: TributeRecipient,
    tributes: Sequence[Tribute],
    *,
    state: str,
    channel: str,
    corrects: TributeNotice | None = None,
) -> TributeNotice:
    if not tributes:
        raise NobodyToTellOf
    lines = [TributeNoticeLine(tribute_id=tribute.id) for tribute in tributes]
    return save(
        TributeNotice(
            recipient=recipient,
            channel=channel,
            state=state,
            corrects_id=corrects.id if corrects else None,
            released_at=clock.now(),
            lines=lines,
        )
    )


def _channel(recipient: TributeRecipient) -> str:
    return EMAIL if recipient.email else POST


def _has_earlier(notice: TributeNotice) -> bool:
    """Whether the family has had a letter before this one, the one that it corrects aside."""
    before = exists().where(
        TributeNotice.recipient_id == notice.recipient_id,
        TributeNotice.id < notice.id,
        TributeNotice.state.in_((*OUT, "corrected")),
        TributeNotice.id != (notice.corrects_id or 0),
    )
    return bool(session.scalar(select(before)))


def _drop_lines(notice: TributeNotice) -> None:
    """Gifts that were given back before the letter left are not in it."""
    still = {tribute.id for tribute in told_in(notice)}
    for line in [line for line in notice.lines if line.tribute_id not in still]:
        session.delete(line)
    session.flush()
    session.expire(notice, ["lines"])


def _undo(notice: TributeNotice, state: str) -> None:
    notice.state = state
    if notice.corrects:
        notice.corrects.state = "sent" if notice.corrects.channel == EMAIL else "printed"
    audit.record(f"tribute_notice.{state}", notice)
    session.flush()


def _out(notice: TributeNotice, state: str) -> None:
    notice.state, notice.out_at = state, clock.now()
    audit.record(f"tribute_notice.{state}", notice)
    session.flush()
