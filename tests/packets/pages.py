"""What the tests of pages share: reading a page strictly, and what a browser would send back."""

import re

from flask.testing import FlaskClient
from html5lib import HTMLParser
from werkzeug.test import TestResponse

from tests.fakes import FakeSmtp
from tests.packets.factories import HOME

POST = {"way": "post", "language": "en", "name": "Ana Ruiz", "agree": "y", **HOME}
EMAIL = {"way": "email", "language": "en", "email": "ana@example.org", "agree": "y"}


def page(client: FlaskClient, path: str) -> str:
    """The page at `path`, which must be there and be valid HTML."""
    return valid(client.get(path))


def valid(answer: TestResponse, status: int = 200) -> str:
    """The answer's HTML, parsed strictly."""
    assert answer.status_code == status
    HTMLParser(strict=True).parse(answer.text)
    return answer.text


def key_on(html: str) -> str:
    """The key of the form on a page."""
    found = re.search(r'name="action_key" type="hidden" value="([^"]+)"', html)
    assert found
    return found[1]


def error_of(html: str, field: str) -> str:
    """The sentence beside a field."""
    found = re.search(rf'id="{field}-error">(.*?)</p>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()).removeprefix("Error: ") if found else ""


def mailed_path(outgoing: FakeSmtp) -> str:
    """The path of the link in the last mail."""
    text = outgoing.sent[-1].get_body(("plain",))
    assert text
    lines: list[str] = text.get_content().splitlines()
    address = next(line for line in lines if line.startswith("http"))
    return address.removeprefix("http://localhost").strip()
