"""Lists on a telephone, at a desk and without scripts: what is in sight, and where Tab stops."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.doing import barriers, text_at, too_wide

pytestmark = pytest.mark.e2e
TELEPHONE = {"width": 390, "height": 844}
IN_SIGHT = 350
Open = Callable[..., BrowserContext]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def telephone(open_browser: Open, staff_cookies: str, request: pytest.FixtureRequest) -> Page:
    """The administrator on the way home."""
    scripts: bool = request.param
    context = open_browser(viewport=TELEPHONE, storage_state=staff_cookies, java_script_enabled=scripts)
    return context.new_page()


def below_the_bar(page: Page, part: Locator) -> float:
    """How many pixels lie between the bar at the top and this part."""
    bar, box = page.locator(".staff-bar").bounding_box(), part.bounding_box()
    assert bar
    assert box
    return box["y"] - bar["y"] - bar["height"]


@pytest.mark.parametrize("path", ["/staff/packets/", "/staff/gifts/", "/staff/donors/"])
def test_the_first_row_of_a_list_is_in_sight_on_a_telephone(telephone: Page, path: str) -> None:
    telephone.goto(path)

    assert below_the_bar(telephone, telephone.locator("main tbody tr").first) <= IN_SIGHT


def test_filters_are_unfolded_and_used_by_keyboard(telephone: Page) -> None:
    telephone.goto("/staff/packets/")
    channel = telephone.get_by_label("Came by")
    expect(channel).to_be_hidden()
    telephone.locator("summary", has_text="Filters").focus()
    telephone.keyboard.press("Enter")
    telephone.keyboard.press("Tab")
    expect(channel).to_be_focused()
    telephone.keyboard.type("Hotline")
    telephone.get_by_role("button", name="Show").press("Enter")

    expect(telephone.locator("summary", has_text="Filters")).to_contain_text("1 in use")


def test_a_wide_screen_shows_what_a_narrow_one_folds(staff: Page) -> None:
    staff.goto("/staff/packets/")

    expect(staff.get_by_label("Came by")).to_be_visible()
    expect(staff.get_by_role("link", name="Returned mail")).to_be_visible()
    expect(staff.locator("summary", has_text="Filters")).to_be_hidden()


def test_the_key_for_searching_unfolds_the_search(open_browser: Open, staff_cookies: str) -> None:
    page = open_browser(viewport=TELEPHONE, storage_state=staff_cookies).new_page()
    page.goto("/staff/gifts/")
    page.keyboard.press("/")

    expect(page.get_by_label("Name, e-mail or check number")).to_be_focused()


FRAME = '[tabindex="0"][role="region"][aria-label="Requests for packets"]'


def test_tab_stops_at_a_table_only_while_it_scrolls(staff: Page) -> None:
    staff.goto("/staff/packets/")
    frame = staff.locator(".table-frame")
    expect(staff.locator(FRAME)).to_have_count(0)
    expect(frame).not_to_have_attribute("role", "region")
    staff.set_viewport_size({"width": 800, "height": 900})

    expect(staff.locator(FRAME)).to_have_count(1)
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    assert barriers(staff) == []
    staff.set_viewport_size({"width": 1280, "height": 900})
    expect(staff.locator(FRAME)).to_have_count(0)


def test_without_scripts_a_table_can_always_be_scrolled_by_keyboard(
    open_browser: Open, staff_cookies: str
) -> None:
    page = open_browser(storage_state=staff_cookies, java_script_enabled=False).new_page()
    page.goto("/staff/packets/")

    expect(page.locator(FRAME)).to_have_count(1)


LONG_LISTS = {
    "/staff/packets/": "Make a batch of these",
    "/staff/gifts/?show=to-release": "Release the ticked gifts",
    "/staff/tributes/": "Release the ticked letters",
}


@pytest.mark.parametrize("path", LONG_LISTS)
def test_what_is_done_with_ticked_rows_stays_in_view_while_any_is(staff: Page, path: str) -> None:
    staff.set_viewport_size({"width": 1280, "height": 400})
    staff.goto(path)
    button, boxes = staff.get_by_role("button", name=LONG_LISTS[path]), staff.locator("tbody .tick input")
    for box in boxes.all():
        box.uncheck()
    staff.evaluate("scrollTo(0, 0)")
    expect(button).not_to_be_in_viewport()
    expect(staff.locator("[data-tick-count]")).to_have_text("None selected")
    boxes.first.evaluate("box => box.click()")

    expect(button).to_be_in_viewport()
    expect(staff.locator("[data-tick-count]")).to_have_text("1 selected")


def test_nothing_hides_where_the_keyboard_is(staff: Page) -> None:
    staff.emulate_media(reduced_motion="reduce")
    staff.set_viewport_size({"width": 1280, "height": 500})
    staff.goto("/staff/packets/")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Enter")
    expect(staff.locator("main")).to_be_focused()
    assert below_the_bar(staff, staff.get_by_role("heading", level=1)) >= 0
    for key in "jxjjjj":
        staff.keyboard.press(key)
    row, bar = staff.locator("tr[data-here]").bounding_box(), staff.locator(".bulk-bar").bounding_box()

    assert row
    assert bar
    assert row["y"] + row["height"] <= bar["y"]


def test_large_letters_on_a_small_telephone_push_nothing_out_of_sight(
    open_browser: Open, staff_cookies: str
) -> None:
    page = open_browser(viewport={"width": 320, "height": 640}, storage_state=staff_cookies).new_page()
    page.goto("/staff/packets/")
    text_at(page, "200%")
    for summary in page.locator(".fold > summary").all():
        summary.click()

    assert too_wide(page) == []
