"""What is kept of somebody who wants to be on no list: digests under our own key, the same for the same person."""

from flask import current_app

from ngoapp.core.tokens import keyed_digest
from ngoapp.packets.duplicates import Keys


def digests_of(keys: Keys) -> tuple[str, ...]:
    """A digest for each thing that they would be found again by."""
    told = {
        "phone": keys.phone,
        "email": keys.email,
        "household": f"{keys.name}|{keys.postal}" if keys.name and keys.postal else "",
    }
    secret = current_app.config["SECRET_KEY"]
    return tuple(keyed_digest(secret, f"taken-off-{kind}", text) for kind, text in told.items() if text)
