"""Editions: adding one, letting it go out or not, and its medical review."""

import io
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pikepdf
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.files import store
from ngoapp.packets.kits.models import Edition, Item

LARGEST = 20 * 1024 * 1024
PDF = "application/pdf"
REVIEW_MONTHS = 24
SHEET_MG = 4_540  # a sheet of letter paper of 20 lb, printed on both sides
OVERRIDE_REASONS = {
    "checked": "The reviewer has said that it still holds",
    "reprinting": "The new edition is at the printer’s",
    "urgent": "People need it now",
}


@dataclass(frozen=True)
class Review:
    """Who read an edition through, when, and by when somebody has to again: after 24 months unless told otherwise."""

    by: str = ""
    on: date | None = None
    due_on: date | None = None

    @property
    def due(self) -> date | None:
        """The day by which it is to be read again."""
        return self.due_on or (self.on and months_after(self.on, REVIEW_MONTHS))


UNREVIEWED = Review()


class NotAPdf(Refused):
    """The file cannot be read as a PDF by everybody who gets it."""

    def __init__(
        self, sentence: str = "This file is not a PDF that we can read. Export it as PDF once more."
    ) -> None:
        super().__init__(sentence, field="file")


class LabelTaken(Refused):
    """Two editions of one item in one language would be called the same."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"There is an edition “{label}” in this language already. Call this one otherwise.", field="label"
        )


class OverrideNotAhead(Refused):
    """What is let go on goes on until a day to come."""

    def __init__(self) -> None:
        super().__init__("Choose a day from today on.", field="until")


def add_edition(
    *,
    action_key: str,
    item_id: int,
    name: str,
    language: str,
    label: str,
    content: bytes = b"",
    review: Review = UNREVIEWED,
    weight_mg: int | None = None,
    active: bool = True,
) -> Edition:
    """Add an edition, with its PDF where it has one; the same form sent twice adds one.

    The review is due after 24 months, and the weight reckoned from the pages, unless told otherwise. Raises NotAPdf
    and LabelTaken."""
    if known := session.scalar(select(Edition).where(Edition.action_key == action_key)):
        return known
    item = locked(Item, item_id)
    _refuse_second(item, language, label)
    pages = _pages(content)
    edition = save(
        Edition(
            action_key=action_key,
            item=item,
            name=name,
            language=language,
            label=label,
            reviewer=review.by,
            reviewed_on=review.on,
            review_due_on=review.due,
            file_id=store(content, PDF).id if content else None,
            pages=pages,
            weight_mg=(pages + 1) // 2 * SHEET_MG if weight_mg is None else weight_mg,
            active=active,
            added_at=clock.now(),
        )
    )
    audit.record("packet_edition.added", edition)
    return edition


def set_active(edition_id: int, *, active: bool) -> Edition:
    """Send this edition from now on, or stop sending it; links that are out keep what they promised."""
    edition = found(Edition, edition_id)
    if edition.active != active:
        edition.active = active
        audit.record("packet_edition.activated" if active else "packet_edition.retired", edition)
    return edition


def note_review(edition_id: int, review: Review) -> Edition:
    """Somebody read it through and it holds: it is due again after 24 months, unless told otherwise."""
    edition = locked(Edition, edition_id)
    edition.reviewer, edition.reviewed_on, edition.review_due_on = review.by, review.on, review.due
    edition.override_until, edition.override_reason = None, ""
    audit.record("packet_edition.reviewed", edition, due=str(review.due))
    return edition


def override_review(edition_id: int, *, until: date, reason: str, today: date) -> Edition:
    """Let an edition go out until a day although its review is overdue; `reason` is a code. Raises OverrideNotAhead."""
    if until < today:
        raise OverrideNotAhead
    edition = locked(Edition, edition_id)
    edition.override_until, edition.override_reason = until, reason
    audit.record("packet_edition.overridden", edition, until=until.isoformat(), reason=reason)
    return edition


def end_override(edition_id: int) -> Edition:
    """Take that back."""
    edition = locked(Edition, edition_id)
    if edition.override_until:
        edition.override_until, edition.override_reason = None, ""
        audit.record("packet_edition.override_ended", edition)
    return edition


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def editions() -> Sequence[Edition]:
    """Every edition, by item and language, newest first."""
    return session.scalars(
        select(Edition)
        .join(Edition.item)
        .options(joinedload(Edition.item))
        .order_by(Item.name, Edition.language, Edition.id.desc())
    ).all()


def current_editions(
    language: str = "", *, options: Sequence[ExecutableOption] = ()
) -> dict[tuple[int, str], Edition]:
    """What goes out, by item and language: the newest active edition that is not withdrawn; of one language or all."""
    wanted = select(Edition).where(Edition.active, Edition.withdrawn_at.is_(None)).order_by(Edition.id)
    if language:
        wanted = wanted.where(Edition.language == language)
    found_editions = session.scalars(wanted.options(*options))
    return {(edition.item_id, edition.language): edition for edition in found_editions}


def newer_edition(edition: Edition) -> Edition | None:
    """What goes out instead of a withdrawn edition, where there is anything."""
    return current_editions(edition.language).get((edition.item_id, edition.language))


def _refuse_second(item: Item, language: str, label: str) -> None:
    same = select(Edition.id).where(
        Edition.item_id == item.id, Edition.language == language, Edition.label == label
    )
    if session.scalar(same):
        raise LabelTaken(label)


def _pages(content: bytes) -> int:
    if not content:
        return 0
    if len(content) > LARGEST:
        raise NotAPdf("This file is larger than 20 MB. Save it with smaller pictures, then choose it again.")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as sealed:
        raise NotAPdf("This PDF asks for a password. Save it without one, then choose it again.") from sealed
    except pikepdf.PdfError as broken:
        raise NotAPdf from broken
    if not pages:
        raise NotAPdf("This PDF has no pages.")
    return pages
