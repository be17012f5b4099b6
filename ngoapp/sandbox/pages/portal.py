"""The billing portal's page, for one payer."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, render_template, request, url_for

from ngoapp.sandbox.billing.portal import change_card, choose_price, go_on, offered, stop, subscriptions_of
from ngoapp.sandbox.cycle import in_words
from ngoapp.sandbox.money import format_money
from ngoapp.sandbox.pages.answers import go_to
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.pages.payer import typed_payer
from ngoapp.sandbox.resources.cards import OFFERED
from ngoapp.sandbox.resources.payment_methods import KIND as METHOD
from ngoapp.sandbox.resources.portal_sessions import KIND
from ngoapp.sandbox.resources.subscriptions import period_of
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, every, get
from ngoapp.sandbox.state.world import Change

# What a flow leads to; without a flow everything is there.
PARTS = {"payment_method_update": "card", "subscription_cancel": "end", "subscription_update": "sum"}
ACTIONS = {"card": "card", "cancel": "end", "keep": "end", "update": "sum"}
pages = Blueprint("portal", __name__, url_prefix="/p")


@pages.get("/<id>")
def show(id: str) -> Response:
    """What the payer gives, and what can be done about it."""
    with world().change() as change:
        return _page(change, get(change.db, id, KIND))


@pages.post("/<id>")
def act(id: str) -> Response:
    """What a button of the page does."""
    with world().change(site=request.host_url.rstrip("/")) as change:
        session = get(change.db, id, KIND)
        action = request.form.get("action", "")
        if action not in ACTIONS or ACTIONS[action] not in _parts(session):
            raise NotPossible("This page has no such button.")
        try:
            DOING[action](change, session)
        except NotPossible as refusal:
            return _page(change, session, 400, refusal.message)
        return _afterwards(change, session)


def _card(change: Change, session: Json) -> Json:
    customer = get(change.db, session["customer"], "customer")
    return change_card(change, customer, typed_payer(customer["email"]))


def _cancel(change: Change, session: Json) -> Json:
    return stop(change, session, _chosen(session))


def _keep(change: Change, session: Json) -> Json:
    return go_on(change, session, _chosen(session))


def _update(change: Change, session: Json) -> Json:
    return choose_price(change, session, _chosen(session), request.form.get("price", ""))


DOING: dict[str, Callable[[Change, Json], Json]] = {
    "card": _card,
    "cancel": _cancel,
    "keep": _keep,
    "update": _update,
}


def _chosen(session: Json) -> str:
    """The subscription that a flow or the form names."""
    return _subject(session) or request.form.get("subscription", "")


def _subject(session: Json) -> str | None:
    flow = session["flow"]
    about = flow.get(flow["type"]) if flow else None
    return about["subscription"] if about else None


def _parts(session: Json) -> tuple[str, ...]:
    return (PARTS[session["flow"]["type"]],) if session["flow"] else tuple(PARTS.values())


def _afterwards(change: Change, session: Json) -> Response:
    after: Json = session["flow"]["after_completion"] if session["flow"] else {"type": "portal_homepage"}
    match after["type"]:
        case "redirect":
            return go_to(after["redirect"]["return_url"])
        case "hosted_confirmation":
            message = after["hosted_confirmation"].get("custom_message")
            return _page(change, session, done=message or "Your change has been saved.")
    return go_to(url_for("portal.show", id=session["id"]))


def _page(
    change: Change, session: Json, status: int = 200, problem: str | None = None, done: str | None = None
) -> Response:
    after = (session["flow"] or {}).get("after_completion", {}).get("redirect") or {}
    targets = [urlsplit(url) for url in (session["return_url"], after.get("return_url")) if url]
    # Browsers apply form-action to where a form's answer redirects, and ours redirects to the merchant.
    g.form_targets = " ".join(sorted({f"{target.scheme}://{target.netloc}" for target in targets}))
    methods = every(change.db, METHOD, customer=session["customer"])
    page = render_template(
        "portal.html",
        session=session,
        parts=_parts(session),
        customer=get(change.db, session["customer"], "customer"),
        gifts=_gifts(change, session),
        methods=[method for method in methods if method["type"] == "card"],
        owed=every(change.db, "invoice", customer=session["customer"], status="open"),
        prices=[(price["id"], _in_words(price)) for price in offered(change, session)],
        cards=OFFERED,
        problem=problem,
        done=done,
    )
    return Response(page, status)


def _gifts(change: Change, session: Json) -> list[Json]:
    """The payer's subscriptions as the page shows them; a flow is about one."""
    only = _subject(session)
    found = subscriptions_of(change, session["customer"])
    return [_gift(change, each) for each in found if only in (None, each["id"])]


def _gift(change: Change, subscription: Json) -> Json:
    item = subscription["items"]["data"][0]
    return {
        "id": subscription["id"],
        "status": subscription["status"],
        "what": get(change.db, item["price"]["product"], "product")["name"],
        "how_much": _in_words(item["price"]),
        "price": item["price"]["id"],
        "ends": subscription["cancel_at"],
        "next": period_of(subscription)[1],
    }


def _in_words(price: Json) -> str:
    return f"{format_money(price['unit_amount'], price['currency'])} {in_words(price['recurring'])}"
