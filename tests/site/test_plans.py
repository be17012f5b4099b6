"""Donors look at a gift that comes again, and change it: the pages, with Stripe's stand-in behind them."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.donations.models import Gift, RecurringPlan
from tests.donations.giving import hidden
from tests.donations.plans import keep_plan, make_plan, now
from tests.sandbox.billing import advance, invoices, subscription
from tests.sandbox.shop import Shop, ask
from tests.site.factories import newest_link

pytestmark = pytest.mark.usefixtures("sandbox")
FORMS = ("amount", "day", "pause", "resume", "stop", "go-on", "card")


@pytest.fixture
def plan(db: Session, gift: Gift, shop: Shop) -> RecurringPlan:
    """Twenty-five dollars every month from the donor who is let in."""
    return make_plan(shop, gift.donor)


@pytest.fixture
def path(plan: RecurringPlan) -> str:
    """Where it is looked at."""
    return f"/giving/plans/{plan.id}"


def press(browser: FlaskClient, path: str, times: int = 1, **filled: str) -> str:
    """Fill in the form and send it, perhaps more than once; the page that one ends up on."""
    page = browser.get(path).text
    form = {"action_key": hidden(page, "action_key"), **filled}
    if 'name="next_on"' in page:
        form["next_on"] = hidden(page, "next_on")
    answers = [browser.post(path, data=form, follow_redirects=True) for _ in range(times)]
    assert {answer.status_code for answer in answers} == {200}
    return answers[-1].text


def test_the_page_says_how_it_stands_and_what_is_charged(
    inside: FlaskClient, path: str, plan: RecurringPlan
) -> None:
    assert "$25.00 every month" in inside.get("/giving").text
    page = inside.get(path)
    HTMLParser(strict=True).parse(page.text)
    assert "Visa ending in 4242" in page.text
    assert "The next gift comes on" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_every_form_is_valid(inside: FlaskClient, path: str) -> None:
    for form in FORMS:
        HTMLParser(strict=True).parse(inside.get(f"{path}/{form}").text)


def test_nobody_elses_gift_can_be_seen_or_changed(
    inside: FlaskClient, db: Session, strangers_gift: Gift
) -> None:
    with transaction():
        theirs = keep_plan(strangers_gift.donor)
    path = f"/giving/plans/{theirs.id}"
    for page in ("", *(f"/{form}" for form in FORMS), "/card/back"):
        assert inside.get(path + page).status_code == 404
    for form in FORMS:
        assert inside.post(f"{path}/{form}").status_code == 404
    assert "every month" not in inside.get("/giving").text


def test_each_change_wants_a_fresh_link_that_leads_on_to_it(
    app: Flask, inside: FlaskClient, path: str
) -> None:
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert inside.get(path).status_code == 200
        for form in FORMS:
            wanted = f"/giving/fresh?then={path}/{form}"
            assert (inside.get(f"{path}/{form}").location, inside.post(f"{path}/{form}").location) == (
                wanted,
                wanted,
            )
        inside.post(f"/giving/fresh?then={path}/stop")
        assert inside.post(newest_link(app)).location == f"{path}/stop"


def test_one_press_stops_it_and_another_lets_it_go_on(
    inside: FlaskClient, db: Session, shop: Shop, plan: RecurringPlan, path: str
) -> None:
    page = press(inside, f"{path}/stop", times=2)
    assert "It is stopped, and nothing is charged any more" in page
    assert re.search(r"until \w+ \d+, \d{4} it can go on", page)
    assert now(db, plan).state == "ending"
    entries = db.query(AuditEntry).filter_by(action="plan.changed").all()
    assert [(entry.actor_kind, entry.detail) for entry in entries] == [("donor", {"what": "stop"})]
    assert "The next gift comes on" in press(inside, f"{path}/go-on", times=2)


def test_one_that_is_paused_is_stopped_all_the_same(inside: FlaskClient, path: str) -> None:
    press(inside, f"{path}/pause", how="skip")
    stopped = press(inside, f"{path}/stop")
    assert "It is stopped, and nothing is charged any more" in stopped
    assert "The next gift comes on" not in stopped
    assert "It is paused until" in press(inside, f"{path}/go-on")


def test_an_amount_is_changed_or_refused_beside_its_field(inside: FlaskClient, path: str) -> None:
    assert "Enter $5 or more" in press(inside, f"{path}/amount", other="2")
    assert "$40.00 every month" in press(inside, f"{path}/amount", times=2, other="40")


def test_the_day_is_changed(inside: FlaskClient, db: Session, plan: RecurringPlan, path: str) -> None:
    press(inside, f"{path}/day", times=2, day="7")
    changed = now(db, plan)
    assert changed.next_on
    assert changed.next_on.day == 7


def test_one_is_skipped_however_often_the_form_is_sent(
    inside: FlaskClient, shop: Shop, plan: RecurringPlan, path: str
) -> None:
    assert "It is paused until" in press(inside, f"{path}/pause", times=2, how="skip")
    assert "Skip one" not in inside.get(f"{path}/pause").text
    for state in ("void", "paid"):
        advance(shop, plan.subscription_id or "")
        assert invoices(shop, plan.subscription_id or "")[0].status == state


def test_it_rests_until_a_day_and_goes_on_when_the_donor_says(inside: FlaskClient, path: str) -> None:
    assert "Enter below the day until which it shall pause" in press(inside, f"{path}/pause", how="day")
    assert "Choose a later day" in press(inside, f"{path}/pause", how="day", until=f"{clock.now():%Y-%m-%d}")
    assert "It is paused until" in press(inside, f"{path}/pause", how="rest")
    assert "and so on until you stop it" in press(inside, f"{path}/resume", times=2)


def test_the_card_is_changed_on_stripes_own_page(inside: FlaskClient, sandbox: str, path: str) -> None:
    form = {"action_key": hidden(inside.get(f"{path}/card").text, "action_key")}
    there = inside.post(f"{path}/card", data=form).location
    assert there.startswith(f"{sandbox}/p/")
    typed = {"action": "card", "card": "5555555555554444", "name": "Jack Lewis"}
    back = ask(sandbox, "POST", there.removeprefix(sandbox), form=typed).headers["Location"]
    assert back == f"http://localhost{path}/card/back"
    assert "Mastercard ending in 4444" in inside.get(f"{path}/card/back", follow_redirects=True).text


def test_coming_back_from_stripes_page_changes_nothing_in_a_browser_that_did_not_ask_for_it(
    app: Flask, inside: FlaskClient, shop: Shop, plan: RecurringPlan, path: str
) -> None:
    customer = subscription(shop, plan.subscription_id or "").customer
    with_other = subscription(shop, make_plan(shop, card="5555555555554444").subscription_id or "")
    other = str(with_other.default_payment_method)
    shop.stripe.v1.payment_methods.attach(other, {"customer": customer})
    shop.stripe.v1.customers.update(customer, {"invoice_settings": {"default_payment_method": other}})
    assert "Visa ending in 4242" in inside.get(f"{path}/card/back", follow_redirects=True).text
    form = {"action_key": hidden(inside.get(f"{path}/card").text, "action_key")}
    inside.post(f"{path}/card", data=form)
    assert "Mastercard ending in 4444" in inside.get(f"{path}/card/back", follow_redirects=True).text


def test_stripe_being_away_is_said_calmly_and_nothing_is_lost(
    app: Flask, db: Session, inside: FlaskClient, plan: RecurringPlan, path: str
) -> None:
    app.extensions["ngoapp.stripe"] = StripeApi(
        key="sk_test_ngoapp", api_base="http://127.0.0.1:9", webhook_secret="whsec"
    )
    page = inside.get(path).text
    HTMLParser(strict=True).parse(page)
    assert "this is how your gift stood when we last asked" in page
    for form in ("stop", "card"):
        assert "Please wait a moment and press the button again" in press(inside, f"{path}/{form}").replace(
            "\n", " "
        )
    assert now(db, plan).state == "active"


def test_a_gift_that_has_ended_offers_to_begin_anew(inside: FlaskClient, db: Session, gift: Gift) -> None:
    with transaction():
        ended = keep_plan(gift.donor, state="ended", ended_at=clock.now(), next_on=None)
    page = inside.get(f"/giving/plans/{ended.id}").text
    assert "Give again" in page
    assert "Stop it" not in page
    assert "not possible" in press(inside, f"/giving/plans/{ended.id}/amount", other="40")
