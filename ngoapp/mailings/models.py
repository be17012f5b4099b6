"""The mailroom's own things: sheets that somebody measured, printers that feed askew, sheets that are partly used."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id
from ngoapp.core.types import FoldedText
from ngoapp.mailings.stock import LabelStock

MOST_NUDGE = 100  # tenths of a millimetre
MICROMETRES = 1000


class OwnStock(Base):
    """Label sheets by measurements, in whole micrometres from the top left corner of the upright page."""

    __tablename__ = "label_stocks"
    __table_args__ = (
        CheckConstraint("columns >= 1 AND rows >= 1", name="has_labels"),
        CheckConstraint("width > 0 AND height > 0", name="labels_have_room"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(FoldedText(40), unique=True)
    page_width: Mapped[int]
    page_height: Mapped[int]
    columns: Mapped[int]
    rows: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    left: Mapped[int]
    top: Mapped[int]
    dx: Mapped[int]
    dy: Mapped[int]
    added_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    def sheet(self) -> LabelStock:
        """The sheet, as labels are drawn on it."""
        measures = {
            part: getattr(self, part) / MICROMETRES for part in ("width", "height", "left", "top", "dx", "dy")
        }
        page = (self.page_width / MICROMETRES, self.page_height / MICROMETRES)
        return LabelStock(name=self.name, page=page, columns=self.columns, rows=self.rows, **measures)


class Printer(Base):
    """A printer, and how far what it prints has to be moved to be where it should; tenths of a millimetre."""

    __tablename__ = "printers"
    __table_args__ = (
        CheckConstraint(f"nudge_right BETWEEN -{MOST_NUDGE} AND {MOST_NUDGE}", name="right"),
        CheckConstraint(f"nudge_down BETWEEN -{MOST_NUDGE} AND {MOST_NUDGE}", name="down"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(FoldedText(60), unique=True)
    right: Mapped[int] = mapped_column("nudge_right", default=0)
    down: Mapped[int] = mapped_column("nudge_down", default=0)

    @property
    def nudge(self) -> tuple[float, float]:
        """Millimetres rightwards and down."""
        return self.right / 10, self.down / 10


class PartSheet(Base):
    """A sheet of some stock that was begun: its first free label, counted from 1."""

    __tablename__ = "part_sheets"
    __table_args__ = (CheckConstraint("next_free >= 1", name="next_free"),)

    stock: Mapped[str] = mapped_column(String(40), primary_key=True)
    next_free: Mapped[int]
    used_at: Mapped[datetime]
