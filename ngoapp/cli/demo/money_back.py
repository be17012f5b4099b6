"""Money that went back in the demo: part of a gift refunded, one disputed by a bank, and a check that bounced."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.adapters.stripe_facts import Dispute, Fee, Refund, Shift
from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.disputes import record_disputes
from ngoapp.donations.returns.notes import notes_of, release_note
from ngoapp.donations.returns.operations import record_return
from ngoapp.donations.returns.refunds import record_refunds
from ngoapp.organisation.queries import our_today
from ngoapp.receipts.jobs import PARTLY_BACK, REFUNDED
from ngoapp.receipts.operations import amend_receipt, void_receipt
from ngoapp.receipts.paper import draw

REFUND, DISPUTE, TAKEN = "re_demo_1", "du_demo_1", "txn_demo_dispute"
GIVEN_BACK = Money(2000, "USD")
DISPUTE_FEE = Money(1500, "USD")
EARLIER, TIME_TO_ANSWER = timedelta(hours=3), timedelta(days=6)


def load_money_back() -> None:
    """One of each, for donors who are not named in public; their notes wait, one of them to be printed."""
    _refund(_latest("Robert Lindqvist"))
    _dispute(_latest("Helen Andersson"))
    _bounce(_latest("Ruth Berg"))


def _latest(name: str) -> Gift:
    wanted = select(Gift).where(Gift.donor_name == name, Gift.released_at.is_not(None))
    return session.scalars(wanted.order_by(Gift.id.desc()).limit(1)).one()


def _refund(gift: Gift) -> None:
    with clock.at(clock.now() - EARLIER):
        record_refunds(gift, [Refund(id=REFUND, status="succeeded", amount=GIVEN_BACK, made_at=clock.now())])
    amend_receipt(gift.id, reason=PARTLY_BACK, draw=draw)


def _dispute(gift: Gift) -> None:
    with clock.at(clock.now() - EARLIER):
        moment = clock.now()
        fee = Fee(id=TAKEN, amount=DISPUTE_FEE, taken_at=moment)
        taken = Shift(id=TAKEN, amount=Money(-gift.amount.minor, "USD"), moved_at=moment, fee=fee)
        fact = Dispute(
            id=DISPUTE,
            payment_id=gift.movements[0].source,
            status="needs_response",
            reason="unrecognized",
            amount=gift.amount,
            opened_at=moment,
            answer_by=moment + TIME_TO_ANSWER,
            shifts=(taken,),
        )
        record_disputes(gift, [fact])
    void_receipt(gift.id, reason=REFUNDED)


def _bounce(gift: Gift) -> None:
    record_return(
        entry_key="demo-bounced", gift_id=gift.id, bounced=True, amount=gift.amount, moved_on=our_today()
    )
    void_receipt(gift.id, reason=REFUNDED)
    release_note(notes_of(gift.id)[0].id)
