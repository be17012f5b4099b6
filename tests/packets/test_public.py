"""Asking for a packet as a visitor does, and the page behind the link."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.packets.kits.editions import editions, set_active
from ngoapp.packets.links import revoke_links
from ngoapp.packets.models import PacketLink, PacketRequest
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request, packet_pdf
from tests.packets.pages import EMAIL, POST, error_of, key_on, page, valid
from tests.work import work_off

NUL_AND_MARKUP = "<b>Ana</b>\x00 & \u202eRuiz"


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()
        make_edition("es")


@pytest.fixture
def token(app: Flask, outgoing: FakeSmtp) -> str:
    """The token of a link that was mailed."""
    with transaction():
        make_email_request()
    work_off(app)
    return mailed_path(outgoing).rsplit("/", 1)[1]


def mailed_path(outgoing: FakeSmtp) -> str:
    text = outgoing.sent[-1].get_body(("plain",))
    assert text
    lines: list[str] = text.get_content().splitlines()
    address = next(line for line in lines if line.startswith("http"))
    return address.removeprefix("http://localhost").strip()


def asked(db: Session) -> list[PacketRequest]:
    db.rollback()
    return list(db.scalars(select(PacketRequest).order_by(PacketRequest.id)))


def test_by_post_a_request_enters_the_queue_and_the_page_says_what_happens_next(
    db: Session, client: FlaskClient
) -> None:
    key = key_on(page(client, "/info-packet"))
    answer = client.post("/info-packet", data={**POST, "action_key": key})
    assert (answer.status_code, answer.location) == (303, "/info-packet/thanks?way=post")
    assert "within three working days" in page(client, answer.location)
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


def test_looking_at_the_link_is_no_download_and_pressing_the_button_is(
    db: Session, client: FlaskClient, token: str
) -> None:
    html = page(client, f"/packets/{token}")
    client.head(f"/packets/{token}/1/info-packet.pdf")
    db.rollback()
    assert db.scalars(select(PacketLink)).one().first_downloaded_at is None
    assert f"/packets/{token}/1/info-packet.pdf" in html
    answer = client.get(f"/packets/{token}/1/info-packet.pdf")
    assert answer.data == packet_pdf()
    assert "info-packet-en.pdf" in answer.headers["Content-Disposition"]
    db.rollback()
    assert db.scalars(select(PacketLink)).one().first_downloaded_at is not None


@pytest.mark.parametrize("ending", ["", "/1/info-packet.pdf"])
def test_what_a_link_shows_is_not_stored_and_its_address_not_handed_on(
    client: FlaskClient, token: str, ending: str
) -> None:
    headers = client.get(f"/packets/{token}{ending}").headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_made_up_link_is_not_there(client: FlaskClient) -> None:
    assert client.get("/packets/guess").status_code == 404
    assert client.get("/packets/guess/1/info-packet.pdf").status_code == 404
    assert client.post("/packets/guess/again").status_code == 404


def test_after_thirty_days_one_press_brings_a_fresh_link(
    app: Flask, client: FlaskClient, outgoing: FakeSmtp, token: str
) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        assert "Mail me a fresh link" in valid(client.get(f"/packets/{token}"), 410)
        assert client.get(f"/packets/{token}/1/info-packet.pdf").status_code == 410
        answer = client.post(f"/packets/{token}/again")
        assert answer.location == "/info-packet/thanks?way=email"
        work_off(app)
        assert [message["To"] for message in outgoing.sent] == ["ana@example.org"] * 2
        assert "Your packet is here" in page(client, mailed_path(outgoing))


def test_a_link_that_is_asked_for_too_often_says_so(client: FlaskClient, token: str) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        answers = [client.post(f"/packets/{token}/again") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 410]
    assert "several times in the last day" in answers[-1].text


def test_a_link_that_was_taken_back_opens_nothing(db: Session, client: FlaskClient, token: str) -> None:
    with transaction():
        revoke_links(db.scalars(select(PacketRequest)).one())
    assert "no longer works" in valid(client.get(f"/packets/{token}"), 410)
    assert client.get(f"/packets/{token}/1/info-packet.pdf").status_code == 410
    assert client.post(f"/packets/{token}/again").status_code == 404
