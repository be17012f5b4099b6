"""What people do at the pages, for the tests that follow them from one end to the other."""

import json
import re
import time
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

PATIENCE = 20.0
MOST_TABS = 90


def fill_in_donation(page: Page, name: str, email: str) -> None:
    """Give a hundred dollars and agree to be named."""
    page.goto("/donate")
    page.get_by_role("radio", name="$100", exact=True).check(force=True)  # the card around it takes the click
    page.get_by_label("Your name", exact=True).fill(name)
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("radio", name="By name, on the website").check()


def go_to_payment(page: Page) -> None:
    """On to the page where one pays."""
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Donation to")


def pay(page: Page, button: str = "Pay $") -> None:
    """Press a button of the payment page."""
    page.get_by_role("button", name=button).first.click()


def settled(page: Page, path: str, holds: Callable[[Page], bool]) -> None:
    """Look at a page again and again until it shows what the worker has done."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page.goto(path)
        if holds(page):
            return
        time.sleep(0.2)
    raise AssertionError(f"{path} still says: {page.locator('body').inner_text()[:2000]}")


def shows(text: str) -> Callable[[Page], bool]:
    """Whether the page has these words."""
    return lambda page: text in page.locator("body").inner_text()


def without(text: str) -> Callable[[Page], bool]:
    """Whether the page does not have these words."""
    return lambda page: text not in page.locator("body").inner_text()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {target}")


def type_into(page: Page, label: str, text: str) -> None:
    """Go to a field with the Tab key and fill it in."""
    tab_to(page, page.get_by_label(re.compile(f"^{label}")).first)
    page.keyboard.type(text)


def link_in(message: dict[str, str], path: str) -> str:
    """The address in a mail's text that has `path` in it."""
    return next(word for word in message["text"].split() if path in word)


def text_at(page: Page, size: str) -> float:
    """Set letters at this size, as people with tired eyes do; how tall those of a paragraph are, in pixels."""
    return float(
        page.evaluate(
            """size => { document.documentElement.style.fontSize = size
            return parseFloat(getComputedStyle(document.querySelector("main p, main li, main label")).fontSize) }""",
            size,
        )
    )


def too_wide(page: Page) -> list[str]:
    """Where the page scrolls sideways: how wide it is, and what sticks out."""
    return list(
        page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [`${document.documentElement.scrollWidth} pixels`,
             ...[...document.body.querySelectorAll("*")].filter(
               e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))]"""
        )
    )


def barriers(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds, by these of its rules or by all of them; a line for each place."""
    chosen = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(document, options)", {**chosen, "resultTypes": ["violations"]})
    return [
        f"{each['id']}: {node['html']} {_why(node)}" for each in found["violations"] for node in each["nodes"]
    ]


def _why(node: dict[str, list[dict[str, str]]]) -> str:
    return json.dumps([check["message"] for kind in ("any", "all", "none") for check in node[kind]])
