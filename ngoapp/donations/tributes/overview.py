"""All that staff see of one honoree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.tributes import queries
from ngoapp.donations.tributes.letter import Giver, giver
from ngoapp.donations.tributes.models import (
    UNDONE,
    Honouree,
    HonoureeAnswer,
    Tribute,
    TributeNotice,
    TributeRecipient,
)
from ngoapp.donations.tributes.questions import JOB

TOLD = "Told"
NEXT = {
    "held": "Letter held",
    "to_print": "To print",
    "sent": TOLD,
    "printed": TOLD,
    "corrected": TOLD,
    "left": "Not told",
}


@dataclass(frozen=True)
class Given:
    """One tribute: what the family reads of it, and how far that is."""

    tribute: Tribute
    giver: Giver
    told: str
    in_hand: bool


@dataclass(frozen=True)
class Overview:
    """An honoree, and all that belongs to them."""

    honouree: Honouree
    given: Sequence[Given]
    recipients: Sequence[TributeRecipient]
    due: Sequence[queries.DueLetter]
    notices: Sequence[TributeNotice]
    leaving: dict[int, datetime]
    same: Sequence[Honouree]
    answers: Sequence[HonoureeAnswer]
    held_questions: dict[int, datetime]

    @property
    def due_recipients(self) -> set[int]:
        """Those for whom a letter waits."""
        return {letter.recipient.id for letter in self.due}


def overview_of(honouree: Honouree) -> Overview:
    """Everything about an honoree."""
    notices = queries.notices_to(honouree.id)
    tributes = queries.tributes_to(honouree.id)
    in_hand = queries.ids_in_hand(honouree.id)
    told = _told(notices)
    used = {tribute.recipient_id for tribute in tributes} | {notice.recipient_id for notice in notices}
    return Overview(
        honouree=honouree,
        given=[
            Given(tribute, giver(tribute), _how_far(tribute, told, in_hand), tribute.id in in_hand)
            for tribute in tributes
        ],
        recipients=[recipient for recipient in honouree.recipients if recipient.id in used],
        due=queries.due_letters(honouree.id),
        notices=notices,
        leaving=queries.leaving_at(notices),
        same=queries.perhaps_the_same(honouree),
        answers=queries.answers_of(honouree.id),
        held_questions=_held_questions(honouree.id),
    )


def _told(notices: Sequence[TributeNotice]) -> dict[int, str]:
    """How far each tribute is, by the newest letter that names it."""
    newest_last = [notice for notice in reversed(notices) if notice.state not in UNDONE]
    return {line.tribute_id: NEXT[notice.state] for notice in newest_last for line in notice.lines}


def _how_far(tribute: Tribute, told: dict[int, str], in_hand: set[int]) -> str:
    if tribute.id in told:
        return told[tribute.id]
    if tribute.id not in in_hand:
        return "Given back"
    return "To tell" if tribute.recipient_id else "Nobody to tell"


def _held_questions(honouree_id: int) -> dict[int, datetime]:
    rows = session.scalars(
        select(OutboxRow).where(OutboxRow.name == JOB, OutboxRow.state == "waiting", OutboxRow.attempts == 0)
    )
    leaving = {row.refs["question_id"]: row.available_at for row in rows}
    return {
        answer.id: leaving[answer.id] for answer in queries.answers_of(honouree_id) if answer.id in leaving
    }
