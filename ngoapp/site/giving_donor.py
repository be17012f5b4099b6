"""A donor's own page, on a device that we know: for looking, and to be forgotten again."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.db import transaction
from ngoapp.donations.recurring.own import plans_of
from ngoapp.donations.recurring.rhythms import EVERY
from ngoapp.receipts.paper import paper_of
from ngoapp.receipts.queries import receipt_of_donor
from ngoapp.receipts.summaries import paper_of_summary, summary_of
from ngoapp.site.devices import devices_of, forget_device, forget_device_of, forget_every_device
from ngoapp.site.door import Donor, donor_required, drop_token, wanted_page
from ngoapp.site.giving import advised_by, giving_of, shared_with
from ngoapp.site.links import ask_for_link
from ngoapp.web.downloads import pdf_download
from ngoapp.web.headers import personal_page

bp = Blueprint("giving_donor", __name__, url_prefix="/giving")
bp.before_request(personal_page)


@bp.get("")
@donor_required
def show(donor: Donor) -> ResponseReturnValue:
    """Gifts of a year, and what else is kept."""
    return render_template(
        "site/donor/giving.html",
        giving=giving_of(donor.people, request.args.get("year", type=int)),
        shared=shared_with(donor.people),
        advised=advised_by(donor.people),
        plans=plans_of(donor.ids),
        every=EVERY,
        mailbox=donor.device.mailbox,
    )


@bp.get("/receipts/<int:receipt_id>.pdf")
@donor_required
def receipt(donor: Donor, receipt_id: int) -> ResponseReturnValue:
    """The paper of one of their receipts."""
    shared = [each.gift.id for each in shared_with(donor.people)]
    own = receipt_of_donor(receipt_id, donor.ids, shared=shared)
    return pdf_download(paper_of(own), own.number)


@bp.get("/summaries/<int:person_id>/<int:year>.pdf")
@donor_required
def summary(donor: Donor, person_id: int, year: int) -> ResponseReturnValue:
    """The summary of one of their years."""
    person = donor.person(person_id)
    return pdf_download(paper_of_summary(summary_of(person, year)), f"gifts-{year}")


@bp.route("/fresh", methods=["GET", "POST"])
@donor_required
def fresh(donor: Donor) -> ResponseReturnValue:
    """Offer a fresh link before anything is changed; it leads on to what was wanted."""
    mailbox, wanted = donor.device.mailbox, wanted_page(request.args.get("then", ""))
    if request.method == "POST":
        with transaction():
            ask_for_link(mailbox, leads_to=wanted)
        return redirect(url_for("giving.sent"), 303)
    return render_template("site/donor/fresh.html", mailbox=mailbox, wanted=wanted)


@bp.get("/devices")
@donor_required
def devices(donor: Donor) -> ResponseReturnValue:
    """Every device that is remembered."""
    known = devices_of(donor.device.mailbox)
    return render_template("site/donor/devices.html", devices=known, here=donor.device.id)


@bp.post("/devices/<int:device_id>/forget")
@donor_required
def forget_one(donor: Donor, device_id: int) -> ResponseReturnValue:
    """Know one of their other devices no more."""
    mailbox = donor.device.mailbox
    with transaction():
        forget_device_of(mailbox, device_id)
    flash("Forgotten. To see your page there again, it takes a link.", "success")
    return redirect(url_for(".devices"), 303)


@bp.post("/forget")
@donor_required
def forget(donor: Donor) -> ResponseReturnValue:
    """Know this device no more, or none of theirs."""
    everywhere = request.form.get("which") == "every"
    with transaction():
        (forget_every_device if everywhere else forget_device)(donor.device)
    flash("Forgotten. To see your page again, ask for a link.", "success")
    return drop_token(current_app.make_response(redirect(url_for("giving.ask"), 303)))
