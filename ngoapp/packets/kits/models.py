"""Kits, the items in them, each item's editions, what lies on the shelf, and which editions went out to whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.files import StoredFile
from ngoapp.core.money import Money
from ngoapp.core.types import one_of

KINDS = {
    "leaflet": "Leaflet",
    "booklet": "Booklet",
    "letter": "Letter",
    "card": "Card",
    "other": "Something else",
}
WHYS = {
    "lot": "Arrived from the printer",
    "counted": "Counted",
    "reserved": "Set aside for a batch",
    "used": "Posted",
    "spoilt": "Spoilt",
    "given_back": "Back on the shelf",
    "not_posted": "Not posted after all",
    "withdrawn": "Withdrawn",
    "reinstated": "No longer withdrawn",
}
COUNT_REASONS = {
    "": "",
    "yearly": "The regular count",
    "damaged": "Damaged or wet",
    "handed_out": "Handed out without a request",
    "lost": "Missing, nobody knows why",
    "found": "Found again",
    "first": "First count",
}


class Kit(Base):
    """What a requester can ask for, named for who reads it, never for an illness."""

    __tablename__ = "packet_kits"
    __table_args__ = (CheckConstraint("envelope_mg >= 0", name="envelope_mg"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=1)
    envelope_mg: Mapped[int] = mapped_column(default=10_000)

    parts: Mapped[list["KitItem"]] = relationship(
        back_populates="kit", order_by="KitItem.position, KitItem.id", cascade="all, delete-orphan"
    )


class Item(Base):
    """A leaflet, a letter, a card: one thing in every language that it is printed in."""

    __tablename__ = "packet_items"
    __table_args__ = (CheckConstraint(one_of("kind", KINDS), name="kind"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(10), default="leaflet")

    editions: Mapped[list["Edition"]] = relationship(
        back_populates="item", order_by="Edition.language, Edition.id.desc()"
    )


class KitItem(Base):
    """So many copies of an item lie in a kit; the packer puts them in by position."""

    __tablename__ = "packet_kit_items"
    __table_args__ = (UniqueConstraint("kit_id", "item_id"), CheckConstraint("copies > 0", name="copies"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kit_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_kits.id"))
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_items.id"))
    copies: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=1)

    kit: Mapped[Kit] = relationship(back_populates="parts")
    item: Mapped[Item] = relationship()


class Edition(Base):
    """One edition of an item in one language. The newest active one that is not withdrawn is what goes out.

    `file` is the PDF that goes by e-mail; what exists on paper alone has none. `counted`: copies lie on a shelf
    and we keep count of them; what is not counted is printed as needed."""

    __tablename__ = "packet_editions"
    __table_args__ = (
        UniqueConstraint("item_id", "language", "label"),
        Index("ix_packet_editions_language", "language", "active"),
        CheckConstraint("weight_mg >= 0", name="weight_mg"),
        CheckConstraint("reorder_point >= 0", name="reorder_point"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn_with_a_reason"),
        CheckConstraint("(override_until IS NULL) = (override_reason = '')", name="override_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    item_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_items.id"))
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(40))
    reviewer: Mapped[str] = mapped_column(String(120), default="")
    reviewed_on: Mapped[date | None]
    review_due_on: Mapped[date | None]
    override_until: Mapped[date | None]
    override_reason: Mapped[str] = mapped_column(String(20), default="")
    file_id: Mapped[int | None] = mapped_column(Id, ForeignKey("stored_files.id"))
    pages: Mapped[int] = mapped_column(default=0)
    weight_mg: Mapped[int] = mapped_column(default=0)
    counted: Mapped[bool] = mapped_column(default=False)
    reorder_point: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    # Staff's own words to those who hold a copy.
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    item: Mapped[Item] = relationship(back_populates="editions")
    file: Mapped[StoredFile | None] = relationship()
    lots: Mapped[list["Lot"]] = relationship(back_populates="edition", order_by="Lot.id.desc()")

    def is_overdue(self, on: date) -> bool:
        """Whether its medical review should have been done before this day, and nobody let it go on."""
        due, until = self.review_due_on, self.override_until
        return due is not None and due < on and (until is None or until < on)


class Lot(Base):
    """Copies that came from the printer together, and what all of them cost."""

    __tablename__ = "packet_lots"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("cost_minor >= 0", name="cost_minor"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    edition_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_editions.id"), index=True)
    printed_on: Mapped[date]
    quantity: Mapped[int]
    cost_minor: Mapped[int] = mapped_column(Id)
    cost_currency: Mapped[str] = mapped_column(String(3))
    arrived_at: Mapped[datetime]

    edition: Mapped[Edition] = relationship(back_populates="lots")

    @property
    def cost(self) -> Money:
        """What the whole lot cost."""
        return Money(self.cost_minor, self.cost_currency)


class StockEntry(Base):
    """A change of the shelf that is only ever added; what lies there, and how much of it is spoken for, are sums.

    `hold` says for whom copies are set aside or went (a batch, a piece); `source` keeps the same change from being
    entered twice."""

    __tablename__ = "packet_stock_entries"
    __table_args__ = (
        CheckConstraint(one_of("why", WHYS), name="why"),
        CheckConstraint(
            "shelf_change <> 0 OR reserved_change <> 0 OR why = 'counted'", name="changes_something"
        ),
        CheckConstraint("reserved_change = 0 OR hold <> ''", name="reserved_for_somebody"),
        Index("ix_packet_stock_entries_sums", "edition_id", "shelf_change", "reserved_change"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    source: Mapped[str] = mapped_column(String(120), unique=True)
    edition_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_editions.id"))
    why: Mapped[str] = mapped_column(String(12))
    shelf_change: Mapped[int]
    reserved_change: Mapped[int]
    hold: Mapped[str] = mapped_column(String(60), default="", index=True)
    reason: Mapped[str] = mapped_column(String(12), default="")
    by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    at: Mapped[datetime]

    by: Mapped[User | None] = relationship()


class Sending(Base):
    """An edition in one envelope or mail to one requester. `sent_at` is empty until it has left.

    `key` names the envelope or mail ("link-5", "piece-17"). Kept after the person is erased: it names nobody."""

    __tablename__ = "packet_sendings"
    __table_args__ = (
        UniqueConstraint("key", "edition_id"),
        Index("ix_packet_sendings_edition", "edition_id", "request_id"),
        CheckConstraint("copies > 0", name="copies"),
        CheckConstraint("way IN ('email', 'post')", name="way"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    request_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_requests.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(Id, ForeignKey("packet_links.id"), index=True)
    edition_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_editions.id"))
    copies: Mapped[int]
    way: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[datetime | None]

    edition: Mapped[Edition] = relationship()


class Recall(Base):
    """An edition was withdrawn, and those who hold it are told: in staff's own words, each once.

    One at a time for an edition, unless it was called off."""

    __tablename__ = "packet_recalls"
    __table_args__ = (
        CheckConstraint("called_off_at IS NULL OR ended_at IS NOT NULL", name="called_off_is_ended"),
        Index(
            "uq_packet_recalls_one_for_an_edition",
            "edition_id",
            unique=True,
            sqlite_where=text("called_off_at IS NULL"),
            postgresql_where=text("called_off_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    edition_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_editions.id"))
    letter: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime]
    started_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]

    edition: Mapped[Edition] = relationship()
    started_by: Mapped[User | None] = relationship()

    @property
    def standing(self) -> tuple[str, str]:
        """Where it stands, in words and as a tag's tone."""
        if self.called_off_at:
            return "Called off", "stopped"
        return ("Done", "done") if self.ended_at else ("Under way", "attention")


class Correction(Base):
    """One holder is told, once, by the channel that they allowed. `link_id`: the way to the newer edition."""

    __tablename__ = "packet_corrections"
    __table_args__ = (
        UniqueConstraint("recall_id", "request_id"),
        CheckConstraint("way IN ('email', 'post')", name="way"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    recall_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_recalls.id"))
    request_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_requests.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(Id, ForeignKey("packet_links.id"))
    way: Mapped[str] = mapped_column(String(10))
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]

    recall: Mapped[Recall] = relationship()
