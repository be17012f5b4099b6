"""Stand-ins for the outside world, put where the app looks for the real one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from ngoapp.adapters.book_facts import Move, Payout
from ngoapp.adapters.stripe_facts import (
    Dispute,
    Fee,
    Payment,
    PaymentPage,
    Refund,
    StripeAway,
    StripeRefused,
)
from ngoapp.adapters.stripe_notices import Notice, read_notice
from ngoapp.adapters.stripe_pages import PageWanted
from ngoapp.core import clock
from ngoapp.core.money import Money
from tests.fakes_billing import FakeBilling
from tests.fakes_cards import Declining, charge_of

WEBHOOK_SECRET = "whsec_tests"


class FakeSmtp:
    """Keeps what was sent. Set `failure` to have the next messages refused with it."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.failure: Exception | None = None

    def send(self, message: EmailMessage) -> None:
        """Take the message, or fail as told."""
        if self.failure:
            raise self.failure
        self.sent.append(message)


class FakeBooks:
    """What Stripe says was paid out: payouts by name, and the moves in each."""

    def __init__(self) -> None:
        self.payouts: dict[str, Payout] = {}
        self.moves: dict[str, list[Move]] = {}

    def payouts_made(self, *, since: datetime, until: datetime) -> Iterator[Payout]:
        """Those that were made in this span."""
        yield from (payout for payout in self.payouts.values() if since <= payout.made_at <= until)

    def payout(self, payout_id: str) -> Payout:
        """The payout as it is now."""
        if payout_id not in self.payouts:
            raise StripeRefused("resource_missing")
        return self.payouts[payout_id]

    def moves_of(self, payout_id: str) -> list[Move]:
        """What is in it."""
        return self.moves[payout_id]


class FakeStripe(Declining):
    """Payment pages in memory. `away` loses every answer after acting."""

    livemode = False

    def __init__(self) -> None:
        self.pages: dict[str, PaymentPage] = {}
        self.payments: dict[str, Payment] = {}
        self.refunds: dict[str, list[Refund]] = {}
        self.disputes: dict[str, list[Dispute]] = {}
        self.declined = []
        self.made: dict[str, str] = {}
        self.wanted: list[PageWanted] = []
        self.away = False
        self.books = FakeBooks()
        self.billing = FakeBilling(self)

    def create_page(self, wanted: PageWanted, *, key: str) -> PaymentPage:
        """Make a page, or give back the one that this key has made."""
        self.wanted.append(wanted)
        if key not in self.made:
            page_id = f"cs_test_{len(self.pages) + 1}"
            self.made[key] = page_id
            self.pages[page_id] = PaymentPage(
                id=page_id,
                status="open",
                payment_status="unpaid",
                amount=wanted.amount,
                livemode=False,
                url=f"https://checkout.test/{page_id}",
                metadata=wanted.names,
            )
        return self.page(self.made[key])

    def page(self, session_id: str) -> PaymentPage:
        """The page as it is now."""
        if self.away:
            raise StripeAway("APIConnectionError")
        if session_id not in self.pages:
            raise StripeRefused("resource_missing")
        return self.pages[session_id]

    def pages_made(self, *, since: datetime, until: datetime) -> Iterator[PaymentPage]:
        """Every page: the tests make few."""
        assert since <= until
        yield from self.pages.values()

    def page_of(self, payment_id: str) -> PaymentPage | None:
        """The page on which this payment was made."""
        return next((page for page in self.pages.values() if page.payment_id == payment_id), None)

    def payment_of(self, object_id: str) -> str | None:
        """The payment of a refund `re_…`, or of the charge `ch_…` with the payment's own ending."""
        for payment_id, refunds in self.refunds.items():
            if object_id in {refund.id for refund in refunds}:
                return payment_id
        return object_id.replace("ch_", "pi_")

    def refunds_of(self, payment_id: str) -> list[Refund]:
        """Every refund of a payment."""
        return self.refunds.get(payment_id, [])

    def disputes_of(self, payment_id: str) -> list[Dispute]:
        """Every dispute over a payment."""
        return self.disputes.get(payment_id, [])

    def read_notice(self, payload: bytes, signature: str) -> Notice:
        """As the real one does."""
        return read_notice(payload, signature, WEBHOOK_SECRET)

    def pay(
        self,
        page_id: str,
        *,
        status: str = "succeeded",
        amount: Money | None = None,
        card: str = "card-of-the-donor",
    ) -> str:
        """Let the donor pay, or start to (`processing`), and say which payment it is."""
        page = self.pages[page_id]
        wanted = next(each for each in self.wanted if each.names == page.metadata)
        if wanted.every:
            return self.billing.begin(page, wanted)
        payment_id = f"pi_{page_id.removeprefix('cs_test_')}"
        received = amount or page.amount or Money(0, "USD")
        charge = replace(charge_of(payment_id, card), fee=_fee(payment_id))
        self.payments[payment_id] = Payment(
            id=payment_id,
            status=status,
            received=received,
            livemode=False,
            charge=charge,
            metadata=page.metadata,
        )
        paid = "paid" if status == "succeeded" else "unpaid"
        self.pages[page_id] = replace(
            page, status="complete", payment_status=paid, amount=received, payment_id=payment_id, url=None
        )
        return payment_id

    def expire(self, page_id: str) -> None:
        """Let the page's time run out."""
        self.pages[page_id] = replace(self.pages[page_id], status="expired", url=None)

    def refund(self, payment_id: str, minor: int, *, status: str = "succeeded") -> str:
        """Give money back."""
        refunds = self.refunds.setdefault(payment_id, [])
        refund_id = f"re_{payment_id.removeprefix('pi_')}_{len(refunds) + 1}"
        amount = Money(minor, self.payments[payment_id].received.currency)
        refunds.append(Refund(id=refund_id, status=status, amount=amount, made_at=clock.now()))
        return refund_id

    def give_back(
        self, payment_id: str, amount: Money, *, reason: str, names: Mapping[str, str], key: str
    ) -> Refund:
        """Give money back on our own wish, once for each key; lost answers come after acting."""
        assert reason
        if key not in self.made:
            self.made[key] = self.refund(payment_id, amount.minor)
            self.refunds[payment_id][-1] = replace(self.refunds[payment_id][-1], names=names)
        if self.away:
            raise StripeAway("APIConnectionError")
        return next(refund for refund in self.refunds[payment_id] if refund.id == self.made[key])

    def fail_refund(self, payment_id: str) -> None:
        """Let the last refund not arrive."""
        refunds = self.refunds[payment_id]
        refunds[-1] = replace(refunds[-1], status="failed")


def _fee(payment_id: str) -> Fee:
    return Fee(id=payment_id.replace("pi_", "txn_"), amount=Money(175, "USD"), taken_at=clock.now())
