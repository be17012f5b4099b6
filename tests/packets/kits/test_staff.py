"""The pages on which staff keep kits, the shelf and recalls."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.packets.kits.contents import usual_kit
from ngoapp.packets.kits.models import Edition, Kit, Recall
from ngoapp.packets.kits.stock import Balance, balances
from ngoapp.packets.queries import waiting
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request
from tests.packets.kits.factories import arrive, make_item, make_kit
from tests.packets.pages import POST, error_of, page, valid
from tests.work import work_off

STOCK = "/staff/packets/stock/1"


@pytest.fixture
def staff(app: Flask, db: Session, client: FlaskClient) -> FlaskClient:
    """Somebody at the packet desk, with one leaflet."""
    with transaction():
        make_organisation()
        make_edition(name="First steps")
    sign_in(client, saved_staff("packet desk"))
    return client


def on_hand(edition_id: int = 1) -> Balance:
    """What the books say."""
    return balances([edition_id])[edition_id]


def test_a_kit_is_made_filled_and_changed(db: Session, staff: FlaskClient) -> None:
    with transaction():
        card = make_item("Card")
    fields = {
        "name": "For family",
        "envelope": "12.5",
        "position": "2",
        "active": "y",
        f"copies_{card.id}": "2",
    }
    answer = staff.post("/staff/packets/kits/new", data=fields)
    assert answer.status_code == 303
    kit = db.scalars(select(Kit).where(Kit.name == "For family")).one()
    assert (kit.envelope_mg, [(part.item_id, part.copies) for part in kit.parts]) == (12_500, [(card.id, 2)])
    staff.post(f"/staff/packets/kits/{kit.id}", data={**fields, "copies_1": "1", f"copies_{card.id}": "0"})
    db.expire_all()
    assert [(part.item_id, part.copies) for part in kit.parts] == [(1, 1)]
    assert "Complete in English" in page(staff, "/staff/packets/kits/")


def test_the_last_kit_stays_on_the_form(staff: FlaskClient) -> None:
    fields = {"name": "General information", "envelope": "10", "position": "1", "copies_1": "1"}
    html = valid(staff.post("/staff/packets/kits/1", data=fields))
    assert "only kit" in error_of(html, "active")


def test_who_asks_chooses_between_kits_only_where_there_are_two(db: Session, staff: FlaskClient) -> None:
    assert "Which packet?" not in page(staff, "/info-packet")
    with transaction():
        kit = make_kit("For family and friends", items={usual_kit().parts[0].item: 1})
    html = page(staff, "/info-packet")
    assert "Which packet?" in html
    assert "For family and friends" in html
    staff.post("/info-packet", data={**POST, "kit": str(kit.id)})
    assert "For family and friends" in page(staff, "/staff/packets/1")


def test_a_lot_comes_is_counted_and_the_books_say_so(staff: FlaskClient) -> None:
    lot = {"quantity": "150", "cost": "93.50", "printed_on": "2026-10-01", "action_key": "k" * 24}
    for _ in range(2):
        assert staff.post(f"{STOCK}/lot", data=lot).status_code == 303
    assert on_hand() == Balance(150, 0)
    assert "The books say 150" in page(staff, f"{STOCK}/count")
    staff.post(f"{STOCK}/count", data={"counted": "143", "reason": "damaged"})
    html = page(staff, STOCK)
    assert on_hand() == Balance(143, 0)
    for words in ("The books say 143 now", "Damaged or wet", "-7", "$93.50"):
        assert words in html


@pytest.mark.parametrize("typed", ["", "-1", "many"])
def test_a_count_is_a_whole_number(staff: FlaskClient, typed: str) -> None:
    html = valid(staff.post(f"{STOCK}/count", data={"counted": typed}))
    assert error_of(html, "counted")


def test_the_desk_says_when_to_order(staff: FlaskClient) -> None:
    assert waiting()["leaflets_to_reorder"] == 0
    with transaction():
        arrive(usual_edition(), 40)
    staff.post(f"{STOCK}/reorder", data={"copies": "50"})
    assert waiting()["leaflets_to_reorder"] == 1
    assert "Order more" in page(staff, "/staff/packets/stock/")


def usual_edition() -> Edition:
    """The leaflet."""
    return usual_kit().parts[0].item.editions[0]


def test_an_overdue_review_holds_the_mail_until_staff_let_it_go(db: Session, staff: FlaskClient) -> None:
    review = {"reviewer": "Dr. Abara", "reviewed_on": "2020-01-01"}
    staff.post("/staff/packets/editions/1/review", data=review)
    with transaction():
        request = make_email_request()
    staff.post(f"/staff/packets/{request.id}/approve")
    assert "medical review" in page(staff, f"/staff/packets/{request.id}")
    assert "Let it go out for now" in page(staff, "/staff/packets/editions/")
    until = clock.now().date() + timedelta(days=200)
    staff.post("/staff/packets/editions/1/override", data={"until": str(until), "reason": "checked"})
    staff.post(f"/staff/packets/{request.id}/approve")
    assert "link is on its way" in page(staff, f"/staff/packets/{request.id}")
    entry = db.scalars(select(AuditEntry).where(AuditEntry.action == "packet_edition.overridden")).one()
    assert entry.detail == {"until": str(until), "reason": "checked"}


def test_a_recall_is_worked_from_its_page_and_each_reading_is_entered(
    app: Flask, db: Session, staff: FlaskClient
) -> None:
    with transaction():
        make_email_request("ana@example.org")
    work_off(app)
    answer = staff.post("/staff/packets/recalls/new/1", data={"reason": "The number is wrong."})
    assert answer.status_code == 303
    recall = db.scalars(select(Recall)).one()
    html = page(staff, f"/staff/packets/recalls/{recall.id}")
    assert "ana@example.org" in html
    assert "Not told yet" in html
    staff.post(f"/staff/packets/recalls/{recall.id}", data={"letter": "Please throw it away."})
    staff.post(f"/staff/packets/recalls/{recall.id}/queue")
    assert "Mail on its way" in page(staff, f"/staff/packets/recalls/{recall.id}")
    assert db.scalars(select(AuditEntry).where(AuditEntry.action == "packet_recall.viewed")).first()
    assert waiting()["recalls_open"] == 1
    staff.post(f"/staff/packets/recalls/{recall.id}/end")
    assert waiting()["recalls_open"] == 0


def test_the_page_of_a_link_says_kindly_that_a_leaflet_is_withdrawn_and_offers_the_newer(
    app: Flask, staff: FlaskClient, outgoing: object
) -> None:
    with transaction():
        make_email_request("ana@example.org")
    work_off(app)
    mail = outgoing.sent[0].get_body(("plain",)).get_content()  # type: ignore[attr-defined]  # a FakeSmtp
    found = re.search(r"/packets/\S+", mail)
    assert found
    staff.post("/staff/packets/recalls/new/1", data={"reason": "The number is wrong."})
    html = page(staff, found[0])
    assert "The number is wrong." in html
    assert "Download the packet" not in html
    with transaction():
        make_edition(name="First steps, mended")
    assert "Here is the newer one instead." in page(staff, found[0])
    valid_answer = staff.post(f"{found[0]}/download", follow_redirects=True)
    assert valid_answer.mimetype == "application/pdf"
