"""The door between the form and the payment page: open to everybody in a calm hour, and always open for people.

Each form is judged and written down in one transaction, one after the other, so that many at once are seen as many."""

from flask import current_app

from ngoapp.core.db import one_at_a_time, transaction
from ngoapp.core.errors import Refused
from ngoapp.donations.attempts.knocks import knock_of
from ngoapp.donations.attempts.ledger import is_used_up, note_form, was_let_in
from ngoapp.donations.attempts.pauses import pause_form
from ngoapp.donations.attempts.queries import sight
from ngoapp.donations.attempts.sight import LET, STOPPED, Knock
from ngoapp.donations.checkout import address_to_pay, payment_address
from ngoapp.donations.models import Donation
from ngoapp.donations.pledges import Pledge

LINKS_AT_ONCE = 10
LOCK = "attempts"


class Held(Exception):
    """This form gets no payment page yet: a sum is to be done first (`asked`), or there is another way to give."""

    def __init__(self, verdict: str, pledge: Pledge) -> None:
        super().__init__(verdict)
        self.verdict, self.pledge = verdict, pledge


class CardsDeclined(Refused):
    """A form that was let in is no open door for one card after another."""

    def __init__(self) -> None:
        super().__init__(
            "Too many cards were declined for this gift, so it gets no further payment page. Nothing was charged."
            " Please mail a check, or call us."
        )


class ManyAtOnce(Refused):
    """More mailed links are being used than donors would."""

    def __init__(self) -> None:
        super().__init__(
            "Many people are at the payment page just now. Your link stays good: please try it again in a quarter"
            " of an hour. Nothing was charged."
        )


def card_address(pledge: Pledge) -> str:
    """Where a donor who pays by card goes on to. Raises Held and Refused.

    A form that was let in is let in again: two presses are one donation. That ends when card after card was
    declined."""
    if current_app.config["GUARDS_GIFTS"]:
        knock = knock_of(pledge)
        with transaction():
            verdict = _verdict_on(pledge.key, knock)
        if verdict != LET:
            raise Held(verdict, pledge)
    return payment_address(pledge)


def address_by_link(donation: Donation, knock: Knock) -> str:
    """The same for who has opened a mailed link: the mailbox speaks for them. Raises ManyAtOnce and CardsDeclined."""
    key = donation.action_key
    with transaction():
        one_at_a_time(LOCK)
        refuse_used_up(key)
        if not was_let_in(key, way="link"):
            seen = sight()
            if seen.unpaid_links >= LINKS_AT_ONCE + 2 * seen.paid:
                raise ManyAtOnce
            note_form(knock, action_key=key, outcome=LET, way="link")
    return address_to_pay(donation)


def _verdict_on(key: str, knock: Knock) -> str:
    one_at_a_time(LOCK)
    seen = sight(key)
    if seen.let_in_before:
        refuse_used_up(key)
    verdict = seen.verdict_on(knock)
    if not seen.let_in_before:
        note_form(knock, action_key=key, outcome=verdict)
    if verdict == STOPPED and seen.wants_pause:
        pause_form(reason=" ".join(seen.alarms))
    return verdict


def refuse_used_up(key: str) -> None:
    """Give a donation no further payment page once card after card was declined for it. Raises CardsDeclined."""
    if is_used_up(key):
        raise CardsDeclined
