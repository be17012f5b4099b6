"""What Stripe tells us, as facts that cannot change under our hands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from ngoapp.core.money import Money

GONE_BACK = ("succeeded", "pending", "requires_action")


class StripeAway(Exception):
    """Stripe did not answer, or not in time: nobody knows whether it acted. Try again with the same key."""


class StripeRefused(Exception):
    """Stripe said no for good; carries its code."""


class StripeKeyReused(Exception):
    """The idempotency key was used before, for something else."""


@dataclass(frozen=True, kw_only=True)
class PaymentPage:
    """A Checkout Session: the hosted page on which a donor pays."""

    id: str
    status: str  # open, complete or expired
    payment_status: str  # paid, unpaid or no_payment_required
    amount: Money | None  # none on a page that takes no money
    livemode: bool
    url: str | None = None
    payment_id: str | None = None
    # On a page that begins a recurring gift, the payment is that of the first invoice.
    subscription_id: str | None = None
    invoice_id: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What Stripe keeps of a payment."""

    id: str
    amount: Money
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What became of the latest attempt to take the money."""

    payment_id: str
    method: str  # card or bank
    charged_at: datetime
    fee: Fee | None = None
    id: str = ""
    declined: bool = False
    card: str = ""  # Stripe's name for the card itself, the same whoever pays with it


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A PaymentIntent."""

    id: str
    status: str
    received: Money
    livemode: bool
    charge: Charge | None = None  # the last attempt
    tries: tuple[Charge, ...] = ()  # all attempts, the oldest first
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether the last attempt to pay came to nothing."""
        return self.status in {"requires_payment_method", "canceled"}


@dataclass(frozen=True, kw_only=True)
class Refund:
    """Money that goes back to the donor, or was meant to."""

    id: str
    status: str
    amount: Money
    made_at: datetime
    payment_id: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    booked: bool = True  # whether it ever was on the balance

    @property
    def gone_back(self) -> bool:
        """Whether the money has left us; False when it did not arrive and came back."""
        return self.status in GONE_BACK


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Money that a dispute moved, under the name of its balance transaction."""

    id: str
    amount: Money  # negative when it was taken from us
    moved_at: datetime
    fee: Fee | None = None


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A bank that asks for a donor's money back, or asks what it was for."""

    id: str
    payment_id: str | None
    status: str
    reason: str
    amount: Money
    opened_at: datetime
    answer_by: datetime | None = None
    shifts: tuple[Shift, ...] = ()


def page_from(session: Mapping[str, Any]) -> PaymentPage:
    """Read a `checkout.session`."""
    return PaymentPage(
        id=session["id"],
        status=session["status"],
        payment_status=session["payment_status"],
        amount=money_from(session["amount_total"], session["currency"]) if session["currency"] else None,
        livemode=session["livemode"],
        url=session["url"],
        payment_id=session["payment_intent"],
        subscription_id=session.get("subscription"),
        invoice_id=session.get("invoice"),
        metadata=session["metadata"] or {},
    )


def payment_from(intent: Mapping[str, Any]) -> Payment:
    """Read a `payment_intent` whose latest charge and balance transaction are expanded."""
    return Payment(
        id=intent["id"],
        status=intent["status"],
        received=money_from(intent["amount_received"], intent["currency"]),
        livemode=intent["livemode"],
        charge=_charge(intent["id"], intent["latest_charge"]),
        metadata=intent["metadata"] or {},
    )


def charge_from(charge: Mapping[str, Any]) -> Charge:
    """Read a `charge` of a list: one attempt among others, whose fee is not asked for."""
    found = _charge(charge["payment_intent"], {**charge, "balance_transaction": None})
    return cast("Charge", found)


def refund_from(refund: Mapping[str, Any]) -> Refund:
    """Read a `refund`."""
    return Refund(
        id=refund["id"],
        status=refund["status"],
        amount=money_from(refund["amount"], refund["currency"]),
        made_at=instant_from(refund["created"]),
        payment_id=refund["payment_intent"],
        names=refund["metadata"] or {},
        booked=refund["balance_transaction"] is not None,
    )


def dispute_from(dispute: Mapping[str, Any]) -> Dispute:
    """Read a `dispute`."""
    answer_by = dispute["evidence_details"]["due_by"]
    return Dispute(
        id=dispute["id"],
        payment_id=dispute["payment_intent"],
        status=dispute["status"],
        reason=dispute["reason"],
        amount=money_from(dispute["amount"], dispute["currency"]),
        opened_at=instant_from(dispute["created"]),
        answer_by=instant_from(answer_by) if answer_by else None,
        shifts=tuple(
            Shift(
                id=booked["id"],
                amount=money_from(booked["amount"], booked["currency"]),
                moved_at=instant_from(booked["created"]),
                fee=_fee(booked),
            )
            for booked in dispute["balance_transactions"]
        ),
    )


def _charge(payment_id: str, charge: Mapping[str, Any] | None) -> Charge | None:
    if charge is None:
        return None
    details = charge["payment_method_details"]
    return Charge(
        payment_id=payment_id,
        method="card" if details is None or details["type"] == "card" else "bank",
        charged_at=instant_from(charge["created"]),
        fee=_fee(charge["balance_transaction"]),
        id=charge["id"],
        declined=charge["status"] == "failed",
        card=_fingerprint(details),
    )


def _fingerprint(details: Mapping[str, Any] | None) -> str:
    card = details.get("card") if details else None
    return (card.get("fingerprint") if card else None) or ""


def _fee(booked: Mapping[str, Any] | None) -> Fee | None:
    if not booked or not booked["fee"]:
        return None
    return Fee(
        id=booked["id"],
        amount=money_from(booked["fee"], booked["currency"]),
        taken_at=instant_from(booked["created"]),
    )


def money_from(minor: int | None, currency: str) -> Money:
    """Minor units and a currency as Stripe writes them."""
    return Money(minor or 0, currency.upper())


def instant_from(seconds: int) -> datetime:
    """An instant as Stripe writes it."""
    return datetime.fromtimestamp(seconds, UTC)
