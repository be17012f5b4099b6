"""A donor's record, for staff, and the one step when a donor has died."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.desk.bereavement import Settled, donor_died
from ngoapp.desk.donor import DonorRecord, record_of
from ngoapp.people.deaths import LEARNED, undo_death
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
    return render_template("desk/staff/donor.html", record=record_of(person_id))


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
        undo_death(person_id)
    flash("Taken back: mail reaches them as before. What was stopped meanwhile stays so.", "success")
    return redirect(url_for(".show", person_id=person_id), 303)


def _said(settled: Settled) -> str:
    parts = ["Noted. Nothing is sent to them from now on."]
    if settled.mails:
        parts.append(f"Mail that had not left stays here: {settled.mails}.")
    if settled.receipts:
        parts.append(f"Receipts put on the pile to print instead: {settled.receipts}.")
    if settled.names:
        parts.append(f"Gifts that are thanked without a name from now on: {settled.names}.")
    return " ".join(parts)
