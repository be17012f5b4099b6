"""Payments that do not fit, for staff."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.donations.quarantine.operations import ask_again, set_donation_aside, set_event_aside
from ngoapp.donations.queries import quarantined_donations, quarantined_events

bp = Blueprint("quarantine_staff", __name__, url_prefix="/staff/gifts/quarantine")
STEPS = {
    "event-again": (ask_again, "Stripe is being asked again. Look in a moment later."),
    "event-aside": (set_event_aside, "Set aside."),
    "donation-aside": (set_donation_aside, "Set aside."),
}


@bp.get("")
@staff_required("donations:read")
def index() -> ResponseReturnValue:
    """What waits, and why."""
    return render_template(
        "donations/staff/quarantine.html", donations=quarantined_donations(), events=quarantined_events()
    )


@bp.post("/<int:row_id>/<any('event-again', 'event-aside', 'donation-aside'):step>")
@staff_required("gifts:write")
def act(row_id: int, step: str) -> ResponseReturnValue:
    """Ask again, or set aside."""
    operation, words = STEPS[step]
    with transaction():
        operation(row_id)
    flash(words, "success")
    return redirect(url_for(".index"), 303)
