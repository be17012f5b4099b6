"""Currencies that the donate form takes, each with what the payment costs."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id

MOST_BASIS_POINTS = 2_000  # a fifth: dearer than any card


class GivingCurrency(Base):
    """A currency with its fee: so many hundredths of a percent of the payment, and so many minor units on top.

    Our own currency is always taken; it has a row once somebody has entered what its payments cost."""

    __tablename__ = "giving_currencies"
    __table_args__ = (
        CheckConstraint(f"fee_basis_points BETWEEN 0 AND {MOST_BASIS_POINTS}", name="fee_basis_points"),
        CheckConstraint("fee_fixed_minor >= 0", name="fee_fixed"),
    )

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    fee_basis_points: Mapped[int]
    fee_fixed_minor: Mapped[int] = mapped_column(Id)
