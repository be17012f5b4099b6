"""Gifts that come again, for staff: who gives how, where a card has failed, and whose a found one is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.queries import open_funds
from ngoapp.donations.recurring.matching import MatchForm
from ngoapp.donations.recurring.operations import accept_payment, ask_stripe, ignore_plan, match_plan
from ngoapp.donations.recurring.queries import (
    RUNNING,
    gifts_of,
    history_of,
    open_invoices,
    plans_page,
    running_by_rhythm,
)
from ngoapp.donations.recurring.rhythms import EVERY, KINDS
from ngoapp.web.forms import attempt

bp = Blueprint("recurring_staff", __name__, url_prefix="/staff/gifts/recurring")


@bp.get("/")
@staff_required("donations:read")
def index() -> str:
    """Every plan, by how it stands."""
    asked = request.args
    page = plans_page(
        show=asked.get("show", RUNNING), text=asked.get("q", ""), number=asked.get("page", 1, type=int)
    )
    return render_template(
        "donations/staff/recurring/index.html",
        page=page,
        asked=asked,
        every=EVERY,
        running=running_by_rhythm(),
    )


@bp.get("/<int:plan_id>")
@staff_required("donations:read")
def show(plan_id: int) -> str:
    """One plan: its gifts, what waits, what was done."""
    plan = found(RecurringPlan, plan_id)
    return _plan_page(plan, _match_form(plan))


@bp.post("/<int:plan_id>/match")
@staff_required("gifts:write")
def match(plan_id: int) -> ResponseReturnValue:
    """Say whose it is; what was paid so far is recorded now."""
    plan = found(RecurringPlan, plan_id)
    form = _match_form(plan)
    if form.validate_on_submit():
        with attempt(form):
            donor, fund = form.chosen()
            match_plan(plan_id, donor=donor, fund=fund)
            flash("Thank you. What was paid is recorded in a moment, with its receipts.", "success")
            return redirect(url_for(".show", plan_id=plan_id), 303)
    return _plan_page(plan, form)


@bp.post("/<int:plan_id>/ignore")
@staff_required("gifts:write")
def ignore(plan_id: int) -> ResponseReturnValue:
    """It is no gift."""
    with transaction():
        ignore_plan(plan_id)
    flash("Set aside: it is no gift, and nothing of it is recorded.", "success")
    return redirect(url_for(".index", show="to-match"), 303)


@bp.post("/<int:plan_id>/ask")
@staff_required("gifts:write")
def ask(plan_id: int) -> ResponseReturnValue:
    """Hold it against Stripe now."""
    with transaction():
        ask_stripe(plan_id)
    flash("Stripe is being asked. Look again in a moment.", "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


@bp.post("/<int:plan_id>/payments/<int:invoice_id>/accept")
@staff_required("gifts:write")
def accept(plan_id: int, invoice_id: int) -> ResponseReturnValue:
    """The amount is right, though the plan asks for another."""
    with transaction():
        accept_payment(invoice_id)
    flash("It is recorded as a gift in a moment.", "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


def _match_form(plan: RecurringPlan) -> MatchForm:
    return MatchForm(plan=plan, funds=open_funds(), text=request.args.get("q", ""))


def _plan_page(plan: RecurringPlan, form: MatchForm) -> str:
    return render_template(
        "donations/staff/recurring/show.html",
        plan=plan,
        form=form,
        asked=request.args,
        gifts=gifts_of(plan),
        invoices=open_invoices(plan),
        history=history_of(plan),
        every=EVERY,
        kinds=KINDS,
    )
