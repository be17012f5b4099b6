"""Every page in a real browser: by day and by night, on a wide screen and a narrow one, and as axe reads it."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from tests.e2e.doing import barriers, text_at, too_wide
from tests.e2e.installation import Running
from tests.pages.stage import Stage
from tests.pages.table import PAGES, PUBLIC

pytestmark = pytest.mark.e2e
# What another colour scheme and a narrow screen can change.
OF_COLOUR_AND_ROOM = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
COOKIES = ("ngoapp", "giving")
# Whatever Tab has to lead to: what a person can press, open or fill in, and one of each group of radio buttons.
TO_REACH = """() => {
  const shown = e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0
  const groups = new Set()
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(e => {
    if (!shown(e) || e.type === "hidden") return false
    if (e.type !== "radio") return true
    const first = !groups.has(e.name)
    groups.add(e.name)
    return first
  }).length
}"""
AT = """() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const style = getComputedStyle(e), label = e.labels?.[0]
  const ringed = style.outlineStyle !== "none" || style.boxShadow !== "none" ||
    (label && [label, e.parentElement].some(other => getComputedStyle(other).outlineStyle !== "none"))
  e.dataset.reached ||= String(document.querySelectorAll("[data-reached]").length + 1)
  return [e.dataset.reached, ringed ? "" : e.outerHTML.slice(0, 120)]
}"""


@pytest.fixture(scope="module")
def stage(installed: Flask) -> Stage:
    """Rows for every page to show, and the cookies of those who may see them."""
    return Stage(installed)


@pytest.fixture
def page(open_browser: Callable[..., BrowserContext], stage: Stage, installation: Running, rule: str) -> Page:
    """The browser of whoever may see the pages of the rule."""
    context = open_browser(reduced_motion="reduce")
    for name in COOKIES:
        if cookie := stage.browser(rule).get_cookie(name):
            context.add_cookies([{"name": name, "value": cookie.value, "url": installation.site}])
    return context.new_page()


@pytest.mark.parametrize("rule", PAGES)
def test_a_page_has_no_barriers_by_day_or_night_wide_or_narrow(stage: Stage, page: Page, rule: str) -> None:
    with stage.app.app_context():
        paths = PAGES[rule].paths(rule)
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        answer = page.goto(path)
        assert answer
        assert answer.status == 200
        assert barriers(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        page.emulate_media(color_scheme="dark")
        assert too_wide(page) == []
        assert barriers(page, OF_COLOUR_AND_ROOM) == []
        if rule in PUBLIC:
            assert text_at(page, "200%") == 2 * text_at(page, "100%")
            text_at(page, "200%")
            assert too_wide(page) == []


@pytest.mark.parametrize("rule", PUBLIC)
def test_everything_on_a_page_for_donors_is_reached_by_keyboard_and_shows_that_it_is(
    stage: Stage, page: Page, rule: str
) -> None:
    with stage.app.app_context():
        (path, *_) = PAGES[rule].paths(rule)
    page.goto(path)
    wanted, reached = page.evaluate(TO_REACH), set()
    stops_within = 4 * page.locator("input[type=date]").count()  # month, day, year, calendar
    for _ in range(wanted + stops_within + 1):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        if at and at[0] not in reached:
            reached.add(at[0])
            assert at[1] == ""
    assert len(reached) >= wanted


def test_a_barrier_would_be_found(visitor: Page) -> None:
    visitor.set_content(
        "<!doctype html><img src='/static/img/favicon.svg'><input name='email'><p>" + "wide" * 400
    )

    assert len(barriers(visitor)) >= 2
    assert too_wide(visitor) != []
