"""The packets themselves: which edition goes out in which language."""

import io
from collections.abc import Sequence
from datetime import date

import pikepdf
from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import found, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.files import store
from ngoapp.packets.models import PacketEdition
from ngoapp.packets.wording import LANGUAGES

LARGEST = 20 * 1024 * 1024
PDF = "application/pdf"


class NotAPdf(Refused):
    """The file cannot be read as a PDF by everybody who gets it."""

    def __init__(
        self, sentence: str = "This file is not a PDF that we can read. Export it as PDF once more."
    ) -> None:
        super().__init__(sentence, field="file")


class NoEdition(Refused):
    """There is no packet in the language that was asked for."""

    def __init__(self, language: str) -> None:
        name = LANGUAGES.get(language, language)
        super().__init__(
            f"There is no packet in {name} to send now. Add one under Packets to send.", field="language"
        )


def add_edition(
    *,
    action_key: str,
    content: bytes,
    name: str,
    language: str,
    label: str,
    reviewer: str = "",
    reviewed_on: date | None = None,
    review_due_on: date | None = None,
    active: bool = True,
) -> PacketEdition:
    """Keep a packet's PDF; the same form sent twice adds one. Raises NotAPdf."""
    known = session.scalar(select(PacketEdition).where(PacketEdition.action_key == action_key))
    if known:
        return known
    pages = _pages(content)
    edition = save(
        PacketEdition(
            action_key=action_key,
            name=name,
            language=language,
            label=label,
            reviewer=reviewer,
            reviewed_on=reviewed_on,
            review_due_on=review_due_on,
            file_id=store(content, PDF).id,
            pages=pages,
            active=active,
            added_at=clock.now(),
        )
    )
    audit.record("packet_edition.added", edition)
    return edition


def set_active(edition_id: int, *, active: bool) -> PacketEdition:
    """Send this edition from now on, or stop sending it; links that are out keep what they promised."""
    edition = found(PacketEdition, edition_id)
    if edition.active != active:
        edition.active = active
        audit.record("packet_edition.activated" if active else "packet_edition.retired", edition)
    return edition


def editions() -> Sequence[PacketEdition]:
    """Every edition, by language, newest first."""
    return session.scalars(
        select(PacketEdition).order_by(PacketEdition.language, PacketEdition.id.desc())
    ).all()


def sent_editions() -> dict[str, PacketEdition]:
    """The edition that goes out in each language: its newest active one."""
    active = select(PacketEdition).where(PacketEdition.active).order_by(PacketEdition.id)
    return {edition.language: edition for edition in session.scalars(active)}


def edition_to_send(language: str) -> PacketEdition:
    """The newest active edition of a language. Raises NoEdition."""
    edition = sent_editions().get(language)
    if edition is None:
        raise NoEdition(language)
    return edition


def offered_languages() -> list[tuple[str, str]]:
    """Languages that there is a packet in, as (code, its own name): English first."""
    codes = sorted(sent_editions(), key=lambda code: (code != "en", LANGUAGES.get(code, code)))
    return [(code, LANGUAGES.get(code, code)) for code in codes]


def _pages(content: bytes) -> int:
    if len(content) > LARGEST:
        raise NotAPdf("This file is larger than 20 MB. Save it with smaller pictures, then choose it again.")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError as locked:
        raise NotAPdf("This PDF asks for a password. Save it without one, then choose it again.") from locked
    except pikepdf.PdfError as broken:
        raise NotAPdf from broken
    if not pages:
        raise NotAPdf("This PDF has no pages.")
    return pages
