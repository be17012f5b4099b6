"""Whether an honoree is named in public."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.donations.tributes.models import Honouree


class HonoureeThanks(Base):
    """What staff decided for an honoree. What the honoree or the family said stands above it, and is kept with them:
    a name is shown only while both let it be. `kind` is that of the honoree then: death asks for a new decision."""

    __tablename__ = "honouree_thanks"
    __table_args__ = (CheckConstraint("state IN ('published', 'withdrawn')", name="state"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    honouree_id: Mapped[int] = mapped_column(Id, ForeignKey("honourees.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime]

    honouree: Mapped[Honouree] = relationship()
