"""The link to what somebody asked for: mailed to who is known, good once and for ten minutes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.adapters.smtp import AddressRefused
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.outbox import dead_letters
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import erase_person
from ngoapp.packets.privacy.jobs import purge, send_page_link
from ngoapp.packets.privacy.models import PageLink, PageVisit
from tests.fakes import FakeSmtp
from tests.packets.pages import page, valid
from tests.packets.privacy.door import MAILBOX, let_in, mailed_link
from tests.work import work_off

LATER = timedelta(minutes=10, seconds=1)


def ask(client: FlaskClient, email: str = MAILBOX) -> tuple[int, str, str]:
    """Ask by the form; what a browser learns from the answer."""
    answer = client.post("/info-packet/mine/link", data={"email": email})
    return answer.status_code, answer.location, client.get(answer.location).text


def test_a_known_and_an_unknown_address_get_the_same_answer_and_only_one_gets_mail(
    app: Flask, client: FlaskClient, asked: PacketRequest, outgoing: FakeSmtp
) -> None:
    assert ask(client) == ask(client, "nobody@example.org")
    work_off(app)
    assert [message["To"] for message in outgoing.sent] == [MAILBOX]
    assert outgoing.sent[0]["Subject"] == "Your page at NSN"


def test_a_job_that_runs_twice_sends_the_very_same_mail(
    app: Flask, db: Session, asked: PacketRequest, outgoing: FakeSmtp
) -> None:
    mailed_link(app)
    with clock.at(clock.now() + timedelta(minutes=3)):
        send_page_link(db.scalars(select(PageLink.id)).one())
    assert outgoing.sent[0].as_bytes() == outgoing.sent[1].as_bytes()


def test_an_address_that_the_server_refuses_leaves_nothing_for_staff_to_mend(
    app: Flask, client: FlaskClient, asked: PacketRequest, outgoing: FakeSmtp
) -> None:
    outgoing.failure = AddressRefused()
    ask(client)
    work_off(app)
    assert dead_letters() == []


def test_a_mail_scanner_that_looks_at_the_link_uses_nothing_up(
    app: Flask, client: FlaskClient, asked: PacketRequest
) -> None:
    link = mailed_link(app)
    for _ in range(3):
        answer = client.get(link)
        assert "Open my page" in valid(answer)
        assert MAILBOX not in answer.text
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (
            "no-store",
            "no-referrer",
        )
    assert client.post(link).location == "/info-packet/mine"


def test_a_link_opens_once_and_offers_a_fresh_one_after_that(
    app: Flask, client: FlaskClient, asked: PacketRequest, outgoing: FakeSmtp
) -> None:
    link = mailed_link(app)
    client.post(link)
    for over in (client.post(link), client.get(link)):
        assert "Mail me a fresh link" in valid(over, 410)
    client.post(f"{link}/again")
    work_off(app)
    assert len(outgoing.sent) == 2


def test_two_presses_at_once_open_one_page(app: Flask, db: Session, asked: PacketRequest) -> None:
    link = mailed_link(app)
    db.rollback()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(link).status_code, range(4)))
    assert sorted(answers) == [303, 410, 410, 410]
    assert db.scalar(select(func.count(PageVisit.id))) == 1


def test_a_link_is_over_after_ten_minutes(app: Flask, client: FlaskClient, asked: PacketRequest) -> None:
    link = mailed_link(app)
    with clock.at(clock.now() + LATER):
        assert [client.get(link).status_code, client.post(link).status_code] == [410, 410]
    assert client.get("/info-packet/mine").location == "/info-packet/mine/link"


def test_an_invented_link_finds_nothing(client: FlaskClient) -> None:
    invented = "/info-packet/mine/open/x"
    answers = (client.get(invented), client.post(invented), client.post(f"{invented}/again"))
    assert [answer.status_code for answer in answers] == [404] * 3


def test_nobodys_mailbox_is_flooded_and_the_answer_stays_the_same(
    app: Flask, client: FlaskClient, asked: PacketRequest, outgoing: FakeSmtp
) -> None:
    answers = {ask(client, email) for email in (MAILBOX, MAILBOX.upper()) for _ in range(3)}
    work_off(app)
    assert (len(answers), len(outgoing.sent)) == (1, 3)


def test_who_is_forgotten_gets_no_mail(
    app: Flask, client: FlaskClient, asked: PacketRequest, outgoing: FakeSmtp
) -> None:
    with transaction():
        erase_person(asked.id)
    ask(client)
    work_off(app)
    assert outgoing.sent == []


def test_the_page_is_open_for_an_hour_and_a_form_that_was_opened_then_for_one_more(
    app: Flask, client: FlaskClient, inside: FlaskClient, asked: PacketRequest
) -> None:
    with clock.at(clock.now() + timedelta(minutes=59)):
        assert "What you asked us for" in page(inside, "/info-packet/mine")
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert inside.get("/info-packet/mine").status_code == 303
        answer = inside.post(f"/info-packet/mine/{asked.id}/cancel")
        assert answer.location == "/info-packet/mine"
    with clock.at(clock.now() + timedelta(minutes=121)):
        assert inside.post("/info-packet/mine/forget").location == "/info-packet/mine/link"


def test_whoever_asked_for_a_link_is_gone_the_next_day_known_or_not(
    app: Flask, db: Session, client: FlaskClient, inside: FlaskClient
) -> None:
    ask(client, "nobody@example.org")
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        purge()
    assert [db.scalar(select(func.count(model.id))) for model in (PageLink, PageVisit)] == [0, 0]


def test_closing_the_page_takes_a_link_to_open_it_again(app: Flask, inside: FlaskClient) -> None:
    cookie = inside.get_cookie("mine")
    assert cookie
    inside.post("/info-packet/mine/leave")
    inside.set_cookie("mine", cookie.value)
    assert inside.get("/info-packet/mine").location == "/info-packet/mine/link"
    let_in(app, inside)
