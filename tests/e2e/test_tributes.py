"""A gift in somebody's memory, from the form to the letter that staff release."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.doing import fill_in_donation, go_to_payment, pay, settled, shows

pytestmark = pytest.mark.e2e
Look = Callable[[Page, str], None]


def test_a_family_is_told_of_a_gift_after_staff_have_read_it(visitor: Page, staff: Page, look: Look) -> None:
    fill_in_donation(visitor, "Tilda Remember", "tilda@example.com")
    part = visitor.locator("details.tribute")
    part.locator("summary").click()
    expect(part.get_by_label("Their name")).to_be_hidden()
    part.get_by_label("In memory of").check()
    part.get_by_label("Their name").fill("Hedda Quill")
    expect(part.get_by_label("Whom we tell")).to_be_hidden()
    part.get_by_label("By e-mail").check()
    expect(part.get_by_label("Their postal address")).to_be_hidden()
    part.get_by_label("Whom we tell").fill("Sven Quill")
    part.get_by_label("Their e-mail").fill("sven@example.com")
    part.get_by_label("Your words to the family").fill("She sang in every stairwell.")
    look(visitor, "tribute")
    go_to_payment(visitor)
    pay(visitor)
    expect(visitor.get_by_text("Your gift is in memory of Hedda Quill.")).to_be_visible()
    with visitor.expect_download() as card:
        visitor.get_by_role("link", name="A card for you to print").click()
    assert card.value.suggested_filename == "card.pdf"

    settled(staff, "/staff/tributes/", shows("She sang in every stairwell."))
    staff.get_by_label("Select Sven Quill").check()
    look(staff, "families")
    staff.get_by_role("button", name="Release the ticked letters").click()
    expect(staff.get_by_role("heading", name="About to leave")).to_be_visible()
    staff.get_by_role("link", name="In memory of Hedda Quill").click()
    look(staff, "honoree")
    staff.get_by_role("button", name="Stop").click()
    expect(staff.get_by_text("Stopped. What it tells waits again.")).to_be_visible()
