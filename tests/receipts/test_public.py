"""The receipt behind its link: for a year, until revoked, and for nobody without it."""

import re
from datetime import timedelta

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.receipts.jobs import issue
from ngoapp.receipts.links import give_link, revoke_links, token_of
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import void_receipt
from ngoapp.receipts.queries import active_receipt
from tests.donations.factories import make_card_gift
from tests.organisation.factories import make_organisation
from tests.receipts.factories import this_years


@pytest.fixture
def receipt(db: Session) -> Receipt:
    with transaction():
        make_organisation()
        gift_id = make_card_gift().id
    issue(gift_id)
    receipt = active_receipt(gift_id)
    assert receipt
    return receipt


@pytest.fixture
def address(app: Flask, receipt: Receipt) -> str:
    secret = app.config["SECRET_KEY"]
    with transaction():
        return f"/receipts/{token_of(give_link(receipt, secret=secret), secret=secret)}"


def test_the_link_shows_the_receipt_and_is_kept_by_nobody(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert this_years(1) in page.text
    assert "No goods or services were provided" in page.text
    assert "noindex" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_pdf_is_the_very_bytes_that_were_issued(
    client: FlaskClient, receipt: Receipt, address: str
) -> None:
    answer = client.get(f"{address}.pdf")
    assert answer.data == receipt.file.content
    assert answer.headers["Content-Disposition"] == f"attachment; filename={this_years(1)}.pdf"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_a_link_that_is_unknown_revoked_or_a_year_old_finds_nothing(
    client: FlaskClient, receipt: Receipt, address: str, ending: str
) -> None:
    with clock.at(clock.now() + timedelta(days=366)):
        old = client.get(address + ending)
    with transaction():
        assert revoke_links(receipt) == 1
        assert revoke_links(receipt) == 0
    revoked, unknown = client.get(address + ending), client.get(f"/receipts/nobody{ending}")
    assert [old.status_code, revoked.status_code, unknown.status_code] == [404, 404, 404]
    assert revoked.text == unknown.text


def test_a_void_receipt_says_so_on_the_page_and_on_paper(
    client: FlaskClient, receipt: Receipt, address: str
) -> None:
    with transaction():
        void_receipt(receipt.gift_id, reason="The gift was given back in full")
    assert re.search(
        r"This receipt is void\.</strong> The gift was given back in full", client.get(address).text
    )
    assert client.get(f"{address}.pdf").data != receipt.file.content
