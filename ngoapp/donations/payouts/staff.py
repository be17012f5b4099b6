"""Payouts, for staff: which tie out, what is in them, and what somebody found about the others."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ngoapp.accounts.guards import staff_required
from ngoapp.core import audit
from ngoapp.core.db import found, transaction
from ngoapp.donations.payouts.comparing import compare, stands_of
from ngoapp.donations.payouts.export import table_of
from ngoapp.donations.payouts.forms import NoteForm
from ngoapp.donations.payouts.models import Payout
from ngoapp.donations.payouts.operations import note_difference
from ngoapp.donations.payouts.queries import not_paid_out, payouts_page
from ngoapp.web.downloads import csv_download
from ngoapp.web.forms import attempt

bp = Blueprint("payouts_staff", __name__, url_prefix="/staff/gifts/payouts")


@bp.get("/")
@staff_required("donations:read")
def index() -> str:
    """Every payout, newest first, and gifts that are in none."""
    page = payouts_page(request.args.get("page", 1, type=int))
    return render_template(
        "donations/staff/payouts/index.html", page=page, stands=stands_of(page.items), missing=not_paid_out()
    )


@bp.get("/<int:payout_id>")
@staff_required("donations:read")
def show(payout_id: int) -> ResponseReturnValue:
    """One payout, line by line."""
    payout = found(Payout, payout_id)
    return _payout_page(payout, NoteForm(obj=payout))


@bp.post("/<int:payout_id>/note")
@staff_required("gifts:write")
def note(payout_id: int) -> ResponseReturnValue:
    """Somebody found out why it does not tie out."""
    form = NoteForm()
    if form.validate_on_submit():
        with attempt(form):
            note_difference(payout_id, by=current_user.id, **form.values())
            flash("Kept. The payout has left the desk.", "success")
            return redirect(url_for(".show", payout_id=payout_id), 303)
    return _payout_page(found(Payout, payout_id), form)


@bp.get("/<int:payout_id>.csv")
@staff_required("donations:read")
def export(payout_id: int) -> ResponseReturnValue:
    """Its lines for the bookkeeper; who took them is kept."""
    with transaction():
        payout = found(Payout, payout_id)
        audit.record("payout.exported", payout)
    return csv_download(table_of(compare(payout)), f"payout-{payout.arrives_on}-{payout.stripe_id}")


def _payout_page(payout: Payout, form: NoteForm) -> str:
    return render_template("donations/staff/payouts/show.html", tie=compare(payout), payout=payout, form=form)
