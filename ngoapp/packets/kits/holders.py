"""Who holds an edition, and how each can be told of a mistake in it. Every reading is entered in the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ngoapp.core import audit
from ngoapp.core.db import session
from ngoapp.packets.kits.editions import newer_edition
from ngoapp.packets.kits.models import Correction, Edition, Recall, Sending
from ngoapp.packets.models import PacketRequest

CAME_BACK, UNREACHABLE = "returned", "Cannot be reached"


@dataclass(frozen=True)
class Holder:
    """A request that the edition went out to, and what we did about it."""

    request: PacketRequest
    sent_at: datetime
    correction: Correction | None

    @property
    def reach(self) -> str:
        """The channel that they chose and that works: “email”, “post”, or none."""
        asked = self.request
        if asked.state == CAME_BACK:
            return ""
        if asked.way == "email":
            return "email" if asked.email else ""
        return "post" if asked.street_address and asked.name else ""

    @property
    def has_moved(self) -> bool:
        """Whether a letter that waits for them goes nowhere any more: they chose another channel, or none works."""
        letter = self.correction
        return bool(letter and letter.way == "post" and not letter.sent_at and self.reach != "post")

    @property
    def standing(self) -> tuple[str, str]:
        """How far we are with them, in words and as a tag's tone."""
        if self.correction and self.correction.failed_at:
            return UNREACHABLE, "attention"
        if self.correction is None or self.has_moved:
            return ("Not told yet", "new") if self.reach else (UNREACHABLE, "attention")
        if self.correction.sent_at:
            return "Told", "done"
        return (
            ("Letter to print", "waiting")
            if self.correction.way == "post"
            else ("Mail on its way", "waiting")
        )


@dataclass(frozen=True)
class RecallSheet:
    """Everything that the page of a recall shows. `in_hand`: envelopes not posted yet that hold the edition."""

    recall: Recall
    newer: Edition | None
    holders: Sequence[Holder]
    forgotten: int
    in_hand: int

    @property
    def untold(self) -> list[Holder]:
        """Who can be told and is not queued yet."""
        return [
            holder for holder in self.holders if holder.reach and (not holder.correction or holder.has_moved)
        ]

    @property
    def unreachable(self) -> list[Holder]:
        """Who has no channel that works, or whose mail server took no mail."""
        return [holder for holder in self.holders if holder.standing[0] == UNREACHABLE]

    @property
    def told(self) -> int:
        """How many have been told."""
        return sum(1 for holder in self.holders if holder.correction and holder.correction.sent_at)

    @property
    def letters(self) -> list[Correction]:
        """The letters that are to be printed and posted."""
        return [it for it in self._queued if it.way == "post"]

    @property
    def mails(self) -> list[Correction]:
        """The mails that have not left."""
        return [it for it in self._queued if it.way == "email"]

    @property
    def _queued(self) -> list[Correction]:
        known = [holder.correction for holder in self.holders if holder.correction and not holder.has_moved]
        return [it for it in known if not it.sent_at and not it.failed_at]


def read_recall(recall: Recall) -> RecallSheet:
    """A recall with all who hold the edition; that they were read is entered."""
    sheet = recall_sheet(recall)
    if sheet.holders:
        audit.record("packet_recall.viewed", recall, requests=len(sheet.holders))
    return sheet


def recall_sheet(recall: Recall) -> RecallSheet:
    """A recall with all who hold the edition, the earliest first."""
    went = (
        select(Sending.request_id, func.min(Sending.sent_at).label("sent_at"))
        .where(Sending.edition_id == recall.edition_id, Sending.sent_at.is_not(None))
        .group_by(Sending.request_id)
        .subquery()
    )
    rows = session.execute(
        select(PacketRequest, went.c.sent_at, Correction)
        .join(went, went.c.request_id == PacketRequest.id)
        .outerjoin(
            Correction,
            (Correction.request_id == PacketRequest.id) & (Correction.recall_id == recall.id),
        )
        .order_by(went.c.sent_at, PacketRequest.id)
    ).all()
    known = [Holder(*row) for row in rows if row[0].erased_at is None]
    in_hand = select(func.count()).where(
        Sending.edition_id == recall.edition_id, Sending.sent_at.is_(None), Sending.way == "post"
    )
    return RecallSheet(
        recall, newer_edition(recall.edition), known, len(rows) - len(known), session.scalar(in_hand) or 0
    )


def recalls() -> Sequence[Recall]:
    """Every recall, newest first."""
    return session.scalars(select(Recall).order_by(Recall.id.desc())).all()
