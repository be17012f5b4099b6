"""Donors who give all the time, and try again as a browser and a patient person would."""

import http.client
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

HIDDEN = re.compile(r'<input name="(\w+)" type="hidden" value="([^"]*)">')
PATIENCE = 60  # seconds
PAUSE = (0.3, 1.2)  # seconds between two gifts of a donor
Failure = (OSError, http.client.HTTPException)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """Show where an answer leads, and stay."""


class Donor(threading.Thread):
    """Gives again and again until told to stop; `paid` counts the payment pages on which this donor has paid."""

    def __init__(self, number: int, site: str, stopping: threading.Event) -> None:
        super().__init__(name=f"donor-{number}", daemon=True)
        self.number, self.site, self.stopping = number, site, stopping
        self.random = random.Random(number)
        self.paid = 0
        self.trouble: Exception | None = None

    def run(self) -> None:
        """Give until told to stop."""
        try:
            while not self.stopping.wait(self.random.uniform(*PAUSE)):
                self.give()
        except Exception as trouble:  # noqa: BLE001 - the test that started the thread shows it
            self.trouble = trouble

    def give(self) -> None:
        """One gift, from the form to the payment page and its button."""
        browser = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self._until_it_works(browser, f"{self.site}/donate", None, wanted=200)[1]
        form = {
            **dict(HIDDEN.findall(page)),
            "fund_id": "1",
            "amount": self.random.choice(["2500", "5000", "10000"]),
            "donor_name": f"Donor {self.number}",
            "email": f"donor{self.number}@example.org",
            "thanks": "not-named",
            "country_code": "US",
        }
        pay = self._until_it_works(browser, f"{self.site}/donate", form, wanted=303)[0]
        if "/c/pay/" in pay:
            self._until_it_works(browser, pay, {"action": "pay"}, wanted=303)
            self.paid += 1

    def _until_it_works(
        self,
        browser: urllib.request.OpenerDirector,
        address: str,
        form: dict[str, str] | None,
        *,
        wanted: int,
    ) -> tuple[str, str]:
        """Where the answer leads, and its page; the same request again until it gets the answer it should."""
        data = urllib.parse.urlencode(form).encode() if form else None
        until = time.monotonic() + PATIENCE
        got: object = None
        while time.monotonic() < until:
            try:
                with browser.open(address, data, timeout=10) as answer:
                    got = answer.status
                    if got == wanted:
                        return "", answer.read().decode()
            except urllib.error.HTTPError as answer:
                got = answer.code
                if got == wanted:
                    return answer.headers["Location"], ""
                answer.close()
            except Failure as failure:
                got = failure
            time.sleep(0.05)
        raise AssertionError(f"{address} does not come round: {got}")
