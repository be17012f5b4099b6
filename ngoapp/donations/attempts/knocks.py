"""What a request tells about whoever sends the form: where from, how fast, and whether a browser did the sum."""

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from ngoapp.core import clock
from ngoapp.donations.attempts.digests import mailbox_digest, seal_digest
from ngoapp.donations.attempts.queries import is_tiny
from ngoapp.donations.attempts.sight import Knock
from ngoapp.donations.models import Donation
from ngoapp.donations.pledges import Pledge
from ngoapp.web.proof import is_proven
from ngoapp.web.source import source_here

FASTEST = 3.0  # seconds in which nobody reads and fills in the form, not even with a browser that remembers the name
SEAL = "csrf_token"


def knock_of(pledge: Pledge) -> Knock:
    """The present request, as the ledger sees it."""
    token = request.form.get(SEAL, "")
    return Knock(
        source=source_here(),
        mailbox=mailbox_digest(pledge.email),
        seal=seal_digest(token),
        amount=(pledge.amount.minor, pledge.amount.currency),
        tiny=is_tiny(pledge.amount.minor, pledge.amount.currency),
        hasty=_is_hasty(token),
        proven=is_proven(request.form.get("proof", ""), pledge.key),
    )


def _is_hasty(token: str) -> bool:
    """The seal against foreign forms says when the form was drawn; whether it is genuine was checked before."""
    serializer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    try:
        _content, drawn_at = serializer.loads(token, return_timestamp=True)
    except BadData:
        return False
    return bool((clock.now() - drawn_at).total_seconds() < FASTEST)


def knock_by_link(donation: Donation) -> Knock:
    """The present request of somebody who has opened the link in our mail."""
    minor, currency = donation.amount.minor, donation.amount.currency
    return Knock(
        source=source_here(),
        mailbox=mailbox_digest(donation.email),
        amount=(minor, currency),
        tiny=is_tiny(minor, currency),
    )
