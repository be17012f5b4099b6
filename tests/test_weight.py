"""The donate page is light: with everything that it loads, a hundred thousand bytes on the wire, all of them ours."""

import gzip
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from ngoapp.app.compression import Compressed
from ngoapp.core.db import transaction
from tests.donations.factories import make_fund
from tests.organisation.factories import make_organisation

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("organisation")]
AIM = 100_000
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept": "text/html"}
# What a browser fetches for elements, by tag and attribute; links by their rel.
SOURCES = {"img": "src", "script": "src", "source": "src", "iframe": "src", "embed": "src", "object": "data"}
FETCHED_RELS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
# Fonts of these styles are used on the page; italics and scripts beyond Latin are loaded where a text has them.
FONTS_NOT_NEEDED = ("italic", "latin-ext")


def fetch(client: FlaskClient, path: str) -> TestResponse:
    """As a browser asks."""
    answer = client.get(path, headers=BROWSER, buffered=True)
    assert answer.status_code == 200, path
    return answer


def on_the_wire(answer: TestResponse) -> int:
    """Body and headers."""
    return len(answer.get_data()) + len(str(answer.headers))


def text_of(answer: TestResponse) -> str:
    """The body, unpacked."""
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.get_data()) if packed else answer.get_data()).decode()


def wanted_by_page(html: str) -> set[str]:
    """Every file that the page names."""
    tree = HTMLParser(namespaceHTMLElements=False).parse(html)
    found = {element.get(SOURCES[element.tag]) for element in tree.iter() if element.tag in SOURCES}
    for link in tree.iter("link"):
        if FETCHED_RELS & set((link.get("rel") or "").split()):
            found.add(link.get("href"))
    symbols = (element for element in tree.iter() if str(element.tag).endswith("use"))
    found |= {use.get("href", "").partition("#")[0] for use in symbols}
    return {str(name) for name in found if name and not name.startswith("data:")}


def wanted_by_style(path: str, css: str) -> set[str]:
    """Every file that a style sheet names."""
    named = re.findall(r"url\(\s*['\"]?([^'\")]+)", css)
    return {urljoin(path, name) for name in named if not name.startswith(("data:", "#"))}


def all_of_it(client: FlaskClient, path: str) -> dict[str, int]:
    """The page and every file that it makes a browser fetch, with their bytes on the wire."""
    page = fetch(client, path)
    weights, names = {path: on_the_wire(page)}, wanted_by_page(text_of(page))
    while names:
        name = names.pop()
        assert urlsplit(name).netloc == "", f"{name} is somebody else's"
        if name in weights or any(part in name for part in FONTS_NOT_NEEDED):
            continue
        answer = fetch(client, name)
        weights[name] = on_the_wire(answer)
        if answer.mimetype == "text/css":
            names |= wanted_by_style(name, text_of(answer))
    return weights


def test_the_donate_page_with_all_that_it_loads_weighs_at_most_a_hundred_kilobytes(
    client: FlaskClient,
) -> None:
    weights = all_of_it(client, "/donate")
    assert any(name.endswith(".woff2") or ".woff2?" in name for name in weights)
    assert sum(weights.values()) <= AIM, sorted(weights.items(), key=lambda item: -item[1])


def test_what_is_sent_again_is_the_same_and_says_that_it_differs_by_encoding(client: FlaskClient) -> None:
    path = "/static/vendor/bootstrap.min.css"
    first, second = fetch(client, path), fetch(client, path)
    assert first.get_data() == second.get_data()
    assert (first.headers["Content-Encoding"], first.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert int(first.headers["Content-Length"]) == len(first.get_data())
    plain = client.get(path, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(first.get_data()) == plain.get_data()
    again = client.get(path, headers={**BROWSER, "If-None-Match": first.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.get_data()) == (304, b"")


def test_pages_about_people_and_files_that_are_small_or_packed_stay_as_they_are(client: FlaskClient) -> None:
    for path in ("/staff/sign-in", "/healthz", "/static/img/favicon.svg"):
        assert "Content-Encoding" not in fetch(client, path).headers
    assert (
        "Content-Encoding"
        not in client.get("/donate", headers={"Accept-Encoding": "gzip;q=0"}, buffered=True).headers
    )


@pytest.mark.parametrize("status", ["200 OK", "404 NOT FOUND"])
def test_what_is_written_before_the_body_arrives_ahead_of_it(status: str) -> None:
    def wordy(_environ: object, start_response: "StartResponse") -> list[bytes]:
        write = start_response(status, [("Content-Type", "text/plain"), ("Content-Length", "6000")])
        write(b"first " * 500)
        return [b"later " * 500]

    answer = Client(Compressed(wordy)).get("/", headers=BROWSER)
    assert text_of(answer) == "first " * 500 + "later " * 500


@pytest.fixture
def organisation(db: Session) -> None:
    """An organisation that takes gifts."""
    with transaction():
        make_organisation()
        make_fund()
