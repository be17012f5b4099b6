"""Stripe's own books: what moved on the balance, what was given back or disputed, and what was paid out."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ngoapp.adapters.book_facts import Move, Payout, move_from, payout_from
from ngoapp.adapters.stripe_facts import Dispute, Refund, dispute_from, refund_from
from ngoapp.adapters.stripe_failures import failures, span

if TYPE_CHECKING:
    from stripe import StripeClient

PARTS = ["data.source"]


class StripeBooks:
    """The part of Stripe's API that looks back. Methods raise StripeAway and StripeRefused."""

    def __init__(self, client: "StripeClient") -> None:
        self._client = client.v1

    def refunds_made(self, *, since: datetime, until: datetime) -> Iterator[Refund]:
        """Every refund that was made in this span, newest first."""
        with failures():
            listed = self._client.refunds.list({"created": span(since, until), "limit": 100})
            yield from (refund_from(refund.to_dict()) for refund in listed.auto_paging_iter())

    def disputes_made(self, *, since: datetime, until: datetime) -> Iterator[Dispute]:
        """Every dispute that was opened in this span, newest first."""
        with failures():
            listed = self._client.disputes.list({"created": span(since, until), "limit": 100})
            yield from (dispute_from(dispute.to_dict()) for dispute in listed.auto_paging_iter())

    def moves_made(self, *, since: datetime, until: datetime) -> Iterator[Move]:
        """Everything that moved on the balance in this span, newest first, whatever the age of what it belongs to."""
        with failures():
            listed = self._client.balance_transactions.list(
                {"created": span(since, until), "limit": 100, "expand": PARTS}
            )
            yield from (move_from(booked.to_dict()) for booked in listed.auto_paging_iter())

    def payouts_made(self, *, since: datetime, until: datetime) -> Iterator[Payout]:
        """Every payout that was made in this span, newest first."""
        with failures():
            listed = self._client.payouts.list({"created": span(since, until), "limit": 100})
            yield from (payout_from(payout.to_dict()) for payout in listed.auto_paging_iter())

    def payout(self, payout_id: str) -> Payout:
        """The payout as it is now."""
        with failures():
            return payout_from(self._client.payouts.retrieve(payout_id).to_dict())

    def moves_of(self, payout_id: str) -> list[Move]:
        """Everything that was paid out with it, the payout's own move left out."""
        with failures():
            listed = self._client.balance_transactions.list(
                {"payout": payout_id, "limit": 100, "expand": PARTS}
            )
            moves = [move_from(booked.to_dict()) for booked in listed.auto_paging_iter()]
        return [move for move in moves if move.object_id != payout_id]
