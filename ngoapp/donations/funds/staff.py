"""Funds, for staff."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.donations.funds.operations import add_fund, change_fund, close_fund, reopen_fund
from ngoapp.donations.models import Fund
from ngoapp.donations.queries import all_funds
from ngoapp.web.fields import LongTextField, TextField, at_most, needed
from ngoapp.web.forms import Form, attempt

bp = Blueprint("funds_staff", __name__, url_prefix="/staff/gifts/funds")


class FundForm(Form):
    """A fund's name and what it is for."""

    name = TextField("Name", [needed("Enter a name."), at_most(120)], render_kw={"autocomplete": "off"})
    description = LongTextField(
        "What it pays for", [at_most(600)], render_kw={"autocomplete": "off", "rows": 2}
    )
    restricted = BooleanField("May be spent on nothing else")


@bp.route("", methods=["GET", "POST"])
@staff_required("gifts:write")
def index() -> ResponseReturnValue:
    """Every fund, and a form for another."""
    form = FundForm()
    if form.validate_on_submit():
        with attempt(form):
            add_fund(**form.values())
            flash("The fund is on the forms now.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("donations/staff/funds.html", form=form, funds=all_funds())


@bp.route("/<int:fund_id>", methods=["GET", "POST"])
@staff_required("gifts:write")
def edit(fund_id: int) -> ResponseReturnValue:
    """Change a fund."""
    form = FundForm(obj=found(Fund, fund_id))
    if form.validate_on_submit():
        with attempt(form):
            change_fund(fund_id, **form.values())
            flash("Saved.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("donations/staff/fund.html", form=form, fund=found(Fund, fund_id))


@bp.post("/<int:fund_id>/<any(close, reopen):step>")
@staff_required("gifts:write")
def move(fund_id: int, step: str) -> ResponseReturnValue:
    """Take a fund off the forms, or put it back."""
    form = FundForm()
    with attempt(form):
        (close_fund if step == "close" else reopen_fund)(fund_id)
        flash(
            "The fund is closed. Its gifts stay." if step == "close" else "The fund is open again.", "success"
        )
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url_for(".index"), 303)
