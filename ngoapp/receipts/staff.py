"""Receipts, for staff: find one, send it again or take it back, and work the pile to print."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from ngoapp.accounts.guards import staff_required
from ngoapp.core import audit
from ngoapp.core.db import found, transaction
from ngoapp.core.errors import Refused
from ngoapp.receipts import operations, queries
from ngoapp.receipts.forms import FilterForm, PrintForm
from ngoapp.receipts.letter import Letter
from ngoapp.receipts.links import revoke_links
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.paper import paper_of
from ngoapp.receipts.printing import has_address, print_pile
from ngoapp.web.downloads import pdf_download

bp = Blueprint("receipts_staff", __name__, url_prefix="/staff/receipts")


@bp.get("/")
@staff_required("receipts:read")
def index() -> str:
    """Every receipt, newest first."""
    form = FilterForm(request.args)
    page = queries.find_receipts(**form.values(), page=request.args.get("page", 1, type=int))
    return render_template("receipts/staff/index.html", page=page, form=form, held=queries.held_sendings())


@bp.get("/<int:receipt_id>")
@staff_required("receipts:read")
def show(receipt_id: int) -> str:
    """One receipt: what it says, where it went, and what can be done."""
    receipt = found(Receipt, receipt_id)
    return render_template(
        "receipts/staff/show.html",
        receipt=receipt,
        letter=Letter.thawed(receipt.data),
        held=queries.held_sendings().get(receipt_id),
        link=queries.working_link(receipt_id),
        successor=queries.successor(receipt_id),
    )


@bp.get("/<int:receipt_id>/receipt.pdf")
@staff_required("receipts:read")
def paper(receipt_id: int) -> Response:
    """The paper as it was issued, or a copy that says so; who downloaded it is kept."""
    copy = "copy" in request.args
    with transaction():
        receipt = found(Receipt, receipt_id)
        audit.record("receipt.downloaded", receipt, copy=int(copy))
    return pdf_download(paper_of(receipt, copy=copy), f"{receipt.number}{'-copy' if copy else ''}")


@bp.post("/<int:receipt_id>/send")
@staff_required("receipts:print")
def send(receipt_id: int) -> Answer:
    with transaction():
        receipt = operations.send_again(receipt_id)
    return _done(receipt, "The receipt leaves by e-mail in 15 minutes. Until then you can stop it.")


@bp.post("/<int:receipt_id>/stop")
@staff_required("receipts:print")
def stop(receipt_id: int) -> Answer:
    with transaction():
        receipt = operations.stop_sending(receipt_id)
    return _done(receipt, "The mail is stopped. Send it again or print the receipt when you are ready.")


@bp.post("/<int:receipt_id>/print-instead")
@staff_required("receipts:print")
def print_instead(receipt_id: int) -> Answer:
    with transaction():
        receipt = operations.print_instead(receipt_id)
    return _done(receipt, "The receipt is on the pile to print.")


@bp.post("/<int:receipt_id>/correct")
@staff_required("receipts:print")
def correct(receipt_id: int) -> Answer:
    with transaction():
        receipt = operations.ask_for_correction(receipt_id)
    return _done(receipt, "A corrected receipt is being issued. It appears here in a moment.")


@bp.post("/<int:receipt_id>/revoke")
@staff_required("receipts:print")
def revoke(receipt_id: int) -> Answer:
    with transaction():
        receipt = found(Receipt, receipt_id)
        revoke_links(receipt)
    return _done(receipt, "The link no longer opens. A mail that you send now brings a new one.")


@bp.get("/to-print")
@staff_required("receipts:read")
def pile() -> str:
    """Receipts for donors without an e-mail address."""
    return _pile(PrintForm())


@bp.post("/to-print/receipts.pdf")
@staff_required("receipts:print")
def print_ticked() -> Response | tuple[str, int]:
    """The ticked receipts and their labels as one PDF; they stay on the pile until they are marked."""
    form = PrintForm()
    if form.validate_on_submit():
        try:
            with transaction():
                receipts = queries.on_pile(_ticked())
                for receipt in receipts:
                    audit.record("receipt.downloaded", receipt)
                return pdf_download(print_pile(receipts, **form.values()), "receipts-to-print")
        except Refused as refusal:
            form.refuse(refusal)
    return _pile(form), 422


@bp.post("/to-print/printed")
@staff_required("receipts:print")
def printed() -> Answer:
    """The ticked receipts are on paper and leave the pile."""
    with transaction():
        marked = operations.mark_printed(_ticked())
    if marked:
        flash(f"{marked} {'receipt is' if marked == 1 else 'receipts are'} marked as printed.", "success")
    else:
        flash("Tick the receipts first.", "warning")
    return redirect(url_for(".pile"), 303)


def _pile(form: PrintForm) -> str:
    receipts = queries.to_print()
    return render_template(
        "receipts/staff/to_print.html",
        form=form,
        receipts=receipts,
        ticked=set(_ticked()) if request.form else {receipt.id for receipt in receipts},
        has_address=has_address,
    )


def _ticked() -> list[int]:
    return request.form.getlist("receipt_id", type=int)


def _done(receipt: Receipt, sentence: str) -> Answer:
    flash(sentence, "success")
    return redirect(url_for(".show", receipt_id=receipt.id), 303)
