"""Asking for the info packet, and how the packet desk sends it."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.e2e.doing import link_in
from tests.e2e.installation import Running

pytestmark = pytest.mark.e2e
Look = Callable[[Page, str], None]
OpenBrowser = Callable[..., BrowserContext]


def ask_by_post(page: Page, name: str, **address: str) -> None:
    """Fill in where the envelope goes, and send the form."""
    page.get_by_label("Name on the envelope").fill(name)
    for label, value in address.items():
        page.get_by_label((label[0].upper() + label[1:]).replace("_", " ")).fill(value)
    page.get_by_role("checkbox", name="You may keep what I enter").check()
    page.get_by_role("button", name="Send me the packet").click()


def test_a_packet_asked_for_by_e_mail_comes_as_a_link_to_a_pdf(
    visitor: Page, installation: Running, look: Look
) -> None:
    visitor.goto("/info-packet")
    visitor.get_by_role("radio", name="By e-mail").check(force=True)
    visitor.get_by_label("E-mail", exact=True).fill("asker@example.com")
    visitor.get_by_role("checkbox", name="You may keep what I enter").check()
    look(visitor, "form")
    visitor.get_by_role("button", name="Send me the packet").click()
    expect(visitor.get_by_role("heading", name="Look in your mailbox")).to_be_visible()
    look(visitor, "thanks")
    visitor.goto(link_in(installation.mail("asker@example.com"), "/packets/"))
    look(visitor, "packet")
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name=re.compile("^Download (the packet|all in one)")).click()
    assert len(PdfReader(download.value.path()).pages) > 1


def test_a_packet_whose_mail_comes_back_joins_the_queue_of_the_post(
    visitor: Page, staff: Page, installation: Running, look: Look
) -> None:
    visitor.goto("/info-packet")
    visitor.get_by_role("radio", name="By e-mail").check(force=True)
    visitor.get_by_label("E-mail", exact=True).fill("gone@example.com")
    visitor.get_by_role("checkbox", name="post it to me instead").check()
    expect(visitor.get_by_label("ZIP code")).to_be_visible()
    look(visitor, "form")
    visitor.get_by_label("State").select_option("MN")
    ask_by_post(visitor, "Wendell Gone", street_address="7 Elm Ct", city="Minneapolis", ZIP_code="55408")
    expect(visitor.get_by_role("heading", name="Look in your mailbox")).to_be_visible()
    mail = installation.mail("gone@example.com")
    visitor.goto(mail["url"])
    visitor.get_by_role("button", name="Send it back").click()
    expect(visitor.get_by_text("It went back")).to_be_visible()

    staff.goto("/staff/packets/mailed/")
    staff.get_by_role("button", name="Look for mail that came back").click()
    expect(staff.get_by_text("We are looking.")).to_be_visible()
    staff.goto("/staff/packets/")
    row = staff.get_by_role("row").filter(has_text="Wendell Gone")
    for _ in range(20):
        if row.count():
            break
        staff.wait_for_timeout(500)
        staff.reload()
    expect(row).to_be_visible()
    look(staff, "queue")


def test_a_packet_asked_for_by_post_is_labelled_and_sent(visitor: Page, staff: Page, look: Look) -> None:
    visitor.goto("/info-packet")
    visitor.get_by_role("radio", name="By post").check(force=True)
    visitor.get_by_label("Country").select_option("CA")
    expect(visitor.get_by_label("Province")).to_be_visible()
    visitor.get_by_label("Province").select_option("QC")
    look(visitor, "form")
    ask_by_post(
        visitor,
        "Geneviève Lavoie",
        street_address="10-123 1/2 Main St NW",
        city="Montreal",
        postal_code="H3Z 2Y7",
    )
    expect(visitor.get_by_role("heading", name="We have your request")).to_be_visible()

    staff.goto("/staff/packets/")
    look(staff, "queue")
    staff.get_by_role("row").filter(has_text="Geneviève Lavoie").get_by_role("checkbox").check(force=True)
    staff.get_by_role("button", name="Make a batch of these").click()
    expect(staff.locator("address")).to_contain_text("CANADA")
    look(staff, "chosen")
    staff.get_by_role("button", name="Freeze this batch").click()
    answer = staff.request.get(
        staff.get_by_role("link", name="Labels", exact=True).get_attribute("href") or ""
    )
    label = PdfReader(BytesIO(answer.body())).pages[0].extract_text()
    assert "MONTREAL QC  H3Z 2Y7" in label.upper()
    look(staff, "batch")
    staff.get_by_role("button", name="All packed").click()
    staff.get_by_role("button", name="All posted").click()
    expect(staff.get_by_text("Posted.", exact=True)).to_be_visible()
    staff.goto("/staff/packets/")
    expect(staff.get_by_role("row").filter(has_text="Geneviève Lavoie")).to_have_count(0)


def test_a_german_address_needs_no_scripts(open_browser: OpenBrowser, staff: Page) -> None:
    page = open_browser(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto("/info-packet")
    page.get_by_role("radio", name="By post").check(force=True)
    page.get_by_label("Name on the envelope").fill("typed before")
    page.get_by_label("Country").select_option("DE")
    page.get_by_role("button", name="Change country").click()
    expect(page.get_by_label("Name on the envelope")).to_have_value("typed before")
    expect(page.get_by_label("State")).to_have_count(0)
    ask_by_post(page, "Jürgen Weiß", street_address="Rhöner Straße 7a", city="Fulda", postal_code="36037")
    expect(page.get_by_role("heading", name="We have your request")).to_be_visible()
    staff.goto("/staff/packets/")
    staff.get_by_role("link", name="Jürgen Weiß").click()
    expect(staff.get_by_text("36037 Fulda").or_(staff.get_by_text("36037 FULDA")).first).to_be_visible()
