"""Asking for a packet as a visitor does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.packets.kits.editions import editions, set_active
from ngoapp.packets.models import PacketRequest
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition
from tests.packets.pages import EMAIL, POST, error_of, key_on, mailed_path, page, valid
from tests.work import work_off

NUL_AND_MARKUP = "<b>Ana</b>\x00 & \u202eRuiz"


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()
        make_edition("es")


def asked(db: Session) -> list[PacketRequest]:
    db.rollback()
    return list(db.scalars(select(PacketRequest).order_by(PacketRequest.id)))


def test_by_post_a_request_enters_the_queue_and_the_page_says_what_happens_next(
    db: Session, client: FlaskClient
) -> None:
    key = key_on(page(client, "/info-packet"))
    answer = client.post("/info-packet", data={**POST, "action_key": key})
    assert (answer.status_code, answer.location) == (303, "/info-packet/thanks?way=post")
    assert "We mail the packet by" in page(client, answer.location)
    request = asked(db)[0]
    assert (request.state, request.channel, request.name, request.city) == (
        "new",
        "web",
        "Ana Ruiz",
        "Minneapolis",
    )
    assert "delete it when I ask" in request.consent_wording


def test_by_email_a_link_is_mailed(app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp) -> None:
    answer = client.post("/info-packet", data=EMAIL)
    assert answer.location == "/info-packet/thanks?way=email"
    work_off(app)
    assert asked(db)[0].state == "sent"
    assert "Your packet is here" in page(client, mailed_path(outgoing))


def test_the_same_form_sent_twice_is_one_request(db: Session, client: FlaskClient) -> None:
    key = key_on(page(client, "/info-packet"))
    answers = [client.post("/info-packet", data={**POST, "action_key": key}) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/info-packet/thanks?way=post"] * 2
    assert len(asked(db)) == 1


def test_the_answer_is_the_same_whether_or_not_somebody_is_known(db: Session, client: FlaskClient) -> None:
    answers = [client.post("/info-packet", data=EMAIL) for _ in range(5)]
    assert {(answer.status_code, answer.location) for answer in answers} == {
        (303, "/info-packet/thanks?way=email")
    }


def test_by_email_nothing_more_is_kept_than_is_needed(db: Session, client: FlaskClient) -> None:
    client.post("/info-packet", data={**POST, **EMAIL})
    request = asked(db)[0]
    assert (request.name, request.street_address, request.email) == ("", "", "ana@example.org")


def test_who_allows_the_post_instead_leaves_a_name_and_an_address(db: Session, client: FlaskClient) -> None:
    client.post("/info-packet", data={**POST, **EMAIL, "post_instead": "y"})
    request = asked(db)[0]
    assert (request.way, request.name, request.city) == ("email", "Ana Ruiz", "Minneapolis")
    assert "post it to me instead" in request.post_wording


def test_the_post_instead_needs_somewhere_to_go(db: Session, client: FlaskClient) -> None:
    data = {**POST, **EMAIL, "post_instead": "y", "name": "", "postal_code": ""}
    html = valid(client.post("/info-packet", data=data))
    assert error_of(html, "name") == "Enter the name that goes on the envelope."
    assert error_of(html, "postal_code") == "Enter the ZIP code."
    assert asked(db) == []


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_is_kept(
    db: Session, client: FlaskClient
) -> None:
    html = valid(
        client.post("/info-packet", data={**POST, "name": "", "postal_code": "", "note": "Side door"})
    )
    assert error_of(html, "name") == "Enter the name that goes on the envelope."
    assert error_of(html, "postal_code") == "Enter the ZIP code."
    assert "Minneapolis" in html
    assert "Side door" in html
    assert asked(db) == []


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"way": ""}, "way", "Choose e-mail or postal mail."),
        ({"agree": ""}, "agree", "Tick this box"),
        ({**EMAIL, "email": ""}, "email", "Enter the e-mail address that the link goes to."),
        ({**EMAIL, "email": "ana@"}, "email", "Enter an e-mail address in full"),
        ({"language": "xx"}, "language", "Choose a language from the list."),
        ({"note": "a" * 1001}, "note", "Use at most 1000 characters."),
        ({"name": "a" * 201}, "name", "Use at most 200 characters."),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field(
    client: FlaskClient, changes: dict[str, str], field: str, sentence: str
) -> None:
    html = valid(client.post("/info-packet", data={**POST, **changes}))
    assert sentence in error_of(html, field)


def test_another_country_brings_its_own_fields_and_keeps_what_was_typed(
    db: Session, client: FlaskClient
) -> None:
    data = {**POST, "country_code": "CA", "drawn_country": "US", "change_country": "1", "agree": ""}
    html = valid(client.post("/info-packet", data=data))
    assert "Province" in html
    assert "Ana Ruiz" in html
    assert "error-summary" not in html
    assert asked(db) == []


def test_names_with_markup_are_kept_as_text_and_lose_what_is_hidden_in_them(
    db: Session, client: FlaskClient
) -> None:
    client.post("/info-packet", data={**POST, "name": NUL_AND_MARKUP})
    assert asked(db)[0].name == "<b>Ana</b> & Ruiz"


def test_without_any_edition_the_form_is_still_there(client: FlaskClient) -> None:
    with transaction():
        for edition in editions():
            set_active(edition.id, active=False)
    html = page(client, "/info-packet?way=post")
    assert "English" in html
    assert "Español" not in html
