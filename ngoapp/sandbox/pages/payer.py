"""Who pays, as typed into a form of ours."""

from flask import request

from ngoapp.sandbox.resources.cards import USUAL, card_of
from ngoapp.sandbox.resources.payment_methods import Payer
from ngoapp.sandbox.state.errors import NotPossible

USUAL_NAME, USUAL_EMAIL = "Sandbox Payer", "payer@example.com"


def typed_payer(email: str | None = None) -> Payer:
    """The payer with the card; an address that is known is not asked for. Raises NotPossible."""
    card = card_of(request.form.get("card", USUAL))
    if card is None:
        raise NotPossible("Your card number is invalid.")
    name = request.form.get("name", "").strip()[:200] or USUAL_NAME
    return Payer(email=(email or request.form.get("email", USUAL_EMAIL)).strip(), name=name, card=card)
