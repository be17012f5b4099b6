"""What the ledger keeps instead of addresses and cards: keyed digests, the same for the same."""

from flask import current_app

from ngoapp.core.tokens import keyed_digest


def mailbox_digest(email: str) -> str:
    """A mailbox, whatever the capitals."""
    return _digest("mailbox", email.strip().casefold())


def card_digest(fingerprint: str) -> str:
    """A card, as Stripe tells them apart; nothing for a payment without one."""
    return _digest("card", fingerprint) if fingerprint else ""


def seal_digest(token: str) -> str:
    """A rendered form; nothing where it carries no seal."""
    return _digest("seal", token) if token else ""


def _digest(purpose: str, text: str) -> str:
    return keyed_digest(current_app.config["SECRET_KEY"], purpose, text)
