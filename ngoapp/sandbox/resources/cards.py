"""Test cards: what each number looks like to a merchant, and what its bank does."""

from dataclasses import dataclass
from hashlib import sha256

from ngoapp.sandbox.state.objects import Json

USUAL = "4242424242424242"
KEPT_THEN_DECLINED = "4000000000000341"
BRANDS = {"3": "amex", "4": "visa", "5": "mastercard", "6": "discover"}
# What a bank does when nobody at the sandbox says otherwise.
DECLINES = {
    "4000000000000002": "generic_decline",
    KEPT_THEN_DECLINED: "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000009987": "lost_card",
    "4000000000009979": "stolen_card",
}
ASKS_FIRST = frozenset({"4000002500003155", "4000002760003184"})
OFFERED = {
    USUAL: "Visa, pays",
    "5555555555554444": "Mastercard, pays",
    "378282246310005": "American Express, pays",
    "4000000000009995": "Visa, has too little on it",
    KEPT_THEN_DECLINED: "Visa, can be kept and is then declined",
    "4000002500003155": "Visa, asks its owner before each payment",
}


@dataclass(frozen=True)
class Card:
    """A card by its number, which is never shown."""

    number: str = USUAL

    @property
    def outcome(self) -> str:
        """What happens when it is charged: `succeeded`, `failed` or `requires_action`."""
        if self.number in DECLINES:
            return "failed"
        return "requires_action" if self.number in ASKS_FIRST else "succeeded"

    @property
    def decline_code(self) -> str:
        """Why the bank says no."""
        return DECLINES.get(self.number, "generic_decline")

    def facts(self) -> Json:
        """As Stripe shows it on charges and payment methods."""
        brand = BRANDS.get(self.number[0], "unknown")
        return {
            "brand": brand,
            "checks": {"address_line1_check": None, "address_postal_code_check": "pass", "cvc_check": "pass"},
            "country": "US",
            "display_brand": brand,
            "exp_month": 8,
            "exp_year": 2034,
            "fingerprint": sha256(self.number.encode()).hexdigest()[:16],
            "funding": "credit",
            "generated_from": None,
            "last4": self.number[-4:],
            "networks": {"available": [brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        }


def card_of(typed: str) -> Card | None:
    """The card with this number, spaces or not; None when no card can have it."""
    number = typed.replace(" ", "")
    return Card(number) if number.isascii() and number.isdecimal() and _adds_up(number) else None


def _adds_up(number: str) -> bool:
    """Whether the last digit checks the others, as on every card."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return 12 <= len(number) <= 19 and sum(value // 10 + value % 10 for value in doubled) % 10 == 0
