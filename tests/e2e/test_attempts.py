"""While machines are at the form, people with and without scripts still give, and staff see what happens."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import delete

from ngoapp.core.db import session, transaction
from ngoapp.donations.attempts.ledger import note_form
from ngoapp.donations.attempts.models import Attempt
from ngoapp.donations.attempts.sight import UNANSWERED, Knock
from tests.e2e.doing import fill_in_donation, link_in, pay
from tests.e2e.installation import Running

pytestmark = pytest.mark.e2e
Look = Callable[[Page, str], None]
MACHINE = Knock(source="machine", mailbox="machine", amount=(500, "USD"), tiny=True)


@pytest.fixture
def machines(installed: Flask) -> Iterator[None]:
    """Forms came just now from something that does not do the sum."""
    with installed.app_context(), transaction():
        for number in range(3 * UNANSWERED):
            note_form(MACHINE, action_key=f"machine-{number}", outcome="asked")
    yield
    with installed.app_context(), transaction():
        session.execute(delete(Attempt).where(Attempt.source == MACHINE.source))


@pytest.mark.usefixtures("machines")
def test_a_browser_does_the_sum_and_goes_on_without_a_press(visitor: Page, installation: Running) -> None:
    fill_in_donation(visitor, "Sumi Donor", "sumi@example.com")
    visitor.get_by_role("button", name="Continue to payment").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Donation to")
    pay(visitor)
    expect(visitor.get_by_role("heading", name="Thank you, Sumi Donor!")).to_be_visible()
    assert installation.mail("sumi@example.com", "receipt")["attachments"]


@pytest.mark.usefixtures("machines")
def test_without_scripts_a_donor_goes_on_by_a_mailed_link(
    open_browser: Callable[..., BrowserContext], installation: Running, look: Look
) -> None:
    page = open_browser(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/donate")
    page.get_by_label("Your name", exact=True).fill("Plain Donor")
    page.get_by_role("textbox", name="E-mail").fill("plain@example.com")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    look(page, "step")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Please look into your mail")).to_be_visible()
    page.goto(link_in(installation.mail("plain@example.com", "one press"), "/donate/continue/"))
    look(page, "continue")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Donation to")


@pytest.mark.usefixtures("machines")
def test_the_step_between_is_usable_by_everybody(visitor: Page, staff: Page, look: Look) -> None:
    staff.goto("/staff/gifts/attempts/")
    expect(staff.get_by_text("Guarded", exact=True)).to_be_visible()
    look(staff, "guarded")
    visitor.route("**/altcha-pbkdf2.js*", lambda route: route.abort())  # a browser that cannot do it
    fill_in_donation(visitor, "Stopped Donor", "stopped@example.com")
    visitor.get_by_role("button", name="Continue to payment").click()
    expect(visitor.get_by_role("button", name="I will mail a check")).to_be_visible()
    assert Axe().run(visitor).response["violations"] == []
    visitor.get_by_role("button", name="I will mail a check").click()
    expect(visitor.get_by_role("heading", name="Thank you, Stopped Donor!")).to_be_visible()
