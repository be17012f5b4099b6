"""Campaigns, for staff: write, preview, publish, close."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.operations import close_campaign, publish_campaign
from ngoapp.donations.campaigns.plan_form import CampaignForm
from ngoapp.donations.campaigns.queries import all_campaigns, campaign_standing
from ngoapp.donations.campaigns.sharing import embed_code, page_address
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import open_funds
from ngoapp.donations.sums import sums_of
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.web.forms import Form, attempt

bp = Blueprint("campaigns_staff", __name__, url_prefix="/staff/campaigns")


@bp.get("/")
@staff_required("campaigns:write")
def index() -> str:
    return render_template("donations/staff/campaigns/index.html", campaigns=all_campaigns())


@bp.route("/new", methods=["GET", "POST"])
@staff_required("campaigns:write")
def new() -> ResponseReturnValue:
    form = _form(None, starts_on=our_today())
    if form.validate_on_submit():
        with attempt(form):
            campaign = form.draft()
            flash("The draft is saved. Nobody sees it until you publish it.", "success")
            return redirect(url_for(".show", campaign_id=campaign.id), 303)
    return render_template("donations/staff/campaigns/edit.html", form=form, campaign=None)


@bp.get("/<int:campaign_id>")
@staff_required("campaigns:write")
def show(campaign_id: int) -> str:
    it = campaign_standing(campaign_id)
    return render_template(
        "donations/staff/campaigns/show.html",
        it=it,
        sums=sums_of(Gift.campaign_id, [campaign_id]).get(campaign_id, ()),
        address=page_address(it.campaign),
        embed=embed_code(it.campaign),
    )


@bp.route("/<int:campaign_id>/edit", methods=["GET", "POST"])
@staff_required("campaigns:write")
def edit(campaign_id: int) -> ResponseReturnValue:
    campaign = found(Campaign, campaign_id)
    form = _form(campaign)
    if form.validate_on_submit():
        with attempt(form):
            form.change(campaign_id)
            flash("Saved.", "success")
            return redirect(url_for(".show", campaign_id=campaign_id), 303)
    return render_template("donations/staff/campaigns/edit.html", form=form, campaign=campaign)


@bp.get("/<int:campaign_id>/preview")
@staff_required("campaigns:write")
def preview(campaign_id: int) -> str:
    return render_template(
        "donations/public/campaigns/page.html",
        it=campaign_standing(campaign_id),
        names=(),
        picture_url=url_for("campaigns_sharing.picture", campaign_id=campaign_id),
        preview=True,
    )


@bp.post("/<int:campaign_id>/<any(publish, close):step>")
@staff_required("campaigns:write")
def move(campaign_id: int, step: str) -> ResponseReturnValue:
    form = Form()
    with attempt(form):
        (publish_campaign if step == "publish" else close_campaign)(campaign_id)
        flash(
            "It is published." if step == "publish" else "It is closed. Its page stays, with thanks.",
            "success",
        )
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url_for(".show", campaign_id=campaign_id), 303)


def _form(campaign: Campaign | None, **known: Any) -> CampaignForm:
    currency = campaign.currency if campaign else our_organisation().currency
    return CampaignForm(currency=currency, funds=open_funds(), campaign=campaign, **known)
