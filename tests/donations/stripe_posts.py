"""Events as Stripe posts them."""

import hashlib
import hmac
import json
from itertools import count

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ngoapp.core import clock
from tests.fakes import WEBHOOK_SECRET

numbers = count(1)


def event(type: str, object_id: str, **changes: object) -> dict[str, object]:
    """An event in outline: what else Stripe puts into it is not read."""
    return {
        "id": f"evt_{next(numbers)}",
        "object": "event",
        "type": type,
        "livemode": False,
        "data": {"object": {"id": object_id}},
        **changes,
    }


def signature(body: bytes, *, age: int = 0, secret: str = WEBHOOK_SECRET) -> str:
    """The header for a body that was signed `age` seconds ago."""
    moment = int(clock.now().timestamp()) - age
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def post(client: FlaskClient, body: object, *, header: str | None = None, age: int = 0) -> TestResponse:
    """Post an event (or bytes) to the webhook, signed unless a header is given."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signed = signature(raw, age=age) if header is None else header
    return client.post("/webhooks/stripe", data=raw, headers={"Stripe-Signature": signed})
