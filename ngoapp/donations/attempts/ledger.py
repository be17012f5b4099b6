"""Writing the ledger: forms that were sent, and what Stripe tells of payments."""

from datetime import timedelta

from sqlalchemy import delete, select

from ngoapp.adapters.stripe_facts import Charge
from ngoapp.core import clock
from ngoapp.core.db import insert_ignoring, session
from ngoapp.core.money import Money
from ngoapp.donations.attempts.models import Attempt
from ngoapp.donations.attempts.sight import Knock
from ngoapp.donations.models import Donation

KEPT = timedelta(days=30)
HOUR = 3600
# A donor whose bank says no eight times needs another way to give; a thief needs another page.
MOST_DECLINES = 8


def note_form(knock: Knock, *, action_key: str, outcome: str, way: str = "form") -> None:
    """Write down a form that was sent, and what became of it."""
    minor, currency = knock.amount
    _note(
        outcome=outcome,
        way=way,
        action_key=action_key,
        source=knock.source,
        mailbox=knock.mailbox,
        seal=knock.seal,
        amount=Money(minor, currency),
        hasty=knock.hasty and not knock.proven,
        proven=knock.proven,
    )


def note_charge(donation: Donation, charge: Charge, *, mailbox: str, card: str) -> bool:
    """Write down what became of a charge; whether it was new. A repeat does nothing."""
    return _note(
        outcome="declined" if charge.declined else "paid",
        way="form",
        action_key=donation.action_key,
        charge_id=charge.id,
        mailbox=mailbox,
        card=card,
        amount=donation.amount,
    )


def was_let_in(action_key: str, *, way: str) -> bool:
    """Whether a donation has got its payment page in this way."""
    return _is_known(action_key, "let", way)


def is_mailed(action_key: str) -> bool:
    """Whether the link to go on with this donation was asked for by mail."""
    return _is_known(action_key, "linked", "link")


def declines_of(action_key: str) -> int:
    """How many cards were declined on the payment pages of one donation."""
    wanted = select(Attempt.id).where(Attempt.action_key == action_key, Attempt.outcome == "declined")
    return len(session.scalars(wanted).all())


def is_used_up(action_key: str) -> bool:
    """Whether so many cards were declined for one donation that it gets no further page."""
    return declines_of(action_key) >= MOST_DECLINES


def purge() -> int:
    """Forget what is older than thirty days; how many rows that were."""
    last_to_go = int((clock.now() - KEPT).timestamp()) // HOUR - 1
    old = delete(Attempt).where(Attempt.hour <= last_to_go).returning(Attempt.id)
    return len(session.scalars(old).all())


def _is_known(action_key: str, outcome: str, way: str) -> bool:
    wanted = select(Attempt.id).where(
        Attempt.action_key == action_key, Attempt.outcome == outcome, Attempt.way == way
    )
    return session.scalars(wanted.limit(1)).first() is not None


def _note(*, amount: Money, **facts: object) -> bool:
    moment = clock.now()
    given: dict[str, object] = {"source": "", "mailbox": "", "seal": "", "card": "", "charge_id": None}
    given |= {"hasty": False, "proven": False}
    return insert_ignoring(
        Attempt,
        at=moment,
        hour=int(moment.timestamp()) // HOUR,
        amount_minor=amount.minor,
        amount_currency=amount.currency,
        **{**given, **facts},
    )
