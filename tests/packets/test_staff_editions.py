"""The packets themselves: uploaded, sent and stopped."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.packets.kits.models import Edition
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, packet_pdf
from tests.packets.pages import error_of, key_on, page, valid


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


@pytest.fixture
def staff(db: Session, client: FlaskClient) -> FlaskClient:
    """A browser in which somebody of the packet desk is signed in."""
    sign_in(client, saved_staff("packet desk"))
    return client


def test_an_edition_is_uploaded_sent_and_stopped(db: Session, staff: FlaskClient) -> None:
    key = key_on(page(staff, "/staff/packets/editions/new"))
    for _ in range(2):
        file = (io.BytesIO(packet_pdf(5)), "packet.pdf")
        fields = {
            "name": "First steps",
            "language": "es",
            "label": "2026/2",
            "active": "y",
            "reviewed_on": "",
        }
        staff.post("/staff/packets/editions/new", data={**fields, "action_key": key, "file": file})
    edition = db.scalars(select(Edition).where(Edition.language == "es")).one()
    assert (edition.pages, edition.reviewed_on) == (5, None)
    assert page(staff, "/staff/packets/editions/").count("Goes out") == 2
    staff.post(f"/staff/packets/editions/{edition.id}/stop")
    assert page(staff, "/staff/packets/editions/").count("Goes out") == 1
    staff.post(f"/staff/packets/editions/{edition.id}/send")
    assert page(staff, "/staff/packets/editions/").count("Goes out") == 2


@pytest.mark.parametrize("path", ["new", "1/review"])
def test_a_review_that_is_still_to_come_is_refused_beside_its_field(
    db: Session, staff: FlaskClient, path: str
) -> None:
    data = {
        "name": "First steps",
        "language": "en",
        "label": "2",
        "reviewer": "Dr. Abara",
        "reviewed_on": "9999-01-01",
        "file": (io.BytesIO(packet_pdf()), "packet.pdf"),
    }
    html = valid(staff.post(f"/staff/packets/editions/{path}", data=data))
    assert "still to come" in error_of(html, "reviewed_on")
    assert set(db.scalars(select(Edition.reviewed_on))) == {None}


@pytest.mark.parametrize("weight", ["sNaN", "NaN", "Infinity", "1e999999", "9" * 400])
def test_a_weight_is_written_in_figures(staff: FlaskClient, weight: str) -> None:
    html = valid(staff.post("/staff/packets/editions/new", data={"weight": weight}))
    assert "in grams, such as 28.35" in error_of(html, "weight")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a", "This file is not a PDF"),
        (b"%PDF-1.7\nnothing", "This file is not a PDF"),
    ],
)
def test_what_is_no_pdf_is_refused_beside_the_field(
    db: Session, staff: FlaskClient, content: bytes, sentence: str
) -> None:
    data = {
        "name": "First steps",
        "language": "en",
        "label": "2",
        "file": (io.BytesIO(content), "x.pdf"),
    }
    html = valid(staff.post("/staff/packets/editions/new", data=data))
    assert sentence in error_of(html, "file")
    assert 'value="First steps"' in html
