"""The hosted checkout page: what its buttons do, scripts may post too."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, g, render_template, request, url_for

from ngoapp.sandbox.cycle import in_words
from ngoapp.sandbox.money import format_money
from ngoapp.sandbox.pages.answers import go_to, refused
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.pages.payer import typed_payer
from ngoapp.sandbox.params.rules import EMAIL
from ngoapp.sandbox.payer import decline, last_refusal, pay, pay_later
from ngoapp.sandbox.resources.cards import OFFERED
from ngoapp.sandbox.resources.checkout_sessions import KIND, expire_overdue, line_items_of
from ngoapp.sandbox.resources.line_items import recurring_items
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change

ACTIONS = {"pay": pay, "later": pay_later, "decline": decline}
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
    with world().change(site=request.host_url.rstrip("/")) as change:
        session = _session(change, id)
        if action == "abandon":
            return go_to(session["cancel_url"] or url_for("checkout.show", id=id))
        if session["status"] == "complete" and action in ("pay", "later"):
            return go_to(_success_url(session))
        if session["status"] != "open":
            return _page(change, session, 409 if session["status"] == "complete" else 410)
        return _attempt(change, session, action)


def _session(change: Change, id: str) -> Json:
    expire_overdue(change)
    return get(change.db, id, KIND)


def _attempt(change: Change, session: Json, action: str) -> Response:
    try:
        payer = typed_payer(_known_email(session))
        if not EMAIL.fullmatch(payer.email):
            return _page(change, session, 400, "Enter an e-mail address, such as name@example.com.")
        if action in ACTIONS:
            session = ACTIONS[action](change, session, payer)
            still_open = session["status"] == "open"
            return go_to(url_for("checkout.show", id=session["id"]) if still_open else _success_url(session))
    except NotPossible as refusal:
        return _page(change, session, 400, refusal.message)
    return refused("The action must be pay, decline, later or abandon.", 400)


def _known_email(session: Json) -> str | None:
    details = session["customer_details"]
    email: str | None = session["customer_email"] or (details["email"] if details else None)
    return email


def _again(items: list[Json]) -> str | None:
    """How often and how much is taken from now on, in words."""
    recurring = recurring_items(items)
    if not recurring:
        return None
    total = sum(item["amount_total"] for item in recurring)
    return f"{format_money(total, items[0]['currency'])} {in_words(recurring[0]['price']['recurring'])}"


def _success_url(session: Json) -> str:
    url: str = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return url


def _page(change: Change, session: Json, status: int = 200, problem: str | None = None) -> Response:
    # Browsers apply form-action to where a form's answer redirects, and ours redirects to the merchant.
    targets = [urlsplit(url) for url in (session["success_url"], session["cancel_url"]) if url]
    g.form_targets = " ".join(sorted({f"{target.scheme}://{target.netloc}" for target in targets}))
    items = line_items_of(change, session)["data"]
    page = render_template(
        "checkout.html",
        session=session,
        items=items,
        again=_again(items),
        cards=OFFERED,
        merchant=(session["branding_settings"] or {}).get("display_name") or "Your organization",
        amount=format_money(session["amount_total"], session["currency"]),
        refusal=problem or last_refusal(change, session),
        invalid_email=problem is not None and "e-mail" in problem,
        email=_known_email(session),
        later="us_bank_account" in session["payment_method_types"],
        success_url=_success_url(session),
    )
    return Response(page, status)
