"""Batches of packets, the pieces in them, sheets that were printed again, and tables of postage."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money
from ngoapp.core.types import one_of
from ngoapp.packets.batches.words import BATCH_WORDS, KINDS, PIECE_WORDS, RETURN_REASONS, UNDO_REASONS, ZONES
from ngoapp.packets.models import PacketRequest


class PacketBatch(Base):
    """Requests that are posted together, frozen: in this order, on these sheets. Printed again it is the same."""

    __tablename__ = "packet_batches"
    __table_args__ = (
        CheckConstraint(one_of("state", tuple(BATCH_WORDS)), name="state"),
        CheckConstraint(one_of("undo_reason", ("", *UNDO_REASONS)), name="undo_reason"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        CheckConstraint("start >= 1", name="start_on_the_sheet"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    # Label sheets by name, or envelopes, whose names are never those of sheets.
    stock: Mapped[str] = mapped_column(String(40))
    start: Mapped[int]
    printer_id: Mapped[int | None] = mapped_column(Id, ForeignKey("printers.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20), default="frozen")
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    sent_at: Mapped[datetime | None]
    undo_reason: Mapped[str] = mapped_column(String(20), default="")
    currency: Mapped[str] = mapped_column(String(3))

    frozen_by: Mapped[User | None] = relationship()
    pieces: Mapped[list["PacketPiece"]] = relationship(
        back_populates="batch", order_by="PacketPiece.position"
    )

    @property
    def standing(self) -> tuple[str, str]:
        """Where it stands, in words and as a tag's tone."""
        return BATCH_WORDS[self.state]


class PacketPiece(Base):
    """One envelope of a batch: whose it is, the how-manieth, what it weighs and costs. A request is in one batch at
    a time: the database says so.

    `left_at`: the request left the batch, because it was taken back or is to be sent once more; what was posted
    (`posted_at`) has cost what it has cost. `address_key` is what the address is known again by when the mail brings
    the piece back; it goes when the person is erased."""

    __tablename__ = "packet_pieces"
    __table_args__ = (
        CheckConstraint(one_of("kind", ("", *KINDS)), name="kind"),
        CheckConstraint(one_of("zone", tuple(ZONES)), name="zone"),
        CheckConstraint(one_of("return_reason", ("", *RETURN_REASONS)), name="return_reason"),
        CheckConstraint("(return_reason = '') = (returned_at IS NULL)", name="returned"),
        CheckConstraint("returned_at IS NULL OR posted_at IS NOT NULL", name="posted_before_it_returned"),
        CheckConstraint("weight_mg >= 0 AND postage_minor >= 0 AND contents_minor >= 0", name="figures"),
        UniqueConstraint("batch_id", "position"),
        Index(
            "uq_packet_pieces_in_one_batch",
            "request_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_batches.id"))
    request_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_requests.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(10), unique=True)
    language: Mapped[str] = mapped_column(String(10))
    packet: Mapped[str] = mapped_column(String(120), default="")
    zone: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10), default="")
    # Copied when it was frozen, so that a new table of postage changes no past. None is not known.
    weight_mg: Mapped[int | None] = mapped_column(Id)
    postage_minor: Mapped[int | None] = mapped_column(Id)
    contents_minor: Mapped[int | None] = mapped_column(Id)
    address_key: Mapped[str] = mapped_column(String(64), default="", index=True)
    packed_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None] = mapped_column(index=True)
    return_reason: Mapped[str] = mapped_column(String(20), default="")

    batch: Mapped[PacketBatch] = relationship(back_populates="pieces")
    request: Mapped[PacketRequest] = relationship()

    @property
    def mark(self) -> str:
        """The sequence mark on its label, its slip and in every list: “B12-007”."""
        return f"B{self.batch_id}-{self.position:03}"

    @property
    def standing(self) -> tuple[str, str]:
        """What became of it, in words and as a tag's tone; what was posted and has not come back stays posted."""
        if self.returned_at:
            return PIECE_WORDS["returned"]
        if self.posted_at:
            return PIECE_WORDS["posted"]
        if self.left_at:
            return PIECE_WORDS["left"]
        return PIECE_WORDS["packed" if self.packed_at else "printed"]

    @property
    def why_returned(self) -> str:
        """Why it came back, in words; empty if it did not."""
        return RETURN_REASONS.get(self.return_reason, "")

    @property
    def postage(self) -> Money | None:
        """What its stamp cost."""
        return self._money(self.postage_minor)

    @property
    def cost(self) -> Money | None:
        """What it cost altogether, as far as that is known."""
        known = [part for part in (self.postage_minor, self.contents_minor) if part is not None]
        return self._money(sum(known) if known else None)

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self.batch.currency)


class PacketReprint(Base):
    """Labels of a batch that were printed once more after a jam: by their positions, on a sheet from `start` on."""

    __tablename__ = "packet_reprints"
    __table_args__ = (CheckConstraint("start >= 1", name="start_on_the_sheet"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    batch_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_batches.id"), index=True)
    positions: Mapped[str] = mapped_column(String(2000))
    start: Mapped[int]
    printed_at: Mapped[datetime]

    batch: Mapped[PacketBatch] = relationship()

    @property
    def places(self) -> frozenset[int]:
        """The positions in the batch."""
        return frozenset(int(part) for part in self.positions.split(","))


def grams(milligrams: int) -> str:
    """A weight as people write it: 28350 is “28.35”."""
    whole, rest = divmod(milligrams, 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)


class PostageTable(Base):
    """What postage costs from a day on. `checked`: somebody compared it with the post office's own prices."""

    __tablename__ = "packet_postage_tables"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    valid_from: Mapped[date] = mapped_column(unique=True)
    currency: Mapped[str] = mapped_column(String(3))
    source: Mapped[str] = mapped_column(String(200), default="")
    checked: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]

    rates: Mapped[list["PostageRate"]] = relationship(back_populates="table", order_by="PostageRate.id")

    def amount(self, minor: int) -> Money:
        """A price of this table."""
        return Money(minor, self.currency)


class PostageRate(Base):
    """What a kind of mail to a zone costs: the first step of weight, and each one after it, up to a weight."""

    __tablename__ = "packet_postage_rates"
    __table_args__ = (
        CheckConstraint(one_of("zone", tuple(ZONES)), name="zone"),
        CheckConstraint(one_of("kind", tuple(KINDS)), name="kind"),
        CheckConstraint("step_mg > 0 AND most_mg >= step_mg", name="weights"),
        CheckConstraint("first_minor >= 0 AND next_minor >= 0", name="prices"),
        UniqueConstraint("table_id", "zone", "kind"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    table_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_postage_tables.id"))
    zone: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    step_mg: Mapped[int] = mapped_column(Id)
    most_mg: Mapped[int] = mapped_column(Id)
    first_minor: Mapped[int] = mapped_column(Id)
    next_minor: Mapped[int] = mapped_column(Id)

    table: Mapped[PostageTable] = relationship(back_populates="rates")

    @property
    def step(self) -> str:
        """What a step weighs: “28.35 g”."""
        return f"{grams(self.step_mg)} g"

    @property
    def most(self) -> str:
        """Up to what it is valid."""
        return f"{grams(self.most_mg)} g"

    def price(self, weight_mg: int) -> int:
        """What a piece of this weight costs, in minor units."""
        steps = max(1, -(-weight_mg // self.step_mg))
        return self.first_minor + (steps - 1) * self.next_minor
