"""The hosted invoice page: where a payer makes good what a card refused."""

from flask import Blueprint, Response, render_template, request

from ngoapp.sandbox.billing.collect import collect
from ngoapp.sandbox.billing.invoices import in_its_time
from ngoapp.sandbox.pages.answers import done
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.pages.payer import typed_payer
from ngoapp.sandbox.resources.cards import OFFERED
from ngoapp.sandbox.resources.invoices import KIND
from ngoapp.sandbox.resources.payment_methods import attach_to, make_payment_method
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import get

pages = Blueprint("invoices", __name__, url_prefix="/i")


@pages.get("/<id>")
def show(id: str) -> str:
    """The invoice, and a card to pay it with."""
    with world().change() as change:
        invoice = get(change.db, id, KIND)
    return render_template("invoice.html", invoice=invoice, cards=OFFERED)


@pages.post("/<id>")
def pay(id: str) -> Response:
    """Pay it with another card, which is kept but does not become the usual one."""
    with world().change(site=request.host_url.rstrip("/")) as change:
        invoice = get(change.db, id, KIND)
        if invoice["status"] not in ("open", "uncollectible"):
            raise NotPossible(f"This invoice is {invoice['status']}.")
        payer = typed_payer(invoice["customer_email"])
        method = attach_to(change, make_payment_method(change, "card", payer, None), invoice["customer"])
        # A bank that asks for its owner finds the owner here, on the page.
        outcome = "failed" if payer.card.outcome == "failed" else "succeeded"
        paid = collect(in_its_time(change, invoice), invoice, method, outcome)
        return done(paid, "invoices.show", id=id)
