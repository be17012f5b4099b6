"""Giving, from the form to the receipt and the thanks, as donors meet it."""

import json
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.doing import (
    fill_in_donation,
    go_to_payment,
    link_in,
    pay,
    settled,
    shows,
    tab_to,
    type_into,
    without,
)
from tests.e2e.installation import Running

pytestmark = pytest.mark.e2e
Look = Callable[[Page, str], None]
OpenBrowser = Callable[..., BrowserContext]


def test_a_gift_is_receipted_thanked_and_gone_from_every_page_after_a_refund(
    visitor: Page, staff: Page, installation: Running, look: Look
) -> None:
    name, email = "Wilhelmina Ashgrove", "wilhelmina@example.com"
    fill_in_donation(visitor, name, email)
    expect(visitor.locator("[data-preview-target=thanks]")).to_have_text(name)
    look(visitor, "form")
    go_to_payment(visitor)
    pay(visitor)
    expect(visitor.get_by_role("heading", name=f"Thank you, {name}!")).to_be_visible()
    look(visitor, "thanks")

    mail = installation.mail(email)
    assert [file["content_type"] for file in mail["attachments"]] == ["application/pdf"]
    visitor.goto(link_in(mail, "/receipts/"))
    expect(visitor.get_by_text(name).first).to_be_visible()
    look(visitor, "receipt")
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".pdf")

    settled(staff, "/staff/thanks/", shows(name))
    look(staff, "approve")
    staff.get_by_label("Select all rows").first.check()
    staff.get_by_role("button", name="Publish the ticked names").click()
    for path in ("/", "/news/", "/contact"):
        visitor.goto(path)
        expect(visitor.locator("body")).to_contain_text(name)
    look(visitor, "named")

    staff.goto(f"{installation.sandbox}/payments")
    staff.locator("main a").first.click()
    staff.get_by_role("button", name="Refund").click()
    for path in ("/", "/news/", "/contact"):
        settled(visitor, path, without(name))


def test_a_gift_needs_no_scripts_and_no_mouse(open_browser: OpenBrowser, installation: Running) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    page.goto("/donate")
    tab_to(page, page.locator("input[name=amount]:checked"))
    page.keyboard.press("ArrowDown")
    type_into(page, "Your name", "Keyboard Donor")
    type_into(page, "E-mail", "keyboard@example.com")
    tab_to(page, page.get_by_role("button", name="Continue to payment"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Pay $"))
    page.keyboard.press("Enter")
    expect(page.locator("#state h1")).to_be_visible()
    while page.get_by_role("link", name="Look again").is_visible():
        tab_to(page, page.get_by_role("link", name="Look again"))
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Thank you, Keyboard Donor!")).to_be_visible()
    assert installation.mail("keyboard@example.com")["attachments"]


def test_a_declined_card_can_be_followed_by_one_that_works(visitor: Page, installation: Running) -> None:
    fill_in_donation(visitor, "Declan Second", "declan@example.com")
    go_to_payment(visitor)
    pay(visitor, "Decline")
    expect(visitor.get_by_role("alert")).to_contain_text("Nothing was charged")
    pay(visitor)
    expect(visitor.get_by_role("heading", name="Thank you, Declan Second!")).to_be_visible()
    assert installation.mail("declan@example.com")["attachments"]


def test_who_leaves_the_payment_page_finds_the_form_as_it_was_filled_in(visitor: Page, look: Look) -> None:
    fill_in_donation(visitor, "Second Thoughts", "thoughts@example.com")
    visitor.get_by_text("Add a message").click()
    visitor.get_by_label("A message to us").fill("For my “sister” & her nurse")
    go_to_payment(visitor)
    pay(visitor, "Abandon")
    expect(visitor.get_by_text("Nothing was charged")).to_be_visible()
    look(visitor, "back")
    expect(visitor.get_by_label("Your name", exact=True)).to_have_value("Second Thoughts")
    expect(visitor.get_by_role("textbox", name="E-mail", exact=True)).to_have_value("thoughts@example.com")
    expect(visitor.get_by_role("radio", name="$100", exact=True)).to_be_checked()
    expect(visitor.get_by_role("radio", name="By name, on the website")).to_be_checked()
    expect(visitor.get_by_label("A message to us")).to_have_value("For my “sister” & her nurse")
    go_to_payment(visitor)
    pay(visitor)
    expect(visitor.get_by_role("heading", name="Thank you, Second Thoughts!")).to_be_visible()


@pytest.mark.parametrize(("outcome", "subject"), [("Let it arrive", "receipt"), ("Let it fail", "")])
def test_a_gift_from_a_bank_account_is_receipted_when_the_money_is_there(
    visitor: Page, installation: Running, look: Look, outcome: str, subject: str
) -> None:
    email = f"{outcome.rsplit(maxsplit=1)[-1]}@example.com"
    fill_in_donation(visitor, "Patient Giver", email)
    go_to_payment(visitor)
    pay(visitor, "Pay later")
    expect(visitor.get_by_text("Your bank is sending the money")).to_be_visible()
    look(visitor, "under-way")
    visitor.goto(f"{installation.sandbox}/payments")
    visitor.locator("main a").first.click()
    visitor.get_by_role("button", name=outcome).click()
    mail = installation.mail(email, subject)
    assert bool(mail["attachments"]) == (outcome == "Let it arrive")


def test_two_presses_on_donate_are_one_gift(visitor: Page, staff: Page, installation: Running) -> None:
    fill_in_donation(visitor, "Shaky Hands", "shaky@example.com")
    visitor.get_by_role("button", name="Continue to payment").dblclick()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Donation to")
    pay(visitor)
    expect(visitor.get_by_role("heading", name="Thank you, Shaky Hands!")).to_be_visible()
    installation.mail("shaky@example.com")
    staff.goto("/staff/gifts/?q=Shaky+Hands")
    expect(staff.get_by_role("row").filter(has_text="Shaky Hands")).to_have_count(1)
    with urlopen(f"{installation.sandbox}/inbox.json?to=shaky@example.com", timeout=5) as answer:
        assert len(json.load(answer)) == 1


def test_a_monthly_gift_is_stopped_by_keyboard_and_goes_on_after_all(
    visitor: Page, installation: Running, look: Look
) -> None:
    email = "month.by.month@example.com"
    fill_in_donation(visitor, "Monthly Giver", email)
    visitor.get_by_role("radio", name="Every month").check(force=True)
    visitor.get_by_role("button", name="Continue to payment").click()
    pay(visitor, "Begin")
    expect(visitor.get_by_role("heading", name="Thank you, Monthly Giver!")).to_be_visible()
    installation.mail(email, "receipt")

    visitor.goto("/giving/link")
    type_into(visitor, "E-mail", email)
    visitor.keyboard.press("Enter")
    visitor.goto(link_in(installation.mail(email, "your page"), "/giving/open/"))
    for name in ("Open my page", "Change, pause or stop", "Stop it", "Stop my gift"):
        button = visitor.get_by_role("button", name=name).or_(visitor.get_by_role("link", name=name)).first
        tab_to(visitor, button)
        look(visitor, name.split()[0].lower())
        visitor.keyboard.press("Enter")
        visitor.wait_for_load_state()
    expect(visitor.get_by_text("It is stopped, and nothing is charged any more.")).to_be_visible()
    look(visitor, "stopped")
    visitor.goto(f"{installation.sandbox}/subscriptions")
    expect(visitor.locator("main")).to_contain_text("ends")
    visitor.go_back()
    for name in ("Let it go on after all", "Let it go on"):
        button = visitor.get_by_role("button", name=name).or_(visitor.get_by_role("link", name=name)).first
        tab_to(visitor, button)
        visitor.keyboard.press("Enter")
        visitor.wait_for_load_state()
    expect(visitor.get_by_text("and so on until you stop it")).to_be_visible()
