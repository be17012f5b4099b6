"""Donations (what a donor set out to give), gifts (money received) and its movements."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money
from ngoapp.core.types import FoldedText, one_of
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.people.models import AddressColumns, Person

DONATION_STATES = ("started", "open", "processing", "paid", "failed", "expired", "quarantined")
PLAN_STATES = ("starting", "active", "past_due", "paused", "ending", "ended")
RHYTHMS = ("month", "quarter", "year", "other")  # `other` is what staff have made in Stripe's dashboard
MATCHINGS = ("ours", "waiting", "matched", "ignored")
METHODS = ("card", "bank", "cheque", "cash")
MOVEMENTS = ("payment", "refund", "refund_failed", "fee", "dispute", "dispute_reversal")


class Fund(Base):
    """What money is given for. `restricted` funds may be spent on nothing else.

    A closed fund is offered to nobody. What comes all the same stays with it; renewals of recurring gifts go to its
    successor, where staff named one."""

    __tablename__ = "funds"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(FoldedText(360), unique=True)  # folding may lengthen
    description: Mapped[str] = mapped_column(Text, default="")
    restricted: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    successor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("funds.id"))


class Donation(AddressColumns, Base):
    """What a donor set out to give on the form: kept from the first click, whatever becomes of it.

    `action_key` is one rendered form with what was typed: two clicks on Donate are one donation. `session_id` is
    Stripe's Checkout Session, written after the donation was committed; `attempt` counts the sessions asked for."""

    __tablename__ = "donations"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("fee_cover_minor >= 0 AND fee_cover_minor < amount_minor", name="fee_cover"),
        CheckConstraint(one_of("state", DONATION_STATES), name="state"),
        Index("ix_donations_state", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(20), default="started")
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    # How much of the amount the donor added for the card's fee.
    fee_cover_minor: Mapped[int] = mapped_column(Id, default=0)
    fund_id: Mapped[int] = mapped_column(Id, ForeignKey("funds.id"))
    campaign_id: Mapped[int | None] = mapped_column(Id, ForeignKey("campaigns.id"))
    donor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("persons.id"))
    donor_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(FoldedText(254), index=True)
    # How to be thanked in public; empty means not at all. The wording agreed to is kept with it.
    recognition_name: Mapped[str] = mapped_column(String(120), default="")
    anonymous: Mapped[bool] = mapped_column(default=True)
    consent_wording: Mapped[str] = mapped_column(Text, default="")
    message: Mapped[str] = mapped_column(Text, default="")
    attempt: Mapped[int] = mapped_column(default=1)
    session_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    session_expires_at: Mapped[datetime]
    # The donor's own link to this donation; see core/tokens.
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    # Why staff have to look at it.
    reason: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    fund: Mapped[Fund] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    donor: Mapped[Person | None] = relationship()
    plan: Mapped["RecurringPlan | None"] = relationship(back_populates="donation")


class RecurringPlan(Base):
    """A gift that comes again by itself: what the donor arranged, as Stripe tells it now.

    `donation` is the one that began it; what was said there (fund, names, consent) holds for every renewal. One made
    in Stripe's dashboard has none: `matching` says whether staff have yet to tell whose it is. `subscription_id` is
    Stripe's, known once the donor has paid for the first time."""

    __tablename__ = "recurring_plans"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint(one_of("every", RHYTHMS), name="every"),
        CheckConstraint(one_of("state", PLAN_STATES), name="state"),
        CheckConstraint(one_of("matching", MATCHINGS), name="matching"),
        CheckConstraint("(matching = 'ours') = (donation_id IS NOT NULL)", name="ours_has_its_donation"),
        CheckConstraint("matching <> 'matched' OR donor_id IS NOT NULL", name="matched_has_a_donor"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_at_an_instant"),
        Index("ix_recurring_plans_state", "state", "next_on"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    donation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("donations.id"), unique=True)
    subscription_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    customer_id: Mapped[str] = mapped_column(String(120), default="")
    donor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    matching: Mapped[str] = mapped_column(String(10), default="ours")
    # What Stripe's dashboard says of the customer, while staff have yet to tell who that is.
    customer_name: Mapped[str] = mapped_column(String(200), default="")
    customer_email: Mapped[str] = mapped_column(String(254), default="")
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    every: Mapped[str] = mapped_column(String(10))
    fund_id: Mapped[int] = mapped_column(Id, ForeignKey("funds.id"))
    state: Mapped[str] = mapped_column(String(10), default="starting")
    # The day of the next charge; of a plan that is ending, none comes any more.
    next_on: Mapped[date | None]
    paused_until: Mapped[date | None]
    trouble_since: Mapped[datetime | None]
    announced_for: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(40), default="")
    # Grows with each answer of Stripe's that is written down here; see recurring/newest.
    followed: Mapped[int] = mapped_column(Id, default=0, index=True)
    # The link with which the donor mends the card; see core/tokens.
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    donation: Mapped[Donation | None] = relationship(back_populates="plan")
    donor: Mapped[Person | None] = relationship()
    fund: Mapped[Fund] = relationship()


class Gift(Base):
    """Money received: what is receipted and thanked. Never edited once money moved, never deleted.

    Days are local to the organisation. `gift_on` is the day that counts for tax: computed once and stored."""

    __tablename__ = "gifts"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint(one_of("method", METHODS), name="method"),
        CheckConstraint("(donor_id IS NULL) = identity_unknown", name="donor_or_unknown"),
        CheckConstraint("donation_id IS NULL OR plan_id IS NULL", name="one_origin"),
        CheckConstraint("adviser_id IS NULL OR advised_fund <> ''", name="adviser_of_a_fund"),
        CheckConstraint("adviser_id IS NULL OR adviser_id <> donor_id", name="adviser_gave_nothing"),
        CheckConstraint("advised_fund = '' OR ira_custodian = ''", name="fund_or_ira"),
        Index("ix_gifts_gift_on", "gift_on"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    donation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("donations.id"), unique=True)
    # A renewal has the plan that it comes of; the first gift of a plan has the donation that began it.
    plan_id: Mapped[int | None] = mapped_column(Id, ForeignKey("recurring_plans.id"), index=True)
    donor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    identity_unknown: Mapped[bool] = mapped_column(default=False)
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    fund_id: Mapped[int] = mapped_column(Id, ForeignKey("funds.id"))
    campaign_id: Mapped[int | None] = mapped_column(Id, ForeignKey("campaigns.id"), index=True)
    method: Mapped[str] = mapped_column(String(10))
    gift_on: Mapped[date]
    received_on: Mapped[date]
    instrument_on: Mapped[date | None]
    postmarked_on: Mapped[date | None]
    charged_at: Mapped[datetime | None]
    instrument_number: Mapped[str] = mapped_column(String(40), default="")
    # Who holds the retirement account (IRA) that it came from; empty for every other gift.
    ira_custodian: Mapped[str] = mapped_column(String(120), default="")
    # The account at the donor-advised fund that gave it, and who advised that; empty for every other gift.
    advised_fund: Mapped[str] = mapped_column(String(120), default="")
    adviser_id: Mapped[int | None] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    review_date: Mapped[bool] = mapped_column(default=False)
    # Names and words as they were when the gift came; the donor's own record may change later.
    donor_name: Mapped[str] = mapped_column(String(200), default="")
    recognition_name: Mapped[str] = mapped_column(String(120), default="")
    anonymous: Mapped[bool] = mapped_column(default=True)
    consent_wording: Mapped[str] = mapped_column(Text, default="")
    consent_source: Mapped[str] = mapped_column(String(40), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    # Money that staff typed in is receipted when they release it; a card gift is released at once.
    released_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    entry_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    donor: Mapped[Person | None] = relationship(foreign_keys=[donor_id])
    adviser: Mapped[Person | None] = relationship(foreign_keys=[adviser_id])
    donation: Mapped[Donation | None] = relationship()
    plan: Mapped[RecurringPlan | None] = relationship()
    fund: Mapped[Fund] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    movements: Mapped[list["Movement"]] = relationship(back_populates="gift", order_by="Movement.id")

    @property
    def addressee(self) -> Person | None:
        """Who gets the paper about it: the adviser of a donor-advised fund, else the donor."""
        return self.adviser or self.donor

    @property
    def giver_name(self) -> str:
        """Whose doing it was: the adviser's name, else the one given with it."""
        return self.adviser.name if self.adviser else self.donor_name


class Movement(Base):
    """Money that came or went, signed; rows are only ever added, one for each source.

    `source` names where it comes from for good: `pi_…`, `re_…`, a dispute's `txn_…`, `entry:<key>` for
    money that staff typed in, `bounced:<key>` for a check that bounced."""

    __tablename__ = "movements"
    __table_args__ = (
        UniqueConstraint("kind", "source"),
        CheckConstraint(one_of("kind", MOVEMENTS), name="kind"),
        CheckConstraint("amount_minor <> 0", name="amount_not_nought"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(120))
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    moved_on: Mapped[date]
    recorded_at: Mapped[datetime]

    gift: Mapped[Gift] = relationship(back_populates="movements")


class WebhookEvent(Base):
    """The inbox for what Stripe tells us: one row an event, worked off by the worker."""

    __tablename__ = "webhook_events"
    __table_args__ = (
        UniqueConstraint("account", "event_id"),
        CheckConstraint(one_of("state", ("new", "done", "parked", "quarantined")), name="state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    account: Mapped[str] = mapped_column(String(60), default="")
    event_id: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(80))
    object_id: Mapped[str] = mapped_column(String(120))
    livemode: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20), default="new")
    reason: Mapped[str] = mapped_column(String(120), default="")
    donation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("donations.id"), index=True)
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
