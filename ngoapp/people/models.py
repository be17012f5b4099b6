"""Donors and the like: persons, the households they share, where they live and what they agreed to."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.types import FoldedText
from ngoapp.people.countries import country_name

ADDRESS_PARTS = (
    "company_name",
    "street_address",
    "city",
    "city_area",
    "country_area",
    "postal_code",
    "sorting_code",
    "country_code",
)


class AddressColumns:
    """The columns of a postal address, as typed; shared by every table that keeps one."""

    company_name: Mapped[str] = mapped_column(String(200), default="")
    street_address: Mapped[str] = mapped_column(String(400), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    city_area: Mapped[str] = mapped_column(String(120), default="")
    country_area: Mapped[str] = mapped_column(String(120), default="")
    postal_code: Mapped[str] = mapped_column(String(40), default="")
    sorting_code: Mapped[str] = mapped_column(String(40), default="")
    country_code: Mapped[str] = mapped_column(String(2), default="")

    def lines(self, home: str) -> list[str]:
        """The address for reading on a screen; the country only where it is not `home`."""
        town = ", ".join(part for part in (self.city_area, self.city, self.country_area) if part)
        abroad = country_name(self.country_code) if self.country_code and self.country_code != home else ""
        below = (" ".join(part for part in (town, self.postal_code) if part), abroad)
        return [*self.street_address.splitlines(), *(line for line in below if line)]

    def address_parts(self) -> dict[str, str]:
        """The columns by name, as they go into another row or a PostalAddress."""
        return {part: getattr(self, part) for part in ADDRESS_PARTS}


class Household(Base):
    """People who give together. It keeps four names, for each thing that a name is written on."""

    __tablename__ = "households"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    receipt_name: Mapped[str] = mapped_column(String(200))
    envelope_name: Mapped[str] = mapped_column(String(200))
    salutation: Mapped[str] = mapped_column(String(200))
    public_name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]


class Person(Base):
    """Somebody who gave: a person or an organisation (a company, a donor-advised fund, a church)."""

    __tablename__ = "persons"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'organisation')", name="kind"),
        Index("ix_persons_name_key", "name_key"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), default="person")
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(FoldedText(200))
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(FoldedText(254), index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    # What staff were asked not to send; both are set for who has died.
    do_not_mail: Mapped[bool] = mapped_column(default=False)
    do_not_email: Mapped[bool] = mapped_column(default=False)
    deceased_on: Mapped[date | None]
    # Mail to this address came back; gone once the address is another, or staff say that it works.
    email_bounced_at: Mapped[datetime | None]
    household_id: Mapped[int | None] = mapped_column(Id, ForeignKey("households.id"), index=True)
    created_at: Mapped[datetime]

    household: Mapped[Household | None] = relationship()
    addresses: Mapped[list["Address"]] = relationship(back_populates="person", order_by="Address.id.desc()")

    @property
    def address(self) -> "Address | None":
        """The address in use: the newest that has not ended."""
        return next((address for address in self.addresses if address.ended_at is None), None)

    @property
    def mail_to(self) -> str | None:
        """Where our mail may go: the e-mail address, unless they want none, have died, or mail came back from it."""
        return None if self.do_not_email or self.email_bounced_at else self.email

    def goes_by(self, name: str) -> bool:
        """Whether this is their name, case aside: several people may share a mailbox."""
        return name.strip().casefold() == self.name.strip().casefold()


class Address(AddressColumns, Base):
    """Where a person gets mail. A change ends the old row; what was typed is kept as it was."""

    __tablename__ = "addresses"
    __table_args__ = (CheckConstraint("length(country_code) = 2", name="country_code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # A letter to it came back.
    returned_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="addresses")


class Consent(Base):
    """What a person agreed to: for what, in which words, from where; withdrawn by a date, never deleted.

    Who agrees to be thanked by name from now on (`naming`) says under which."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("purpose IN ('newsletter', 'appeals', 'naming')", name="purpose"),
        CheckConstraint("(purpose = 'naming') = (recognition_name <> '')", name="naming_has_name"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    recognition_name: Mapped[str] = mapped_column(String(120), default="")
    wording: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Death(Base):
    """That a person died, as staff entered it. `before` is what it changed, for when it was entered by mistake."""

    __tablename__ = "deaths"
    __table_args__ = (
        CheckConstraint("learned IN ('family', 'obituary', 'returned', 'other')", name="learned"),
        Index(
            "uq_deaths_standing",
            "person_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    died_on: Mapped[date]
    learned: Mapped[str] = mapped_column(String(20))
    before: Mapped[dict[str, str | bool]] = mapped_column(JSON)
    noted_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
