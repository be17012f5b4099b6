"""Every page, in the states that it can be in: valid, labelled, guarded."""

import re
import smtplib
from collections.abc import Iterator

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from ngoapp.sandbox import RunningSandbox
from ngoapp.sandbox.app import make_app
from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.state.world import World
from tests.sandbox.billing import advance, invoices, monthly_params, open_portal, subscribe
from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NEEDS_NOTHING = (
    "/",
    "/payments",
    "/sessions",
    "/subscriptions",
    "/payouts",
    "/events",
    "/requests",
    "/inbox",
    "/switches",
)


def furnish(shop: Shop) -> list[str]:
    """Bring the sandbox into as many states as its pages can show, and name the pages."""
    paid = shop.paid_session(payment_intent_data={"description": "Gift d1", "metadata": {"donation": "d1"}})
    shop.stripe.v1.refunds.create({"payment_intent": paid.payment_intent.id, "amount": 1000})
    later, declined, expired = shop.session(), shop.session(customer_email=None), shop.session()
    shop.press(later, "later")
    shop.press(declined, "decline")
    shop.stripe.v1.checkout.sessions.expire(expired.id)
    with smtplib.SMTP("127.0.0.1", shop.smtp_port) as server:
        mail = "Subject: Thank you\nContent-Type: text/html\n\n<p>Many thanks, Ana</p>"
        server.sendmail("desk@example.org", ["ana@example.org"], mail)
    message = shop.get("/inbox.json").json()[0]["id"]
    event = shop.get("/events.json").json()[0]["id"]
    monthly = subscribe(shop)
    advance(shop, monthly.subscription, outcome="decline")
    open_invoice, paid_invoice = invoices(shop, monthly.subscription)
    portal, cancelling = open_portal(shop, monthly), open_portal(shop, monthly, "subscription_cancel")
    payout = shop.post("/payouts", early="1").json()["id"]
    sessions = (paid, later, declined, expired, shop.stripe.v1.checkout.sessions.create(monthly_params()))
    return [
        *NEEDS_NOTHING,
        f"/payments/{paid.payment_intent.id}",
        f"/payments/{shop.again(later).payment_intent}",
        f"/subscriptions/{monthly.subscription}",
        f"/payouts/{payout}",
        f"/p/{portal.id}",
        f"/p/{cancelling.id}",
        f"/i/{open_invoice.id}",
        f"/i/{paid_invoice.id}",
        f"/events/{event}",
        f"/inbox/{message}",
        "/inbox?to=nobody@example.org",
        *(f"/c/pay/{session.id}" for session in sessions),
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    yield page
    page.close()


def check_page(shop: Shop, path: str) -> None:
    answer = shop.get(path)
    assert answer.status == 200, path
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert len(re.findall("<h1", answer.text)) == 1, path
    assert re.search(r"<title>\s*\S.* – Sandbox</title>", answer.text), path
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_page_is_valid_and_guarded_when_there_is_nothing_yet(shop: Shop) -> None:
    for path in NEEDS_NOTHING:
        check_page(shop, path)


def test_every_page_is_valid_and_guarded_when_there_is_much(shop: Shop) -> None:
    for path in furnish(shop):
        check_page(shop, path)


def test_every_page_route_is_among_those_that_are_looked_at(shop: Shop) -> None:
    world = World(SandboxConfig())
    rules = [rule for rule in make_app(world).url_map.iter_rules() if "GET" in (rule.methods or ())]
    world.store.close()
    pages = {
        rule.rule
        for rule in rules
        if not re.search(r"^/v1|\.json$|^/static|/(html|raw)$|attachments", rule.rule)
    }
    looked_at = {
        re.sub(
            r"/(pi|evt|cs_test|sub|in|bps|po)_\w+", "/<id>", re.sub(r"/inbox/\d+", "/inbox/<int:id>", path)
        ).partition("?")[0]
        for path in furnish(shop)
    }
    assert pages == looked_at


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_or_scrolls_sideways(shop, page, scheme):
    page.emulate_media(color_scheme=scheme)
    shop.switch(hold=True)
    for path in furnish(shop):
        page.goto(shop.url + path)
        violations = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_a_browser_pays_and_is_led_to_the_merchant(
    shop: Shop, page: Page, receiver: Receiver, sandbox_of_all: RunningSandbox
) -> None:
    thanks = sandbox_of_all.url.replace("127.0.0.1", "localhost") + "/inbox?s={CHECKOUT_SESSION_ID}"
    session = shop.session(success_url=thanks)
    page.goto(str(session.url))
    page.get_by_role("button", name="Decline").click()
    assert "declined" in page.get_by_role("alert").inner_text()
    page.get_by_role("button", name="Pay $25.00").click()
    page.wait_for_url(thanks.replace("{CHECKOUT_SESSION_ID}", session.id))
    receiver.wait_for("checkout.session.completed")


def test_a_refusal_is_a_page_for_a_browser(shop: Shop, page: Page) -> None:
    answer = page.goto(f"{shop.url}/payments/pi_unknown")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("heading", level=1).inner_text() == "That did not work"
