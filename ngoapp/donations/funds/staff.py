"""Funds, for staff."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.donations.funds.operations import add_fund, change_fund, close_fund, reopen_fund
from ngoapp.donations.funds.queries import fund_line, fund_lines
from ngoapp.donations.models import Fund
from ngoapp.donations.queries import open_funds
from ngoapp.web.fields import LongTextField, TextField, at_most, needed
from ngoapp.web.forms import Form, attempt

bp = Blueprint("funds_staff", __name__, url_prefix="/staff/gifts/funds")
STAYS = 0


class FundForm(Form):
    """A fund's name and what it is for."""

    name = TextField("Name", [needed("Enter a name."), at_most(120)], render_kw={"autocomplete": "off"})
    description = LongTextField(
        "What it pays for",
        [at_most(600)],
        description="A sentence. Donors read it beside the name when they choose.",
        render_kw={"autocomplete": "off", "rows": 2},
    )
    restricted = BooleanField("May be spent on nothing else")


class CloseForm(Form):
    """What follows a fund that closes."""

    successor_id = RadioField("Where do recurring gifts go from now on?", coerce=int, default=STAYS)

    def __init__(self, *, others: Sequence[Fund], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        follow = [SelectChoice(fund.id, f"To “{fund.name}”") for fund in others]
        self.successor_id.choices = [SelectChoice(STAYS, "They stay with this fund"), *follow]


@bp.route("", methods=["GET", "POST"])
@staff_required("gifts:write")
def index() -> ResponseReturnValue:
    """Every fund with what came in for it, and a form for another."""
    form = FundForm()
    if form.validate_on_submit():
        with attempt(form):
            add_fund(**form.values())
            flash("The fund is on the forms now.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("donations/staff/funds/index.html", form=form, lines=fund_lines())


@bp.route("/<int:fund_id>", methods=["GET", "POST"])
@staff_required("gifts:write")
def edit(fund_id: int) -> ResponseReturnValue:
    """Change a fund, and see what came in."""
    form = FundForm(obj=found(Fund, fund_id))
    if form.validate_on_submit():
        with attempt(form):
            change_fund(fund_id, **form.values())
            flash("Saved.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("donations/staff/funds/edit.html", form=form, line=fund_line(fund_id))


@bp.route("/<int:fund_id>/close", methods=["GET", "POST"])
@staff_required("gifts:write")
def close(fund_id: int) -> ResponseReturnValue:
    """Take a fund off the forms, and say what follows."""
    line = fund_line(fund_id)
    form = CloseForm(others=[fund for fund in open_funds() if fund.id != fund_id])
    if form.validate_on_submit():
        with attempt(form):
            close_fund(fund_id, successor_id=form.successor_id.data or None)
            flash("The fund is closed. Its gifts stay.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("donations/staff/funds/close.html", form=form, line=line)


@bp.post("/<int:fund_id>/reopen")
@staff_required("gifts:write")
def reopen(fund_id: int) -> ResponseReturnValue:
    """Put a fund back on the forms."""
    with transaction():
        reopen_fund(fund_id)
    flash("The fund is open again.", "success")
    return redirect(url_for(".index"), 303)
