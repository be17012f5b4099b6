"""Gifts, for staff: the list, one gift, recording what came by mail, and releasing it."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.donations.campaigns.queries import campaigns_ever, campaigns_for_entry
from ngoapp.donations.choosing import donor_choices
from ngoapp.donations.currencies.queries import giving_rates
from ngoapp.donations.entry import METHODS, GiftForm
from ngoapp.donations.gifts import release_gift, release_gifts
from ngoapp.donations.listing import gifts_page
from ngoapp.donations.mailed.entry import SlipForm, prefilled
from ngoapp.donations.mailed.queries import find_pledge, pledge_of
from ngoapp.donations.matching.queries import credits_on, match_of
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import all_funds, net, open_funds
from ngoapp.donations.recurring.queries import plan_behind
from ngoapp.donations.recurring.rhythms import EVERY
from ngoapp.donations.together.queries import second_of
from ngoapp.donations.tributes.queries import tribute_of
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.people.models import Person
from ngoapp.web.forms import attempt

bp = Blueprint("gifts_staff", __name__, url_prefix="/staff/gifts")
KEPT = ("method", "received_on", "fund_id", "campaign_id", "currency_code")


@bp.get("/")
@staff_required("donations:read")
def index() -> ResponseReturnValue:
    asked = request.args
    donor_id = asked.get("donor", type=int)
    donor = found(Person, donor_id) if donor_id else None
    page = gifts_page(
        show=asked.get("show", ""),
        method=asked.get("method", ""),
        text=asked.get("q", ""),
        donor_id=donor_id,
        fund_id=asked.get("fund", type=int),
        campaign_id=asked.get("campaign", type=int),
        number=asked.get("page", 1, type=int),
    )
    purposes = {"funds": all_funds(), "campaigns": campaigns_ever()}
    return render_template("donations/staff/index.html", page=page, asked=asked, donor=donor, **purposes)


@bp.get("/<int:gift_id>")
@staff_required("donations:read")
def show(gift_id: int) -> ResponseReturnValue:
    gift = found(Gift, gift_id)
    return render_template(
        "donations/staff/show.html",
        gift=gift,
        net=net(gift),
        pledge=pledge_of(gift_id),
        second=second_of(gift),
        tribute=tribute_of(gift),
        match=match_of(gift_id),
        credits=credits_on(gift_id),
        plan=plan_behind(gift),
        every=EVERY,
    )


@bp.route("/new", methods=["GET", "POST"])
@staff_required("gifts:write")
def new() -> ResponseReturnValue:
    slip = SlipForm(request.form or request.args)
    form = _gift_form(slip)
    scanned = find_pledge(form.donor_name.data or "") if form.is_submitted() else None
    if scanned:  # into the field for the donor's name
        return redirect(url_for(".new", pledge=scanned.reference), 303)
    if "find" not in request.form and form.validate_on_submit():
        with attempt(form):
            gift = form.record()
            flash(f"{gift.amount.format()} is recorded. Its receipt waits to be released.", "success")
            return redirect(_after(gift, form), 303)
    return render_template("donations/staff/new.html", form=form, slip=slip, pledge=form.promised())


@bp.get("/donors")
@staff_required("gifts:write")
def donors() -> ResponseReturnValue:
    form = GiftForm(currencies=[our_organisation().currency], funds=(), formdata=None)
    form.donor.choices = donor_choices(request.args.get("donor_name", ""), None)
    return render_template("donations/staff/donors.html", form=form)


@bp.post("/<int:gift_id>/release")
@staff_required("gifts:release")
def release(gift_id: int) -> ResponseReturnValue:
    with transaction():
        release_gift(gift_id)
    flash("Released. The receipt goes out now, or to the pile to print where there is no e-mail.", "success")
    return redirect(url_for(".show", gift_id=gift_id), 303)


@bp.post("/release")
@staff_required("gifts:release")
def release_several() -> ResponseReturnValue:
    with transaction():
        count = release_gifts(request.form.getlist("gift", type=int))
    flash("One gift is released." if count == 1 else f"{count} gifts are released.", "success")
    return redirect(url_for(".index", show="to-release"), 303)


def _gift_form(slip: SlipForm) -> GiftForm:
    """The form, with what the slip says where one is asked for."""
    awaited = slip.awaited if slip.pledge.data and slip.validate() else None
    funds, campaigns = list(open_funds()), list(campaigns_for_entry())
    promised = find_pledge(slip.pledge.data or "")
    if promised and promised.fund not in funds:
        funds.append(promised.fund)  # closed since; the promise holds
    if promised and promised.campaign and promised.campaign not in campaigns:
        campaigns.append(promised.campaign)
    known = _carried_on() | (prefilled(awaited) if awaited else {})
    return GiftForm(currencies=list(giving_rates()), funds=funds, campaigns=campaigns, **known)


def _carried_on() -> dict[str, Any]:
    """What the next one in a pile of envelopes shares with the one before."""
    kept: dict[str, Any] = {"received_on": our_today()}
    if request.args.get("received_on", type=date.fromisoformat):
        kept["received_on"] = date.fromisoformat(request.args["received_on"])
    if request.args.get("method") in METHODS:
        kept["method"] = request.args["method"]
    if request.args.get("currency_code"):
        kept["currency_code"] = request.args["currency_code"]
    purpose = {name: request.args.get(name, type=int) for name in ("fund_id", "campaign_id")}
    return {**kept, **purpose}


def _after(gift: Gift, form: GiftForm) -> str:
    if "next" in request.form:
        return url_for(".new", **{name: form[name].data for name in KEPT})
    return url_for(".show", gift_id=gift.id)
