"""Somebody who works with a keyboard alone. There is no mouse in this file, and every key that moves is counted."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_STOPS = 90
IS_HERE = "element => element === document.activeElement"
IS_IN_THIS_GROUP = "element => document.activeElement.name === element.name"
IS_BEFORE = (
    "element => document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING"
)
IS_INSIDE = "element => element.contains(document.activeElement)"


@dataclass
class Keyboard:
    """The keys of somebody at a page. `steps` counts those that move, tick and press, `letters` what is typed."""

    page: Page
    steps: int = 0
    letters: int = 0

    def key(self, name: str) -> None:
        """One key that is no text."""
        self.page.keyboard.press(name)
        self.steps += 1

    def text(self, text: str) -> None:
        """What is typed."""
        self.page.keyboard.type(text)
        self.letters += len(text)

    def go(self, letter: str) -> None:
        """Go to another part of the staff's pages, as the list of keys says."""
        self.key("g")
        with self.page.expect_navigation():
            self.key(letter)
        self.past_the_head()

    def past_the_head(self) -> None:
        """Skip what is the same on every page."""
        if not self.page.locator("main").evaluate(IS_INSIDE):
            self.key("Tab")
            self.key("Enter")

    def to(self, target: Locator, reached: str = IS_HERE, key: str = "") -> None:
        """Press Tab, or with Shift where the way is back, until the focus is there; or another key."""
        key = key or ("Shift+Tab" if target.evaluate(IS_BEFORE) else "Tab")
        for _ in range(MOST_STOPS):
            if target.evaluate(reached):
                return
            self.key(key)
        raise AssertionError(f"{key} does not lead to {target}")

    def write(self, label: str, text: str) -> None:
        """Go to a field, and type."""
        self.to(self._shown("textbox", label))
        self.text(text)

    def pick(self, label: str, words: str) -> None:
        """Go to a list, and type the beginning of what it shall hold: without a space, which may open the list."""
        field = self._shown("combobox", label)
        self.to(field)
        self.text(words)
        assert field.evaluate("list => list.selectedOptions[0].label").startswith(words)

    def tick(self, label: str) -> None:
        """Go to a box, and tick it if it is not."""
        box = self.page.get_by_role("checkbox", name=re.compile(f"^{label}"))
        if not box.is_checked():
            self.to(box)
            self.key("Space")
        assert box.is_checked()

    def choose(self, words: str) -> None:
        """Go to a group of which one is to be chosen, and go through it with an arrow."""
        choice = self.page.get_by_role("radio", name=re.compile(f"^{words}")).first
        if not choice.is_checked():
            self.to(choice, IS_IN_THIS_GROUP)
            self.to(choice, key="ArrowDown")
        if not choice.is_checked():
            self.key("Space")
        assert choice.is_checked()

    def press(self, role: str, words: str, key: str = "Enter") -> None:
        """Go to a button or a link, and press Enter."""
        self.to(self._shown(role, words))
        self.key(key)

    def send(self, button: str) -> None:
        """Press a button, and go on where the page that follows begins."""
        with self.page.expect_navigation():
            self.press("button", button)
        self.past_the_head()

    def _shown(self, role: str, words: str) -> Locator:
        found = self.page.get_by_role(role, name=re.compile(f"^({words})"))  # type: ignore[arg-type]  # a role
        return found.locator("visible=true").first
