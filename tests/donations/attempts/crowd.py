"""People and machines at the form, each from an address of their own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import count
from json import loads
from typing import cast

from altcha import Challenge, Payload, solve_challenge
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import truth_behind
from tests.donations.giving import FILLED
from tests.fakes import FakeStripe

BEGIN = datetime.now(UTC) + timedelta(days=1)  # ahead, so that no job is overdue when a test ends
HERE = "198.51.100.7"
numbers = count(1)


@dataclass
class Visitor:
    """Somebody, or something, at the form. `fund` is what the gifts are for."""

    client: FlaskClient
    fund: int
    address: str = HERE
    fields: dict[str, str] = field(default_factory=dict)

    def send(self, **changes: str) -> TestResponse:
        """Fill in a new form and press the button."""
        self.fields = {
            **FILLED,
            "fund_id": str(self.fund),
            "action_key": f"form-{next(numbers):0>30}",
            **changes,
        }
        return self._post(self.fields)

    def press(self, page: TestResponse, **way: str) -> TestResponse:
        """Press a button of the page that came instead of the payment, with the sum done."""
        return self._post({**typed_on(page), "proof": solved(page), **way})

    def give(self, **changes: str) -> TestResponse:
        """The same as a browser with scripts: what asks for a sum gets one, without a press."""
        answer = self.send(**changes)
        return self.press(answer) if "data-proof-sends" in answer.text else answer

    def _post(self, fields: dict[str, str]) -> TestResponse:
        return self.client.post("/donate", data=fields, environ_base={"REMOTE_ADDR": self.address})


def solved(page: TestResponse) -> str:
    """The sum of a page, done."""
    found = re.search(r'data-proof="([^"]+)"', page.text)
    assert found
    challenge = Challenge.from_dict(loads(unescape(found[1])))
    solution = solve_challenge(challenge)
    assert solution
    return Payload(challenge, solution).to_base64()


def typed_on(page: TestResponse) -> dict[str, str]:
    """What the page carries on of the form."""
    found = re.findall(r'<input name="([^"]+)" type="hidden" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found if name not in {"proof", "csrf_token"}}


def address(number: int) -> str:
    """An address in a block of its own."""
    return f"{10 + number // 250}.{number % 250}.113.5"


@contextmanager
def after(seconds: float) -> Iterator[None]:
    """So long after the beginning."""
    with clock.at(BEGIN + timedelta(seconds=seconds)):
        yield


def tell(bank: FakeStripe, what: str) -> None:
    """Let it happen, and have it told."""
    deed, page = what.split()
    card = f"card-{page}"
    payment = bank.decline(page, card) if deed == "decline" else bank.pay(page, card=card)
    truth = truth_behind(cast(StripeApi, bank), payment)
    with transaction():
        settle(truth, livemode=False)
