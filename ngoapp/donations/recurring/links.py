"""The link in the mail about a payment that failed: to a page that leads on to Stripe's, where the card is mended."""

from flask import current_app
from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.core.tokens import derive, digest
from ngoapp.donations.models import RecurringPlan

PURPOSE = "card"
CARD = "/donate/card/"  # written down, since the worker has no request to build an address from


def seal_plan(plan: RecurringPlan) -> str:
    """The token of the plan's link; the database keeps its hash."""
    token = derive(current_app.config["SECRET_KEY"], PURPOSE, plan.id, plan.nonce)
    if plan.token_digest is None:
        plan.token_digest = digest(token)
    return token


def plan_behind(token: str) -> RecurringPlan:
    """The plan whose card this link is about. Raises NotThere.

    It opens as long as the plan lives, but leads on to Stripe only while a payment is in trouble."""
    plan = session.scalar(select(RecurringPlan).where(RecurringPlan.token_digest == digest(token)))
    if plan is None:
        raise NotThere
    return plan
