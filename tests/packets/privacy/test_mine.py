"""A requester's own page: what they asked for and nothing else, corrected, taken along, called off, forgotten."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.ages import working_day_after
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.office.operations import close_office
from ngoapp.packets.operations import move_request
from ngoapp.packets.privacy.models import PacketCount, PageLink, PageVisit
from ngoapp.web.filters import weekday
from tests.donations.factories import make_card_gift
from tests.fakes import FakeSmtp
from tests.packets.factories import HOME, make_email_request, make_request
from tests.packets.pages import POST, error_of, page, valid
from tests.packets.privacy.door import MAILBOX, let_in
from tests.site.factories import let_in as let_donor_in
from tests.work import work_off

MINE = "/info-packet/mine"


def again(db: Session, request_id: int) -> PacketRequest:
    db.rollback()
    return db.get_one(PacketRequest, request_id, populate_existing=True)


def test_the_page_shows_what_the_mailbox_asked_for_and_nobody_elses(
    app: Flask, inside: FlaskClient, asked: PacketRequest
) -> None:
    with transaction():
        make_email_request()
        make_request("Ben Stranger", email="ben@example.org")
    html = page(inside, MINE)
    assert html.count('id="request-') == 2
    for words in ("Ana Ruiz", "120 Lake St W", "Side door", "952-555-0142", "Yes, keep it."):
        assert words in html
    assert "Stranger" not in html


def test_what_waits_is_promised_for_a_day_on_which_somebody_is_there(
    inside: FlaskClient, asked: PacketRequest
) -> None:
    days = [our_today() + timedelta(days=n) for n in range(20)]
    promised = working_day_after(days[0], 3)
    assert f"It goes out by {weekday(promised)}." in page(inside, MINE)
    with transaction():
        close_office(action_key="rest", name="Rest", first_on=days[1], last_on=days[9])
    later = working_day_after(days[0], 3, frozenset(days[1:10]))
    assert f"It goes out by {weekday(later)}." in page(inside, MINE)
    with transaction():
        asked.received_at -= timedelta(days=60)
    assert "It takes longer than we said" in page(inside, MINE)


def test_a_mailbox_that_folds_alike_is_somebody_else(app: Flask, inside: FlaskClient) -> None:
    with transaction():
        make_request("Maria Groß", email="anna@groß.example")
        make_request("Maria Gross", email="anna@gross.example")
    let_in(app, inside, "anna@gross.example")
    assert "Maria Groß" not in page(inside, MINE)


def test_a_visitor_on_the_web_may_leave_an_email_for_this_page_alone(
    app: Flask, db: Session, client: FlaskClient
) -> None:
    client.post("/info-packet", data={**POST, "page_email": MAILBOX})
    let_in(app, client)
    assert "120 Lake St W" in page(client, MINE)
    assert db.scalars(select(PacketRequest.newsletter_wording)).one() == ""


def test_what_was_taken_down_can_be_corrected_and_the_way_and_the_email_stay(
    db: Session, inside: FlaskClient, asked: PacketRequest
) -> None:
    path = f"{MINE}/{asked.id}"
    assert "Side door" in page(inside, path)
    wrong = valid(inside.post(path, data={**HOME, "language": "en", "name": "", "note": "Back door"}))
    assert error_of(wrong, "name") == "Enter the name that goes on the envelope."
    assert "Back door" in wrong
    assert error_of(valid(inside.post(path, data={**HOME, "language": "en", "relation": " "})), "relation")
    data = {**HOME, "language": "en", "name": "Ana R.", "way": "email", "email": "other@example.org"}
    assert inside.post(path, data=data).location == MINE
    request = again(db, asked.id)
    assert (request.name, request.way, request.email, request.street_address) == (
        "Ana R.",
        "post",
        MAILBOX,
        "120 Lake St W",
    )


def test_what_has_gone_out_is_shown_and_not_corrected(
    db: Session, inside: FlaskClient, asked: PacketRequest
) -> None:
    with transaction():
        move_request(asked.id, "approved")
        move_request(asked.id, "sent")
    html = page(inside, MINE)
    assert "It is on its way." in html
    assert "Correct it" not in html
    data = {**HOME, "language": "en", "name": "Somebody"}
    assert inside.post(f"{MINE}/{asked.id}", data=data).location == MINE
    inside.post(f"{MINE}/{asked.id}/cancel")
    assert (again(db, asked.id).name, again(db, asked.id).state) == ("Ana Ruiz", "sent")
    assert "Somebody may have been quicker" in page(inside, MINE)


@pytest.mark.parametrize("again_as_well", [1, 2])
def test_calling_off_ends_it_once(
    db: Session, inside: FlaskClient, asked: PacketRequest, again_as_well: int
) -> None:
    for _ in range(again_as_well):
        inside.post(f"{MINE}/{asked.id}/cancel")
    assert again(db, asked.id).state == "cancelled"
    cancelled = select(func.count()).where(AuditEntry.action == "packet_request.cancelled")
    assert db.scalar(cancelled) == 1
    assert db.scalars(select(AuditEntry.actor_kind).where(AuditEntry.action.endswith("cancelled"))).all() == [
        "requester"
    ]


def test_nobody_reaches_a_strangers_request(db: Session, inside: FlaskClient) -> None:
    with transaction():
        strangers = make_request("Ben Stranger", email="ben@example.org")
    path = f"{MINE}/{strangers.id}"
    answers = (inside.get(path), inside.post(path, data=HOME), inside.post(f"{path}/cancel"))
    assert [answer.status_code for answer in answers] == [404] * 3
    assert again(db, strangers.id).state == "new"


def test_everything_can_be_taken_along(app: Flask, inside: FlaskClient, asked: PacketRequest) -> None:
    with transaction():
        make_email_request()
    work_off(app)
    answer = inside.get(f"{MINE}/what-we-hold.json")
    told = json.loads(answer.text)
    assert {row["name"] for row in told["requests"]} == {"Ana Ruiz", ""}
    assert [row["mailed_at"] is not None for row in told["links"]] == [True]
    assert "digest" not in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]


def test_one_press_forgets_everything_and_one_more_in_the_counts_stays(
    app: Flask, db: Session, inside: FlaskClient, asked: PacketRequest, outgoing: FakeSmtp
) -> None:
    with transaction():
        stranger = make_request("Ben Stranger", email="ben@example.org")
        make_email_request()
    answer = inside.post(f"{MINE}/forget")
    assert "It is all deleted" in page(inside, answer.location)
    assert inside.get(MINE).location == f"{MINE}/link"
    db.rollback()
    kept = db.scalars(select(PacketRequest.email).order_by(PacketRequest.id)).all()
    assert kept == ["", "ben@example.org", ""]
    assert again(db, stranger.id).name == "Ben Stranger"
    assert db.scalar(select(func.sum(PacketCount.asked))) == 2
    assert [db.scalar(select(func.count(model.id))) for model in (PageLink, PageVisit)] == [0, 0]
    mails = len(outgoing.sent)
    work_off(app)
    assert len(outgoing.sent) == mails


def test_a_donors_page_shows_no_request_and_a_requesters_page_no_gift(
    app: Flask, asked: PacketRequest
) -> None:
    with transaction():
        make_card_gift(email=MAILBOX, donor_name="Ana Ruiz")
    donor, requester = app.test_client(), app.test_client()
    let_donor_in(app, donor, MAILBOX)
    let_in(app, requester)
    assert donor.get(MINE).location == f"{MINE}/link"
    assert requester.get("/giving").location == "/giving/link"
    for path in ("/giving", "/giving/everything", "/giving/everything.json"):
        assert "Side door" not in donor.get(path).text
        assert "120 Lake St W" not in donor.get(path).text
    assert "$" not in page(requester, MINE)


def test_the_form_the_thanks_page_and_the_mails_lead_to_the_page_and_to_the_policy(
    app: Flask, client: FlaskClient, outgoing: FakeSmtp, asked: PacketRequest
) -> None:
    for path in ("/info-packet", "/info-packet/thanks", "/privacy"):
        assert f'href="{MINE}/link"' in page(client, path)
    with transaction():
        make_email_request("ben@example.org")
    let_in(app, client)
    work_off(app)
    for message in outgoing.sent:
        for part in ("plain", "html"):
            body = message.get_body((part,))
            assert body
            assert f"http://localhost{MINE}/link" in body.get_content()
            assert "http://localhost/privacy" in body.get_content()


def test_the_policy_is_linked_from_the_home_page_and_says_what_the_law_asks_for(client: FlaskClient) -> None:
    assert 'href="/privacy"' in page(client, "/")
    text = page(client, "/privacy")
    for words in (
        "What we ask for",
        "What we use it for",
        "Who sees it",
        "Your rights",
        "deleted",
        "sell none",
    ):
        assert words in text
