"""Giving, for everybody: the form, the way back to it, and the thanks."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.db import DatabaseBusy, transaction
from ngoapp.core.errors import Refused
from ngoapp.donations.attempts.door import Held, card_address
from ngoapp.donations.attempts.links import link_address
from ngoapp.donations.attempts.public import step_page
from ngoapp.donations.campaigns.purposes import purposes_now
from ngoapp.donations.currencies.queries import giving_rates
from ngoapp.donations.forms import CheckForm, DonateForm
from ngoapp.donations.links import AGAIN, THANKS, donation_behind
from ngoapp.donations.mailed.slips import slip_address
from ngoapp.donations.matching.employers import offered_names
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.pledges import look_now
from ngoapp.donations.recurring.rhythms import EVERY
from ngoapp.donations.together.queries import second_on
from ngoapp.donations.tributes.wishes import tribute_given
from ngoapp.web.headers import personal_page

bp = Blueprint("donations", __name__)
ADDRESSES = {"mail": slip_address, "link": link_address}


@bp.route("/donate", methods=["GET", "POST"])
def donate() -> ResponseReturnValue:
    way = request.form.get("way", "")
    form_of_way = CheckForm if way == "mail" else DonateForm
    purposes = purposes_now(request.values.get("campaign", ""), grace=request.method == "POST")
    form = form_of_way(purposes=purposes, **_terms(request.form.get("currency_code", "")))
    if form.validate_on_submit():
        try:
            return redirect(ADDRESSES.get(way, card_address)(form.pledge()), 303)
        except Held as held:
            return step_page(held)
        except Refused as refusal:
            form.refuse(refusal)
    return _form_page(form)


@bp.get(f"{AGAIN}<token>")
def again(token: str) -> ResponseReturnValue:
    personal_page()
    donation = donation_behind(token)
    if donation.state in {"paid", "processing"}:
        return redirect(url_for(".thanks", token=token), 303)
    purposes = purposes_now(donation.campaign.slug if donation.campaign else "")
    form = DonateForm.again(donation, purposes=purposes, **_terms(donation.amount.currency))
    return _form_page(form, came_back=True)


@bp.get(f"{THANKS}<token>")
def thanks(token: str) -> ResponseReturnValue:
    personal_page()
    donation = donation_behind(token)
    if donation.state in {"started", "open", "processing"}:
        with suppress(DatabaseBusy), transaction():
            look_now(donation.id)
    return render_template(
        "donations/public/thanks.html",
        donation=donation,
        token=token,
        tribute=tribute_given(donation.id),
        second=second_on(donation),
        every=EVERY,
    )


def _terms(currency: str) -> dict[str, Any]:
    """The currencies on offer, the one that was asked for (our own in place of one that we do not take), and the
    employers that may match."""
    rates = giving_rates()
    asked = currency or request.args.get("currency", "")
    currency = asked if asked in rates else next(iter(rates))
    return {"rates": rates, "currency": currency, "employers": offered_names()}


def _form_page(form: DonateForm, *, came_back: bool = False) -> str:
    return render_template("donations/public/donate.html", form=form, consent=CONSENT, came_back=came_back)
