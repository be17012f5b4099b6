"""Currencies and what payments cost, for staff."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.currencies import currency_name, in_use
from ngoapp.core.db import transaction
from ngoapp.core.errors import NotThere, Refused
from ngoapp.donations.currencies.forms import RateForm
from ngoapp.donations.currencies.operations import keep_rate, leave_currency
from ngoapp.donations.currencies.queries import giving_rates
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.forms import attempt

bp = Blueprint("currencies_staff", __name__, url_prefix="/staff/settings/currencies")


@bp.route("/", methods=["GET", "POST"])
@staff_required("organisation:write")
def index() -> ResponseReturnValue:
    """Every currency that the form takes, and a form for another."""
    rates = giving_rates()
    form = RateForm(currencies=[code for code in in_use() if code not in rates])
    if form.validate_on_submit():
        with attempt(form):
            keep_rate(form.rate())
            flash(f"Donors can give in {currency_name(form.currency.data)} now.", "success")
            return redirect(url_for(".index"), 303)
    return render_template(
        "donations/staff/currencies/index.html", form=form, rates=rates, own=our_organisation().currency
    )


@bp.route("/<currency>", methods=["GET", "POST"])
@staff_required("organisation:write")
def edit(currency: str) -> ResponseReturnValue:
    """What payments in one currency cost."""
    rates = giving_rates()
    if currency not in rates:
        raise NotThere
    form = RateForm(currencies=[currency], rate=rates[currency])
    if form.validate_on_submit():
        with attempt(form):
            keep_rate(form.rate())
            flash("Saved.", "success")
            return redirect(url_for(".index"), 303)
    own = our_organisation().currency
    return render_template("donations/staff/currencies/edit.html", form=form, currency=currency, own=own)


@bp.post("/<currency>/leave")
@staff_required("organisation:write")
def leave(currency: str) -> ResponseReturnValue:
    """Take a currency off the form."""
    try:
        with transaction():
            leave_currency(currency)
        flash("The form does not offer it any more. Gifts that came in it stay as they are.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "error")
    return redirect(url_for(".index"), 303)
