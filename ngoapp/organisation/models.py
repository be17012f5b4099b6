"""The organisation that this installation belongs to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money

OUR_COLOURS = ("#0b5560", "#b93a22")
EIN_DIGITS = 9
REFUND_LIMIT = 50_000
REPEAT_DAYS = 90


class Organisation(Base):
    """One row: the organisation itself."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("packet_repeat_days BETWEEN 1 AND 730", name="packet_repeat_days"),
        CheckConstraint("length(short_name) BETWEEN 1 AND 22", name="short_name_fits_a_card_statement"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    legal_name: Mapped[str] = mapped_column(String(200))
    public_name: Mapped[str] = mapped_column(String(200))
    # On envelopes, as a sender and on card statements: the full name can tell a diagnosis.
    short_name: Mapped[str] = mapped_column(String(22))
    mission: Mapped[str] = mapped_column(Text, default="")
    street_address: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(100))
    country_area: Mapped[str] = mapped_column(String(100), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country_code: Mapped[str] = mapped_column(String(2))
    ein: Mapped[str] = mapped_column(String(20), default="")
    statement_501c3: Mapped[str] = mapped_column(Text, default="")
    time_zone: Mapped[str] = mapped_column(String(60))
    currency: Mapped[str] = mapped_column(String(3))
    hotline: Mapped[str] = mapped_column(String(30), default="")
    hotline_note: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254))
    sender_email: Mapped[str] = mapped_column(String(254))
    logo_id: Mapped[int | None] = mapped_column(Id, ForeignKey("stored_files.id"))
    primary_colour: Mapped[str] = mapped_column(String(7), default=OUR_COLOURS[0])
    accent_colour: Mapped[str] = mapped_column(String(7), default=OUR_COLOURS[1])
    receipt_jurisdiction: Mapped[str] = mapped_column(String(2))
    receipt_signer: Mapped[str] = mapped_column(String(120), default="")
    # Refunds above this, in minor units of our currency, are released by a second person.
    refund_limit_minor: Mapped[int] = mapped_column(Id, default=REFUND_LIMIT)
    # The same household asking for a packet again within so many days is pointed out.
    packet_repeat_days: Mapped[int] = mapped_column(default=REPEAT_DAYS)
    updated_at: Mapped[datetime]

    @property
    def refund_limit(self) -> Money:
        """Up to how much one person may refund alone."""
        return Money(self.refund_limit_minor, self.currency)

    @refund_limit.setter
    def refund_limit(self, amount: Money) -> None:
        self.refund_limit_minor = amount.minor

    @property
    def address_lines(self) -> list[str]:
        """The letterhead's address as it was typed: street, then town, state and code, then the country abroad."""
        town = ", ".join(part for part in (self.city, self.country_area) if part)
        return [*self.street_address.splitlines(), f"{town} {self.postal_code}".strip()]

    @property
    def who_we_are(self) -> str:
        """The registered name in a sentence, with the tax status where it is known."""
        status = f" is {self.statement_501c3}" if self.statement_501c3 else ""
        return f"{self.legal_name}{status}".rstrip(".") + "."

    @property
    def hotline_display(self) -> str:
        """The hotline as people read it."""
        return self.hotline

    @property
    def ein_display(self) -> str:
        """The employer identification number as the IRS writes it: 12-3456789."""
        digits = self.ein.replace("-", "")
        return f"{digits[:2]}-{digits[2:]}" if len(digits) == EIN_DIGITS else self.ein

    @property
    def hotline_tel(self) -> str:
        """The hotline as a `tel:` link wants it: digits and a leading plus."""
        return "".join(c for c in self.hotline if c.isdigit() or c == "+")

    @property
    def logo_url(self) -> str | None:
        """Where the logo is served, if there is one."""
        return f"/organisation/logo/{self.logo_id}" if self.logo_id else None

    @property
    def stylesheet_url(self) -> str | None:
        """Where the organisation's own colours are served, unless they are those we come with."""
        colours = (self.primary_colour, self.accent_colour)
        return (
            None
            if colours == OUR_COLOURS
            else "/organisation/colours-{}-{}.css".format(*(c[1:] for c in colours))
        )
