"""Tributes on paper: letters for window envelopes and cards to fold, and never an amount."""

from io import BytesIO

import pikepdf
import pytest
from html5lib import HTMLParser
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.donations.tributes.letter import NOT_NAMED, card_of, compose
from ngoapp.donations.tributes.models import HonoureeAnswer
from ngoapp.donations.tributes.notices import letter_of
from ngoapp.donations.tributes.paper import draw_card, draw_letter
from ngoapp.donations.tributes.questions import ask_by_mail
from tests.accounts.fixtures import StaffClient
from tests.donations.tributes import BY_POST, TOM, make_tribute, make_wish, release

pytestmark = pytest.mark.usefixtures("organisation")


def read(pdf: bytes) -> str:
    """Every word of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_a_letter_to_the_very_person_says_your_honor(db: Session) -> None:
    tribute = make_tribute(
        make_wish(**{**BY_POST, "recipient_name": "Dr. Rosa Diaz"}, kind="honor", honouree_name="Rosa Diaz")
    )
    assert tribute.recipient
    letter = compose(tribute.recipient, [tribute])
    assert letter.opening("NSN") == "A gift has come to NSN in your honor, from:"
    assert "In your honor" in read(draw_letter(letter))
    assert "In honor of Rosa Diaz" in read(draw_card(letter))
    assert "by 13 givers" in read(draw_card(compose(tribute.recipient, [tribute] * 13)))


def test_a_letter_of_many_gifts_goes_over_several_pages_and_is_the_same_bytes_each_time(db: Session) -> None:
    tribute = make_tribute(make_wish(**BY_POST, message="Łukasz 𓀀 陳"))
    assert tribute.recipient
    letter = compose(tribute.recipient, [tribute] * 60)
    pdf = draw_letter(letter)
    assert pdf == draw_letter(letter)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) > 1
        assert document.Root.MarkInfo.Marked
    with pikepdf.open(BytesIO(draw_card(compose(tribute.recipient, [tribute])))) as document:
        assert len(document.pages) == 1


def test_who_would_rather_not_be_named_is_not(db: Session) -> None:
    tribute = make_tribute(make_wish(**TOM, donor_named=False), donor_name="Secret Giver")
    assert [giver.name for giver in letter_of(release(tribute)).givers] == [NOT_NAMED]
    assert "Secret" not in read(draw_card(card_of(tribute)))


def test_a_question_on_paper_is_asked_once_and_printed_with_a_slip_to_send_back(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        honouree = make_tribute(make_wish(kind="honor", honouree_name="Rosa Diaz")).honouree
    assert honouree
    finance, path = staff_client("finance"), f"/staff/tributes/{honouree.id}"
    HTMLParser(strict=True).parse(finance.get(f"{path}/ask-on-paper").text)
    for _ in range(2):
        assert finance.post(f"{path}/ask-on-paper", data={"name": "Rosa Diaz"}).location == path
    db.rollback()
    (asked,) = db.scalars(select(HonoureeAnswer))
    assert (asked.honouree.answer, asked.source) == ("asked", "letter")
    letter = f"/staff/tributes/questions/{asked.id}.pdf"
    assert letter in finance.get(path).text
    words = read(finance.get(letter).data)
    for said in (
        "Dear Rosa Diaz",
        "People give to us in your honor",
        "Yes, you may show the name",
        "send back",
    ):
        assert said in words
    with pikepdf.open(BytesIO(finance.get(letter).data)) as document:
        assert len(document.pages) == 1
    with transaction():
        mailed = ask_by_mail(honouree.id, name="Rosa Diaz", email="rosa@example.org")
    assert finance.get(f"/staff/tributes/questions/{mailed.id}.pdf").status_code == 404
