"""Cards at the stand-in for Stripe: which one was charged, and what happens when a bank says no."""

from dataclasses import replace

from ngoapp.adapters.stripe_facts import Charge, Payment, PaymentPage, StripeRefused
from ngoapp.core import clock
from ngoapp.core.money import Money


class Declining:
    """The part of FakeStripe in which cards are declined, and pages ended for it."""

    pages: dict[str, PaymentPage]
    payments: dict[str, Payment]
    declined: list[Charge]

    def decline(self, page_id: str, card: str = "card-of-the-donor") -> str:
        """Have the bank say no to a card, and say which payment it was; the page stays open."""
        payment_id = f"pi_{page_id.removeprefix('cs_test_')}"
        name = f"ch_declined_{len(self.declined) + 1}"
        charge = replace(charge_of(payment_id, card), id=name, declined=True)
        self.declined.append(charge)
        self.payments[payment_id] = Payment(
            id=payment_id,
            status="requires_payment_method",
            received=Money(0, "USD"),
            livemode=False,
            charge=charge,
            metadata=self.pages[page_id].metadata,
        )
        self.pages[page_id] = replace(self.pages[page_id], payment_id=payment_id)
        return payment_id

    def payment(self, payment_id: str) -> Payment:
        """The payment as it is now, with every card that was tried, and the one that went through."""
        payment = self.payments[payment_id]
        tried = [charge for charge in self.declined if charge.payment_id == payment_id]
        if payment.charge and payment.charge.id and not payment.charge.declined:
            tried.append(payment.charge)
        return replace(payment, tries=tuple(tried))

    def end_page(self, session_id: str) -> None:
        """Take no more money on a page that is open."""
        if self.pages[session_id].status != "open":
            raise StripeRefused("resource_missing")
        self.pages[session_id] = replace(self.pages[session_id], status="expired", url=None)


def charge_of(payment_id: str, card: str) -> Charge:
    """A charge that went through."""
    return Charge(
        payment_id=payment_id,
        method="card",
        charged_at=clock.now(),
        id=payment_id.replace("pi_", "ch_"),
        card=card,
    )
