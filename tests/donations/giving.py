"""What a donor does at the form, for tests."""

from flask.testing import FlaskClient
from html5lib import HTMLParser
from werkzeug.test import TestResponse

FILLED = {
    "every": "once",
    "amount": "5000",
    "donor_name": "Jack and Elizabeth Lewis",
    "email": "lewis@example.org",
    "thanks": "not-named",
}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page, which must be valid HTML."""
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return next(str(field.get("value")) for field in tree.iter("input") if field.get("name") == name)


def filled(client: FlaskClient, path: str = "/donate", **changes: str) -> dict[str, str]:
    """The form as a donor fills it in."""
    page = client.get(path).text
    fund = {} if "fund_id" in changes else {"fund_id": hidden(page, "fund_id")}
    kept = {name: hidden(page, name) for name in ("action_key", "currency_code")}
    return {**FILLED, **fund, **kept, **changes}


def give(client: FlaskClient, form: dict[str, str] | None = None, /, **changes: str) -> TestResponse:
    """Press the button."""
    return client.post("/donate", data=form or filled(client, **changes))
