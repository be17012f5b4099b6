"""Donors at their browsers: several at once, who press a button again when there was no answer."""

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPException
from threading import Event
from urllib.parse import urlsplit

from tests.sandbox.shop import Answer, ask

DONORS = 4
NAMES = 30  # so that most of them give more than once
AMOUNTS = ("2500", "5000", "10000")
PATIENCE = 60.0  # seconds for one press of a button, with all its repeats
TWICE, NEVER = 0.2, 0.1  # how many press twice although there was an answer, and how many do not pay
AGAIN = ("Nothing was charged", "press the button again")  # what a donor reads who is asked for patience


class HiddenFields(HTMLParser):
    """What a form sends along without showing it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.values[found.get("name") or ""] = found.get("value") or ""


class Browser:
    """Keeps its cookie, and asks again where a connection breaks."""

    def __init__(self) -> None:
        self._cookie = ""

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._until(lambda answer: answer.status == 200, "GET", address)

    def press(self, address: str, form: dict[str, str]) -> str:
        """Send a form until it leads somewhere; where."""
        return self._until(lambda answer: answer.status == 303, "POST", address, form).headers["Location"]

    def _until(
        self, fine: Callable[[Answer], bool], method: str, address: str, form: dict[str, str] | None = None
    ) -> Answer:
        parts, deadline = urlsplit(address), time.monotonic() + PATIENCE
        site, path = f"{parts.scheme}://{parts.netloc}", parts.path
        while True:
            try:
                answer = ask(site, method, path, form=form, headers={"Cookie": self._cookie})
            except (OSError, HTTPException):
                answer = None
            if answer and fine(answer):
                self._cookie = answer.headers.get("Set-Cookie", self._cookie).partition(";")[0]
                return answer
            assert answer is None or any(words in answer.text for words in AGAIN), (
                f"{answer.status} {address}\n{answer.text}"
            )
            assert time.monotonic() < deadline, f"no answer from {address}"
            time.sleep(0.1)


@dataclass
class Donors:
    """They give until told to stop, and wait while there is a `crowd`: on a slow machine work would pile up.

    `paid` are the payment pages on which they have seen a payment through."""

    site: str
    seed: int
    crowd: Callable[[], bool]
    paid: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ended = Event()
        self._pool = ThreadPoolExecutor(DONORS)
        self._at_work: list[Future[None]] = []

    def start(self) -> None:
        """Let them give."""
        self._at_work = [self._pool.submit(self._give_again_and_again, number) for number in range(DONORS)]

    def stop(self) -> None:
        """Let them finish what they are at. Raises what went wrong for one of them."""
        self._ended.set()
        self._pool.shutdown()
        self.check()

    def wait_until_paid(self, gifts: int) -> None:
        """Let them give until so many gifts are paid."""
        while len(self.paid) < gifts:
            self.check()
            time.sleep(0.1)

    def check(self) -> None:
        """Raise what went wrong, if something has."""
        for donor in self._at_work:
            if donor.done():
                donor.result()

    def _give_again_and_again(self, number: int) -> None:
        chance = random.Random(f"{self.seed}-{number}")
        while not self._ended.wait(chance.uniform(0, 0.3)):
            if not self.crowd():
                self._give(chance)

    def _give(self, chance: random.Random) -> None:
        browser, form_page = Browser(), f"{self.site}/donate"
        form = HiddenFields(browser.get(form_page).text).values | _filled(chance)
        page = browser.press(form_page, form)
        if chance.random() < TWICE:
            assert browser.press(form_page, form) == page, "two presses led to two payment pages"
        if chance.random() < NEVER:
            return
        thanks = browser.press(page, {"action": "pay"})
        self.paid.append(urlsplit(page).path.rpartition("/")[2])
        browser.get(thanks)


def _filled(chance: random.Random) -> dict[str, str]:
    who = chance.randrange(NAMES)
    return {
        "every": "once",
        "amount": chance.choice(AMOUNTS),
        "donor_name": f"Donor Number {who}",
        "email": f"donor-{who}@example.org",
        "thanks": chance.choice(["named", "not-named"]),
    }
