"""Staff at work: signing in, typing in a check, and forms that outlive a sign-in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ngoapp.cli.demo import STAFF
from tests.e2e.conftest import demo_password
from tests.e2e.doing import settled, shows, tab_to, type_into
from tests.e2e.installation import Running

pytestmark = pytest.mark.e2e
Look = Callable[[Page, str], None]


def sign_in(page: Page, password: str) -> None:
    """Fill in the sign-in form."""
    page.get_by_label("E-mail").fill(STAFF)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_wrong_password_is_said_kindly_and_the_right_one_leads_where_one_was_going(
    visitor: Page, installation: Running, look: Look
) -> None:
    visitor.goto("/staff/packets/")
    sign_in(visitor, "three unrelated herons")
    expect(visitor.get_by_role("alert")).to_contain_text("e-mail")
    expect(visitor.get_by_label("E-mail")).to_have_value(STAFF)
    look(visitor, "wrong-password")
    sign_in(visitor, demo_password(installation))
    expect(visitor.get_by_role("heading", name="Info packets")).to_be_visible()


def test_what_was_typed_survives_the_end_of_a_sign_in(
    visitor: Page, installation: Running, look: Look
) -> None:
    visitor.goto("/staff/news/new")
    sign_in(visitor, demo_password(installation))
    visitor.get_by_label("Title").fill("A long evening’s work")
    visitor.get_by_label("Text").fill("Nothing of this may be lost.\n\n“Nothing.”")
    visitor.context.clear_cookies()
    visitor.get_by_role("button", name="Save").first.click()
    expect(visitor.get_by_role("heading", name="Nothing is lost")).to_be_visible()
    look(visitor, "resend")
    with visitor.context.expect_page() as opened:
        visitor.get_by_role("link", name="Sign in again").click()
    sign_in(opened.value, demo_password(installation))
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    visitor.get_by_role("button", name="Send again").click()
    visitor.goto("/staff/news/")
    visitor.get_by_role("link", name="A long evening’s work").click()
    expect(visitor.get_by_label("Text")).to_have_value("Nothing of this may be lost.\n\n“Nothing.”")


def test_what_a_visitor_typed_survives_a_night(visitor: Page, look: Look) -> None:
    visitor.goto("/volunteer")
    visitor.get_by_label("Your name").fill("Nadia Night")
    visitor.get_by_label("E-mail").first.fill("nadia@example.com")
    visitor.get_by_role("radio", name="65 or older").check()
    visitor.get_by_role("checkbox", name="Translate").check()
    visitor.get_by_role("checkbox", name="Weekends").check()
    visitor.get_by_role("checkbox", name="You may keep what I wrote").check()
    visitor.context.clear_cookies()
    visitor.get_by_role("button", name="Send my offer").click()
    expect(visitor.get_by_role("heading", name="Nothing is lost")).to_be_visible()
    look(visitor, "resend")
    visitor.get_by_role("button", name="Send again").click()
    expect(visitor.get_by_role("heading", name="Thank you for offering to help")).to_be_visible()


def test_a_check_is_recorded_released_and_printed_by_keyboard_alone(staff: Page, look: Look) -> None:
    staff.goto("/staff/gifts/new")
    type_into(staff, "Donor", "Kathleen Keyes")
    type_into(staff, "Amount", "250")
    look(staff, "entry")
    tab_to(staff, staff.get_by_role("button", name="Save", exact=True))
    staff.keyboard.press("Enter")
    expect(staff.get_by_text("Its receipt waits to be released")).to_be_visible()
    look(staff, "recorded")
    tab_to(staff, staff.get_by_role("button", name="Release"))
    staff.keyboard.press("Enter")
    expect(staff.get_by_text("Released.")).to_be_visible()
    settled(staff, "/staff/receipts/to-print", shows("Kathleen Keyes"))
    look(staff, "pile")
