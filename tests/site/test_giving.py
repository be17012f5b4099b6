"""The donor's own page: every gift of theirs, and nobody else's."""

from datetime import UTC, date, datetime

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core.db import found, transaction
from ngoapp.core.money import Money
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import void_receipt
from tests.acknowledgments.factories import make_published
from tests.donations.factories import make_card_gift, make_cheque
from tests.people.factories import make_person
from tests.receipts.factories import make_receipt
from tests.site.factories import MAILBOX, let_in


@pytest.fixture
def receipt(gift: Gift) -> Receipt:
    return make_receipt(gift)


def test_the_page_shows_the_gift_its_receipt_and_its_thanks(inside: FlaskClient, receipt: Receipt) -> None:
    page = inside.get("/giving")
    html5lib.HTMLParser(strict=True).parse(page.text)
    for words in ("$50.00", "Nov 20, 2026", receipt.number, "Not named in public", MAILBOX, "noindex"):
        assert words in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_receipt_is_downloaded_as_it_was_issued(inside: FlaskClient, receipt: Receipt) -> None:
    answer = inside.get(f"/giving/receipts/{receipt.id}.pdf")
    assert answer.data == receipt.file.content
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_of_another_donor_is_there_whatever_number_is_tried(
    inside: FlaskClient, strangers_gift: Gift
) -> None:
    theirs = make_receipt(strangers_gift)
    page = inside.get("/giving").text
    assert "$77.00" not in page
    assert inside.get(f"/giving/receipts/{theirs.id}.pdf").status_code == 404
    assert inside.get(f"/giving/summaries/{strangers_gift.donor_id}/2026.pdf").status_code == 404
    assert inside.get("/giving/receipts/999999.pdf").status_code == 404


@pytest.mark.parametrize("path", ["", "/receipts/1.pdf", "/summaries/1/2026.pdf", "/fresh"])
def test_who_has_not_opened_a_link_is_led_to_ask_for_one(client: FlaskClient, gift: Gift, path: str) -> None:
    assert client.get(f"/giving{path}").location == "/giving/link"


def test_several_people_with_one_mailbox_see_all_that_they_gave(
    app: Flask, client: FlaskClient, gift: Gift
) -> None:
    with transaction():
        make_card_gift(
            Money(3000, "USD"),
            donor_name="Elizabeth Lewis",
            email="Lewis@example.org",
            charged_at=gift.charged_at,
        )
    let_in(app, client)
    page = client.get("/giving").text
    assert all(words in page for words in ("$50.00", "$30.00", "Elizabeth Lewis"))
    assert page.count(f"Summary of {gift.gift_on.year} for") == 2


def test_a_gift_that_staff_have_not_released_is_not_shown_yet(inside: FlaskClient, gift: Gift) -> None:
    with transaction():
        make_cheque(Money(123400, "USD"), donor=make_person(), message="typed by mistake")
    assert "1,234" not in inside.get("/giving").text


def test_what_went_back_is_said_beside_the_gift(inside: FlaskClient, receipt: Receipt) -> None:
    with transaction():
        gift = found(Gift, receipt.gift_id)
        back = {"gift": gift, "kind": "refund", "moved_on": date(2026, 11, 21)}
        add_movement(source="re_1", amount=Money(-2000, "USD"), **back)  # type: ignore[arg-type]  # as listed
    assert "$20.00 went back; $30.00 stayed with us" in inside.get("/giving").text
    with transaction():
        add_movement(source="re_2", amount=Money(-3000, "USD"), **back)  # type: ignore[arg-type]  # as listed
        void_receipt(receipt.gift_id, reason="The gift was given back in full")
    page = inside.get("/giving").text
    assert "$50.00 went back." in page
    assert "no longer valid" in page


def test_a_year_is_chosen_and_a_strange_one_shows_the_latest(inside: FlaskClient, gift: Gift) -> None:
    with transaction():
        make_card_gift(Money(1900, "USD"), charged_at=datetime(2025, 3, 1, 18, tzinfo=UTC))
    assert "$19.00" not in inside.get("/giving").text
    assert "$19.00" in inside.get("/giving?year=2025").text
    for strange in ("1999", "x", "99999999999999999999"):
        assert "$50.00" in inside.get(f"/giving?year={strange}").text


def test_the_name_that_is_thanked_stands_beside_its_gift(inside: FlaskClient, db: Session) -> None:
    with transaction():
        make_published("Jack and Elizabeth Lewis")
    assert "Thanked as “Jack and Elizabeth Lewis”" in inside.get("/giving").text


def test_a_person_without_a_gift_finds_a_kind_page(app: Flask, client: FlaskClient, gift: Gift) -> None:
    with transaction():
        make_person("Ana Ruiz", "ana@example.org")
    let_in(app, client, "ana@example.org")
    assert "No gifts yet" in client.get("/giving").text
