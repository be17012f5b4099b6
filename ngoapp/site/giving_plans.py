"""A donor's gifts that come again: how each stands at Stripe, and every way to change it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.errors import Refused
from ngoapp.donations.recurring import changes
from ngoapp.donations.recurring.own import Live, look_at, plan_of_donor
from ngoapp.site.door import Donor, donor_required, fresh_link_required
from ngoapp.site.plan_forms import AmountForm, DayForm, PauseForm, PressForm
from ngoapp.web.headers import personal_page

ASKED = "card_of_plan"  # for which gift this browser was led to Stripe's page for a card
bp = Blueprint("giving_plans", __name__, url_prefix="/giving/plans/<int:plan_id>")
bp.before_request(personal_page)


@bp.get("")
@donor_required
def show(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """How it stands, as Stripe tells it now."""
    return render_template("site/donor/plans/show.html", live=_live(donor, plan_id))


@bp.route("/amount", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def amount(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """Give another amount from the next time on."""
    form = AmountForm.of(plan_of_donor(donor.ids, plan_id))
    if form.validate_on_submit() and _done(form, lambda: form.save(plan_id)):
        return _back(plan_id, "Done. From the next time on, that is what you give.")
    return render_template("site/donor/plans/amount.html", form=form, plan_id=plan_id)


@bp.route("/day", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def day(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """Give on another day of the month."""
    plan = plan_of_donor(donor.ids, plan_id)
    form = DayForm.of(plan)
    if form.validate_on_submit() and _done(form, lambda: form.save(plan_id)):
        return _back(plan_id, "Done. The day of your next gift is below.")
    return render_template("site/donor/plans/day.html", form=form, plan=plan)


@bp.route("/pause", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def pause(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """Skip one, or rest for a while."""
    form = PauseForm.of(plan_of_donor(donor.ids, plan_id))
    if form.validate_on_submit() and _done(form, lambda: form.save(plan_id)):
        return _back(plan_id, "Done. Nothing is charged until then.")
    return render_template("site/donor/plans/pause.html", form=form, plan_id=plan_id)


@bp.route("/resume", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def resume(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """End a rest."""
    plan, form = plan_of_donor(donor.ids, plan_id), PressForm()
    if form.validate_on_submit() and _done(form, lambda: changes.resume(plan_id, key=form.key)):
        return _back(plan_id, "Done, and thank you. It goes on from now.")
    return render_template("site/donor/plans/resume.html", form=form, plan=plan)


@bp.route("/stop", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def stop(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """Stop it, at one press."""
    plan, form = plan_of_donor(donor.ids, plan_id), PressForm()
    if form.validate_on_submit() and _done(form, lambda: changes.stop(plan_id, key=form.key)):
        return _back(plan_id, "Done: your gift is stopped.")
    return render_template("site/donor/plans/stop.html", form=form, plan=plan)


@bp.route("/go-on", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def go_on(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """Do not stop after all."""
    plan, form = plan_of_donor(donor.ids, plan_id), PressForm()
    if form.validate_on_submit() and _done(form, lambda: changes.go_on(plan_id, key=form.key)):
        return _back(plan_id, "Thank you. It goes on as before.")
    return render_template("site/donor/plans/go_on.html", form=form, plan=plan)


@bp.route("/card", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def card(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """On to Stripe's page, where another card is entered."""
    plan_of_donor(donor.ids, plan_id)
    form = PressForm()
    if form.validate_on_submit():
        try:
            address = changes.card_page(plan_id, back=url_for(".card_changed", plan_id=plan_id))
            session[ASKED] = plan_id
            return redirect(address, 303)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("site/donor/plans/card.html", form=form, plan_id=plan_id)


@bp.get("/card/back")
@donor_required
def card_changed(donor: Donor, plan_id: int) -> ResponseReturnValue:
    """Back from Stripe's page: what was chosen there is what is charged from now on.

    A GET, since Stripe leads here: so it does only what this browser has asked for by a press, and a page that is
    fetched ahead, or a link from elsewhere, changes nothing."""
    plan_of_donor(donor.ids, plan_id)
    try:
        if session.get(ASKED) == plan_id:
            changes.use_new_card(plan_id)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for(".show", plan_id=plan_id), 303)


def _live(donor: Donor, plan_id: int) -> Live:
    plan_of_donor(donor.ids, plan_id)
    return look_at(plan_id)


def _done(form: PressForm, change: Callable[[], None]) -> bool:
    """Whether the change was made; a refusal stands in the form."""
    try:
        change()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _back(plan_id: int, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)
