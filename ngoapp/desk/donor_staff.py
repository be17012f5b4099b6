"""A donor's record, for staff, and the one step when a donor has died."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.core.errors import Refused
from ngoapp.desk.bereavement import Settled, donor_died, donor_lives
from ngoapp.desk.donor import DonorRecord, record_of
from ngoapp.desk.plan_form import PlanForm
from ngoapp.donations.recurring.own import look_at, plan_of_donor
from ngoapp.donations.recurring.rhythms import EVERY
from ngoapp.people.deaths import LEARNED
from ngoapp.web.fields import DayField, needed
from ngoapp.web.forms import Form, attempt

bp = Blueprint("donors_staff", __name__, url_prefix="/staff/donors/<int:person_id>")


class DeathForm(Form):
    """When a donor died, and how we know."""

    died_on = DayField("Day of death", [needed("Enter the day, or the one on which you heard of it.")])
    learned = RadioField(
        "How we know",
        [needed("Choose how we know.")],
        choices=[SelectChoice(code, words) for code, words in LEARNED.items()],
    )
    take_names_away = BooleanField("Take their name off our public pages")

    @classmethod
    def of(cls, record: DonorRecord) -> "DeathForm":
        """The form with what was entered before."""
        known = record.death
        return cls(data={"died_on": known.died_on, "learned": known.learned} if known else {})


@bp.get("")
@staff_required("people:read")
def show(person_id: int) -> ResponseReturnValue:
    """Everything about one donor."""
    return render_template("desk/staff/donor.html", record=record_of(person_id), every=EVERY)


@bp.route("/died", methods=["GET", "POST"])
@staff_required("people:write")
def died(person_id: int) -> ResponseReturnValue:
    """Settle what a death ends."""
    record = record_of(person_id)
    form = DeathForm.of(record)
    if form.validate_on_submit():
        with attempt(form):
            flash(_said(donor_died(person_id, **form.values())), "success")
            return redirect(url_for(".show", person_id=person_id), 303)
    return render_template("desk/staff/died.html", form=form, record=record)


@bp.post("/alive")
@staff_required("people:write")
def alive(person_id: int) -> ResponseReturnValue:
    """It was a mistake."""
    with transaction():
        donor_lives(person_id)
    flash("Taken back: mail reaches them as before. What was stopped meanwhile stays so.", "success")
    return redirect(url_for(".show", person_id=person_id), 303)


@bp.route("/plans/<int:plan_id>", methods=["GET", "POST"])
@staff_required("gifts:write")
def plan(person_id: int, plan_id: int) -> ResponseReturnValue:
    """A recurring gift as Stripe tells it now, for a donor on the phone."""
    form = PlanForm()
    form.offer(plan_of_donor([person_id], plan_id))
    if form.validate_on_submit():
        try:
            flash(form.save(plan_id), "success")
            return redirect(url_for(".plan", person_id=person_id, plan_id=plan_id), 303)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("desk/staff/plan.html", form=form, live=look_at(plan_id), person_id=person_id)


def _said(settled: Settled) -> str:
    parts = ["Noted. Nothing is sent to them from now on."]
    if settled.plans:
        parts.append(f"Recurring gifts that end now: {settled.plans}.")
    if settled.mails:
        parts.append(f"Mail that had not left stays here: {settled.mails}.")
    if settled.receipts:
        parts.append(f"Receipts put on the pile to print instead: {settled.receipts}.")
    if settled.names:
        parts.append(f"Gifts that are thanked without a name from now on: {settled.names}.")
    return " ".join(parts)
