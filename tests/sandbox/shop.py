"""What a merchant and a payer do: the set-up of most tests here."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import stripe

from ngoapp.sandbox import RunningSandbox


@dataclass(frozen=True)
class Answer:
    """An HTTP answer, redirects not followed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.text)


def ask(
    base: str,
    method: str,
    path: str,
    *,
    form: dict[str, str] | None = None,
    body: Any = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """One request, as a script or (with the right headers) a browser makes it."""
    headers = dict(headers or {})
    data = None
    if form is not None:
        data = urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    elif body is not None:
        data = json.dumps(body)
        headers["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
    try:
        connection.request(method, path, data, headers)
        response = connection.getresponse()
        return Answer(response.status, dict(response.headers), response.read())
    finally:
        connection.close()


class Shop:
    """A merchant's client and the payers that it sends to the checkout page."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        self.url = sandbox.url
        self.smtp_port = sandbox.smtp_port
        self.stripe = self.client()

    def client(self, retries: int = 0) -> stripe.StripeClient:
        return stripe.StripeClient(
            "sk_test_of_the_tests", base_addresses={"api": self.url}, max_network_retries=retries
        )

    def params(self, **changes: Any) -> Any:
        """The parameters of a session for $25.00; a change to None leaves one out."""
        product = {"name": "Donation"}
        price = {"currency": "usd", "unit_amount": 2500, "product_data": product}
        usual: dict[str, Any] = {
            "mode": "payment",
            "success_url": "https://charity.example/thanks?s={CHECKOUT_SESSION_ID}",
            "cancel_url": "https://charity.example/donate",
            "customer_email": "ana@example.org",
            "line_items": [{"quantity": 1, "price_data": price}],
        }
        return {name: value for name, value in (usual | changes).items() if value is not None}

    def session(self, **changes: Any) -> stripe.checkout.Session:
        return self.stripe.v1.checkout.sessions.create(self.params(**changes))

    def again(self, session: stripe.checkout.Session, *expand: str) -> Any:
        return self.stripe.v1.checkout.sessions.retrieve(session.id, {"expand": list(expand)})

    def press(self, session: stripe.checkout.Session, action: str, **form: str) -> Answer:
        return self.post(f"/c/pay/{session.id}", action=action, **form)

    def paid_session(self, **changes: Any) -> Any:
        """A session that was paid, with everything that came of it."""
        session = self.session(**changes)
        assert self.press(session, "pay").status == 303
        return self.again(session, "payment_intent.latest_charge.balance_transaction")

    def get(self, path: str, **headers: str) -> Answer:
        return ask(self.url, "GET", path, headers=headers)

    def post(self, path: str, **form: str) -> Answer:
        return ask(self.url, "POST", path, form=form)

    def post_json(self, path: str, body: Any) -> Answer:
        return ask(self.url, "POST", path, body=body)

    def switch(self, **changes: Any) -> Any:
        answer = self.post_json("/switches.json", changes)
        assert answer.status == 200, answer.text
        return answer.json()

    def raw(self, path: str, headers: dict[str, str] | None = None, **form: str) -> Answer:
        """A write request without the help of stripe-python."""
        usual = {"Authorization": "Bearer sk_test_of_the_tests"}
        return ask(self.url, "POST", f"/v1{path}", form=form, headers=usual | (headers or {}))
