"""Packets, who asked for one, and the links they get by e-mail.

A request knows no donor and no donor knows a request: no foreign key leads from here to people or gifts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.types import FoldedText, one_of
from ngoapp.packets.kits.models import Kit, Sending
from ngoapp.packets.states import CLOSED, GONE_OUT, MOVES, STATES, TONES, WORDS
from ngoapp.people.models import AddressColumns

CHANNELS = ("web", "phone", "letter", "email", "event")
WAYS = ("email", "post")
VOICEMAIL = ("", "no", "yes")
RELATIONS = ("", "patient", "caregiver", "professional")


class PacketRequest(AddressColumns, Base):
    """Somebody asked for a packet. `action_key` is one rendered form; the keys are for finding the same asker twice.

    `operator_id` is who entered it for a caller or a letter; `closed_at` starts the time after which the person
    goes and only counts stay; `erased_at` says that this has happened."""

    __tablename__ = "packet_requests"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("channel", CHANNELS), name="channel"),
        CheckConstraint(one_of("way", WAYS), name="way"),
        CheckConstraint(one_of("relation", RELATIONS), name="relation"),
        CheckConstraint(f"({one_of('state', GONE_OUT)}) = (sent_at IS NOT NULL)", name="sent_at"),
        CheckConstraint(f"({one_of('state', CLOSED)}) = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("way = 'post' OR state NOT IN ('batched', 'packed')", name="only_post_is_packed"),
        CheckConstraint("way = 'post' OR email <> '' OR erased_at IS NOT NULL", name="email_to_send_to"),
        CheckConstraint("way = 'email' OR length(country_code) = 2", name="country_to_post_to"),
        CheckConstraint("erased_at IS NULL OR closed_at IS NOT NULL", name="erased_after_closing"),
        CheckConstraint("sendings >= 0", name="sendings"),
        CheckConstraint("state <> 'sent' OR sendings = 1", name="sent_once"),
        CheckConstraint("state <> 'resent' OR sendings > 1", name="resent_is_sent_before"),
        CheckConstraint("twin_id <> id", name="twin_is_another"),
        CheckConstraint(one_of("voicemail", VOICEMAIL), name="voicemail"),
        Index("ix_packet_requests_queue", "state", "received_at"),
        Index("ix_packet_requests_name", "name_key", "postal_key"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    kit_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_kits.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default="new")
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    relation: Mapped[str] = mapped_column(String(20), default="")
    # Whether a message may be left there: empty is not asked. The name is the one that the caller goes by then.
    voicemail: Mapped[str] = mapped_column(String(10), default="")
    voicemail_name: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    event: Mapped[str] = mapped_column(String(120), default="")
    name_key: Mapped[str] = mapped_column(FoldedText(200), default="")
    postal_key: Mapped[str] = mapped_column(String(40), default="")
    email_key: Mapped[str] = mapped_column(FoldedText(254), default="", index=True)
    phone_key: Mapped[str] = mapped_column(String(40), default="", index=True)
    consent_wording: Mapped[str] = mapped_column(Text)
    consented_at: Mapped[datetime]
    # The newsletter's own consent; empty is no. It makes nobody a donor.
    newsletter_wording: Mapped[str] = mapped_column(Text, default="")
    # What allows us to post it when the e-mail does not arrive or is not fetched; empty is no.
    post_wording: Mapped[str] = mapped_column(Text, default="")
    # The survey's own consent, and that it was asked: nothing else joins a request to what is answered.
    survey_wording: Mapped[str] = mapped_column(Text, default="")
    survey_sent: Mapped[bool] = mapped_column(default=False)
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    # An earlier request of the same asker, once staff have decided what that means for this one.
    twin_id: Mapped[int | None] = mapped_column(Id, ForeignKey("packet_requests.id"))
    received_at: Mapped[datetime]
    sendings: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # Mail came back from this address, and staff found it right all the same.
    address_checked_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    kit: Mapped[Kit] = relationship()
    operator: Mapped[User | None] = relationship()
    links: Mapped[list["PacketLink"]] = relationship(
        back_populates="request", order_by="PacketLink.id.desc()"
    )

    @validates("state")
    def _only_known_moves(self, _key: str, to: str) -> str:
        """Nothing that is kept takes a way that is none, whoever writes it; `moves.move` says no in words."""
        if inspect(self).persistent and to != self.state and to not in MOVES[self.state]:
            raise ValueError(f"no way leads from {self.state} to {to}")
        return to

    @property
    def standing(self) -> tuple[str, str]:
        """Where it stands, in words and as a tag's tone."""
        return WORDS[self.state], TONES.get(self.state, "waiting")


class PacketLink(Base):
    """The link by which a packet goes out in a mail. The token is derived anew by the job; its hash is kept.

    `unfetched_at`: nobody had fetched it in ten days, and the post was to bring it instead."""

    __tablename__ = "packet_links"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    request_id: Mapped[int] = mapped_column(Id, ForeignKey("packet_requests.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    unfetched_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    first_downloaded_at: Mapped[datetime | None]

    request: Mapped[PacketRequest] = relationship(back_populates="links")
    parts: Mapped[list[Sending]] = relationship(order_by=Sending.id)

    @property
    def key(self) -> str:
        """What this mail is called among the sendings."""
        return f"link-{self.id}"

    @property
    def standing(self) -> tuple[str, str]:
        """How far it has come, in words and as a tag's tone."""
        if self.revoked_at:
            return "Taken back", "stopped"
        if self.first_downloaded_at:
            return "Downloaded", "done"
        if self.bounced_at:
            return "Mail came back", "attention"
        if self.unfetched_at:
            return "Not fetched", "attention"
        return ("Mailed", "waiting") if self.mailed_at else ("On its way", "new")
