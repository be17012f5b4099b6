"""Receipts for tests. The organisation must be there before one is made."""

from datetime import date
from typing import Any

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.models import Gift
from ngoapp.people.models import Person
from ngoapp.receipts.letter import Drawing, Letter
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import issue_receipt
from tests.donations.factories import make_card_gift

LETTER: dict[str, Any] = {
    "number": "US-2026-000123",
    "title": "Donation receipt",
    "statements": ["No goods or services were provided in exchange for this contribution."],
    "donor_name": "Jack and Elizabeth Lewis",
    "salutation": "Jack and Elizabeth",
    "address_lines": ["Jack and Elizabeth Lewis", "120 Lake St W", "Minneapolis, MN 55408"],
    "country_code": "US",
    "amount_minor": 25000,
    "amount_currency": "USD",
    "gift_on": date(2026, 11, 20),
    "received_on": date(2026, 11, 22),
    "issued_on": date(2026, 11, 22),
    "fund": "Where it is needed most",
    "method": "Check",
    "replaces": "",
    "organisation": {
        "legal_name": "Northern Scleroderma Network, Inc.",
        "public_name": "Northern Scleroderma Network",
        "address_lines": ["7400 Prairie Center Dr # 210", "Edina, MN 55435-0210"],
        "mission": "We help people who live with scleroderma, and those who care for them.",
        "ein": "41-0000000",
        "hotline": "1-800-555-0142",
        "email": "hello@example.org",
        "signer": "Margaret Olson, Treasurer",
        "logo_id": None,
        "colour": "#0b5560",
        "paper": "letter",
    },
}


def make_letter(**changes: Any) -> Letter:
    """The words of a receipt."""
    return Letter(**{**LETTER, **changes})


def drawn_quickly(letter: Letter) -> Drawing:
    """A stand-in for paper: bytes that depend on the letter, without the cost of setting it."""
    return Drawing(f"%PDF {letter.frozen()}".encode())


def make_receipt(gift: Gift | None = None, *, donor: Person | None = None) -> Receipt:
    """An issued receipt, in a transaction of its own."""
    with transaction():
        gift = gift or make_card_gift(donor=donor)
        receipt = issue_receipt(gift.id, draw=drawn_quickly)
    assert receipt
    return receipt


def this_years(number: int) -> str:
    """The receipt number of this year's so-manieth receipt, in the organisation's time zone."""
    return f"US-{clock.today('America/Chicago').year}-{number:06}"
