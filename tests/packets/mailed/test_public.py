"""The page behind the link that a packet is mailed with."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.errors import NotThere
from ngoapp.packets.links import revoke_links
from ngoapp.packets.mailed.operations import ask_for_paper
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.operations import move_request
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import HOME, make_edition, make_email_request, packet_pdf
from tests.packets.pages import error_of, mailed_path, page, valid
from tests.work import work_off

ON_PAPER = {"name": "Ana Ruiz", **HOME}


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


@pytest.fixture
def token(app: Flask, outgoing: FakeSmtp) -> str:
    """The token of a link that was mailed."""
    with transaction():
        make_email_request()
    work_off(app)
    return mailed_path(outgoing).rsplit("/", 1)[1]


@pytest.fixture
def sealed_forms(app: Flask) -> Iterator[None]:
    """Forms need their seal, as in life."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def the_link(db: Session) -> PacketLink:
    db.rollback()
    return db.scalars(select(PacketLink)).one()


def test_looking_at_the_link_is_no_download_and_pressing_the_button_is(
    db: Session, client: FlaskClient, token: str
) -> None:
    html = page(client, f"/packets/{token}")
    assert f'action="/packets/{token}/download"' in html
    assert client.head(f"/packets/{token}").status_code == 200
    assert client.get(f"/packets/{token}/download").status_code == 405
    assert the_link(db).first_downloaded_at is None
    answer = client.post(f"/packets/{token}/download", follow_redirects=True)
    assert answer.data == packet_pdf()
    assert "info-packet-en.pdf" in answer.headers["Content-Disposition"]
    assert the_link(db).first_downloaded_at is not None
    assert the_link(db).request.state == "delivered"


def test_a_scanner_that_presses_buttons_without_having_been_shown_the_page_downloads_nothing(
    app: Flask, db: Session, token: str, sealed_forms: None
) -> None:
    scanner = app.test_client()
    assert scanner.post(f"/packets/{token}/download").status_code == 400
    sender = {"Sec-Fetch-Site": "cross-site"}
    assert scanner.post(f"/packets/{token}/download", headers=sender).status_code == 400
    assert the_link(db).first_downloaded_at is None


def test_a_person_with_the_page_before_them_passes_the_seal(
    app: Flask, db: Session, token: str, sealed_forms: None
) -> None:
    browser = app.test_client()
    found = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page(browser, f"/packets/{token}"))
    assert found
    answer = browser.post(f"/packets/{token}/download", data={"csrf_token": found[1]})
    assert (answer.status_code, answer.location) == (303, f"/packets/{token}/info-packet.pdf")
    assert the_link(db).first_downloaded_at is not None


@pytest.mark.parametrize("ending", ["", "/info-packet.pdf"])
def test_what_a_link_shows_is_not_stored_and_its_address_not_handed_on(
    client: FlaskClient, token: str, ending: str
) -> None:
    headers = client.get(f"/packets/{token}{ending}").headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_made_up_link_is_not_there(client: FlaskClient) -> None:
    assert client.get("/packets/guess").status_code == 404
    assert client.get("/packets/guess/info-packet.pdf").status_code == 404
    assert client.post("/packets/guess/again").status_code == 404


def test_after_thirty_days_one_press_brings_a_fresh_link(
    app: Flask, client: FlaskClient, outgoing: FakeSmtp, token: str
) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        assert "Mail me a fresh link" in valid(client.get(f"/packets/{token}"), 410)
        assert client.get(f"/packets/{token}/info-packet.pdf").status_code == 410
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
    assert client.get(f"/packets/{token}/info-packet.pdf").status_code == 410
    assert client.post(f"/packets/{token}/again").status_code == 404


def test_whoever_has_the_link_can_have_the_packet_on_paper(
    db: Session, client: FlaskClient, token: str
) -> None:
    assert f"/packets/{token}/on-paper" in page(client, f"/packets/{token}")
    page(client, f"/packets/{token}/on-paper")
    for _ in range(2):  # the same form, sent twice
        answer = client.post(f"/packets/{token}/on-paper", data=ON_PAPER)
        assert (answer.status_code, answer.location) == (303, "/info-packet/thanks?way=post")
    request = the_link(db).request
    assert (request.way, request.state, request.name, request.city) == (
        "post",
        "approved",
        "Ana Ruiz",
        "Minneapolis",
    )
    assert "on its way" in page(client, f"/packets/{token}/on-paper")
    assert "It also comes to you in the mail" in page(client, f"/packets/{token}")


def test_the_form_for_paper_tells_nothing_of_who_asked(db: Session, client: FlaskClient, token: str) -> None:
    with transaction():
        request = the_link(db).request
        request.name, request.street_address = "Ana Ruiz", "120 Lake St W"
    html = page(client, f"/packets/{token}/on-paper")
    assert "Ruiz" not in html
    assert "Lake St" not in html


def test_without_a_name_or_an_address_nothing_is_posted(db: Session, client: FlaskClient, token: str) -> None:
    html = valid(client.post(f"/packets/{token}/on-paper", data={**ON_PAPER, "name": "", "city": ""}))
    assert error_of(html, "name") == "Enter the name that goes on the envelope."
    assert error_of(html, "city") == "Enter the city."
    assert the_link(db).request.way == "email"


def test_paper_can_be_asked_for_after_the_link_has_ended_but_not_after_it_was_taken_back(
    db: Session, client: FlaskClient, token: str
) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        assert "on-paper" in valid(client.get(f"/packets/{token}"), 410)
        page(client, f"/packets/{token}/on-paper")
    with transaction():
        revoke_links(db.scalars(select(PacketRequest)).one())
    assert client.post(f"/packets/{token}/on-paper", data=ON_PAPER).status_code == 410
    assert the_link(db).request.way == "email"


@pytest.mark.parametrize("end", ["cancelled", "duplicate"])
def test_an_old_link_of_a_request_that_is_called_off_brings_nothing_by_mail_or_post(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, token: str, end: str
) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        with transaction():
            request_id = the_link(db).request_id
            move_request(request_id, "needs_info")
            move_request(request_id, end)
        assert "no longer works" in valid(client.get(f"/packets/{token}"), 410)
        assert client.post(f"/packets/{token}/again").status_code == 404
        assert client.post(f"/packets/{token}/on-paper", data=ON_PAPER).status_code == 410
        work_off(app)
    assert len(outgoing.sent) == 1
    assert (the_link(db).request.way, the_link(db).request.state) == ("email", end)
    assert the_link(db).revoked_at


def test_a_request_that_was_called_off_before_is_not_brought_back_by_a_link_that_was_left_open(
    db: Session, client: FlaskClient, token: str
) -> None:
    with transaction():
        request_id = the_link(db).request_id
        move_request(request_id, "needs_info")
        move_request(request_id, "cancelled").links[0].revoked_at = None
    assert client.post(f"/packets/{token}/again").status_code == 404
    with pytest.raises(NotThere):
        ask_for_paper(the_link(db).id, name="Ana Ruiz", address=HOME)
