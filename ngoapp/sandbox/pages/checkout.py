"""The hosted checkout page: what its buttons do, scripts may post too."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, g, render_template, request, url_for

from ngoapp.sandbox.money import format_money
from ngoapp.sandbox.pages.answers import go_to, refused
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.params.rules import EMAIL
from ngoapp.sandbox.payer import decline, last_refusal, pay, pay_later
from ngoapp.sandbox.resources.checkout_sessions import KIND, expire_overdue, line_items_of
from ngoapp.sandbox.resources.payment_methods import Payer
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change

ACTIONS = {"pay": pay, "later": pay_later}
USUAL_NAME, USUAL_EMAIL = "Sandbox Payer", "payer@example.com"
pages = Blueprint("checkout", __name__, url_prefix="/c/pay")


@pages.get("/<id>")
def show(id: str) -> Response:
    """The page, in whatever state its session is."""
    with world().change() as change:
        return _page(change, _session(change, id))


@pages.post("/<id>")
def act(id: str) -> Response:
    """What a button of the page does."""
    action = request.form.get("action", "")
    with world().change() as change:
        session = _session(change, id)
        if action == "abandon":
            return go_to(session["cancel_url"] or url_for("checkout.show", id=id))
        if session["status"] == "complete" and action in ACTIONS:
            return go_to(_success_url(session))
        if session["status"] != "open":
            return _page(change, session, 409 if session["status"] == "complete" else 410)
        return _attempt(change, session, action)


def _session(change: Change, id: str) -> Json:
    expire_overdue(change)
    return get(change.db, id, KIND)


def _attempt(change: Change, session: Json, action: str) -> Response:
    payer = _payer(session)
    if not EMAIL.fullmatch(payer.email):
        return _page(change, session, 400, "Enter an e-mail address, such as name@example.com.")
    try:
        if action == "decline":
            decline(change, session, payer)
            return go_to(url_for("checkout.show", id=session["id"]))
        if action in ACTIONS:
            return go_to(_success_url(ACTIONS[action](change, session, payer)))
    except NotPossible as refusal:
        return _page(change, session, 400, refusal.message)
    return refused("The action must be pay, decline, later or abandon.", 400)


def _payer(session: Json) -> Payer:
    email = session["customer_email"] or request.form.get("email", USUAL_EMAIL)
    return Payer(email=email.strip(), name=request.form.get("name", "").strip()[:200] or USUAL_NAME)


def _success_url(session: Json) -> str:
    url: str = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return url


def _page(change: Change, session: Json, status: int = 200, problem: str | None = None) -> Response:
    # Browsers apply form-action to where a form's answer redirects, and ours redirects to the merchant.
    targets = [urlsplit(url) for url in (session["success_url"], session["cancel_url"]) if url]
    g.form_targets = " ".join(sorted({f"{target.scheme}://{target.netloc}" for target in targets}))
    page = render_template(
        "checkout.html",
        session=session,
        items=line_items_of(change, session)["data"],
        merchant=(session["branding_settings"] or {}).get("display_name") or "Your organization",
        amount=format_money(session["amount_total"], session["currency"]),
        refusal=problem or last_refusal(change, session),
        invalid_email=problem is not None and "e-mail" in problem,
        later="us_bank_account" in session["payment_method_types"],
        success_url=_success_url(session),
    )
    return Response(page, status)
