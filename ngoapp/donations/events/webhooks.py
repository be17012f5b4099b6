"""The door for Stripe: check, keep, answer. What an event means is found out by the worker."""

import structlog
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_notices import BadNotice
from ngoapp.core.db import DatabaseBusy, transaction
from ngoapp.donations.events.inbox import take_in

bp = Blueprint("stripe_webhooks", __name__)
log = structlog.get_logger()
LONGEST = 512 * 1024


@bp.post("/webhooks/stripe")
def stripe() -> ResponseReturnValue:
    """Keep the event, once, and say so. No CSRF token: the signature vouches for the sender."""
    request.max_content_length = LONGEST
    try:
        notice = stripe_api().read_notice(request.get_data(), request.headers.get("Stripe-Signature", ""))
        with transaction():
            take_in(notice, livemode=stripe_api().livemode)
    except BadNotice as reason:
        log.warning("webhook.refused", reason=str(reason))
        return "not accepted\n", 400
    except (DatabaseBusy, OperationalError):
        log.warning("webhook.postponed")  # the database is away or busy: Stripe comes again
        return "not now\n", 503
    return "kept\n", 200
