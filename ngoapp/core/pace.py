"""How often one source may send a public form: rows, not memory, so that it holds across all processes."""

from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core import clock
from ngoapp.core.db import Base, Id, save, session
from ngoapp.core.errors import Refused

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)


class FormSent(Base):
    """A public form that went through; `source` is a keyed digest of where it came from."""

    __tablename__ = "forms_sent"
    __table_args__ = (Index("ix_forms_sent_source", "source", "form", "at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    form: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(index=True)


class TooOften(Refused):
    """More of one form than one household or office sends in a quarter of an hour."""

    def __init__(self) -> None:
        super().__init__(
            "This form came very often from your connection just now. Nothing you typed is lost: please wait a"
            " quarter of an hour, then press the button again, or call us."
        )


def count_form(form: str, source: str, *, most: int) -> None:
    """Count a form that goes through in this transaction. Raises TooOften beyond `most` in a quarter of an hour."""
    moment = clock.now()
    session.execute(delete(FormSent).where(FormSent.at < moment - KEPT))
    recent = select(func.count()).where(
        FormSent.source == source, FormSent.form == form, FormSent.at > moment - WINDOW
    )
    if (session.scalar(recent) or 0) >= most:
        raise TooOften
    save(FormSent(form=form, source=source, at=moment))
