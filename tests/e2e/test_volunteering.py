"""Offering to help, on a telephone, and how a coordinator answers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.installation import Running

pytestmark = pytest.mark.e2e


def test_an_offer_from_a_telephone_is_confirmed_and_approved(
    open_browser: Callable[..., BrowserContext],
    staff: Page,
    installation: Running,
    look: Callable[[Page, str], None],
) -> None:
    telephone = open_browser(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).new_page()
    telephone.goto("/volunteer")
    telephone.get_by_label("Your name").fill("Tamara Touch")
    telephone.get_by_label("E-mail").first.fill("tamara@example.com")
    telephone.get_by_role("radio", name="25 to 44").tap()
    telephone.get_by_role("button", name="Send my offer").tap()
    expect(telephone.get_by_role("alert")).to_be_focused()
    look(telephone, "errors")
    expect(telephone.get_by_label("Your name")).to_have_value("Tamara Touch")
    telephone.get_by_role("checkbox", name="Wherever I am needed").tap()
    telephone.get_by_role("checkbox", name="You may keep what I wrote").tap()
    telephone.get_by_role("button", name="Send my offer").tap()
    expect(telephone.get_by_role("heading", name="Thank you for offering to help")).to_be_visible()
    look(telephone, "thanks")
    assert "Tamara" in installation.mail("tamara@example.com")["text"]

    staff.goto("/staff/volunteers/")
    staff.get_by_role("link", name="Tamara Touch").click()
    look(staff, "application")
    staff.get_by_role("button", name="Approve").click()
    expect(staff.get_by_text("The welcome goes out in 15 minutes")).to_be_visible()
    expect(staff.get_by_role("button", name="Stop the mail")).to_be_visible()
