"""The link to a donor's own page: mailed to who is known, good once and for ten minutes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import Gift
from ngoapp.site.jobs import send_giving_link
from ngoapp.site.links import ask_for_link
from ngoapp.site.models import GivingDevice, GivingLink
from tests.donations.factories import make_card_gift
from tests.fakes import FakeSmtp
from tests.site.factories import MAILBOX, mailed_link, newest_link
from tests.work import work_off

LATER = timedelta(minutes=10, seconds=1)


def ask(client: FlaskClient, email: str = MAILBOX) -> tuple[int, str, str]:
    """Ask by the form; what a browser learns from the answer."""
    answer = client.post("/giving/link", data={"email": email})
    return answer.status_code, answer.location, client.get(answer.location).text


def test_a_known_and_an_unknown_address_get_the_same_answer_and_only_one_gets_mail(
    app: Flask, client: FlaskClient, gift: Gift, outgoing: FakeSmtp
) -> None:
    assert ask(client) == ask(client, "nobody@example.org")
    work_off(app, only="site.")
    assert [message["To"] for message in outgoing.sent] == [MAILBOX]
    assert outgoing.sent[0]["Subject"] == "Your page at NSN"


def test_known_and_unknown_ask_the_database_the_same_questions_before_the_answer(
    db: Session, gift: Gift, statements: Callable[[Callable[[], object]], list[str]], client: FlaskClient
) -> None:
    known = statements(lambda: client.post("/giving/link", data={"email": MAILBOX}))
    assert known == statements(lambda: client.post("/giving/link", data={"email": "nobody@example.org"}))


def test_the_link_goes_to_the_address_that_we_know_and_not_to_one_that_folds_alike(
    app: Flask, db: Session, gift: Gift, outgoing: FakeSmtp
) -> None:
    with transaction():
        make_card_gift(donor_name="Anna Groß", email="anna@gross.example")
        ask_for_link("anna@groß.example")
        ask_for_link(" LEWIS@example.org ")
    work_off(app, only="site.")
    assert [message["To"] for message in outgoing.sent] == [MAILBOX]


def test_a_job_that_runs_twice_sends_the_very_same_mail(
    app: Flask, db: Session, gift: Gift, outgoing: FakeSmtp
) -> None:
    mailed_link(app)
    with clock.at(clock.now() + timedelta(minutes=3)):
        send_giving_link(db.scalars(select(GivingLink.id)).one())
    assert outgoing.sent[0].as_bytes() == outgoing.sent[1].as_bytes()


def test_a_mail_scanner_that_looks_at_the_link_uses_nothing_up(
    app: Flask, client: FlaskClient, gift: Gift
) -> None:
    link = mailed_link(app)
    for _ in range(3):
        page = client.get(link)
        assert (page.status_code, "Open my page" in page.text) == (200, True)
        assert client.head(link).status_code == 200
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert "l…@example.org" in page.text
    assert MAILBOX not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(link).location == "/giving"


def test_a_link_opens_once_and_offers_a_fresh_one_after_that(
    app: Flask, client: FlaskClient, gift: Gift, outgoing: FakeSmtp
) -> None:
    link = mailed_link(app)
    assert client.post(link).status_code == 303
    for over in (client.post(link), client.get(link)):
        assert (over.status_code, "Mail me a fresh link" in over.text) == (410, True)
    client.post(f"{link}/again")
    work_off(app, only="site.")
    assert len(outgoing.sent) == 2


def test_two_presses_at_once_open_one_page(app: Flask, db: Session, gift: Gift) -> None:
    link = mailed_link(app)
    db.rollback()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(link).status_code, range(8)))
    assert sorted(answers) == [303, *[410] * 7]
    assert db.scalar(select(func.count(GivingDevice.id))) == 1


def test_ten_minutes_are_counted_from_when_the_mail_left(app: Flask, db: Session, gift: Gift) -> None:
    with transaction():
        ask_for_link(MAILBOX)
    with clock.at(clock.now() + timedelta(hours=1)):
        work_off(app, only="site.")
    link = db.scalars(select(GivingLink)).one()
    assert link.expires_at
    assert link.expires_at - link.asked_at >= timedelta(hours=1)


def test_a_link_is_over_after_ten_minutes(app: Flask, client: FlaskClient, gift: Gift) -> None:
    link = mailed_link(app)
    with clock.at(clock.now() + LATER):
        assert [client.get(link).status_code, client.post(link).status_code] == [410, 410]
    assert client.get("/giving").location == "/giving/link"


def test_an_invented_link_finds_nothing(client: FlaskClient, gift: Gift) -> None:
    for answer in (
        client.get("/giving/open/x"),
        client.post("/giving/open/x"),
        client.post("/giving/open/x/again"),
    ):
        assert answer.status_code == 404


def test_nobodys_mailbox_is_flooded_and_the_answer_stays_the_same(
    app: Flask, client: FlaskClient, gift: Gift, outgoing: FakeSmtp
) -> None:
    answers = {ask(client, email) for email in (MAILBOX, MAILBOX.upper()) for _ in range(4)}
    work_off(app, only="site.")
    assert (len(answers), len(outgoing.sent)) == (1, 3)
    for hour in range(1, 8):
        with clock.at(clock.now() + timedelta(hours=hour)):
            for _ in range(3):
                ask(client)
            work_off(app, only="site.")
    assert len(outgoing.sent) == 10


def test_what_strangers_typed_is_gone_after_a_day_and_links_after_a_month(
    app: Flask, db: Session, gift: Gift
) -> None:
    with transaction():
        ask_for_link("nobody@example.org")
    mailed_link(app)
    for days, left in ((2, {MAILBOX, "other@example.org"}), (31, {"other@example.org"})):
        with clock.at(clock.now() + timedelta(days=days)), transaction():
            ask_for_link("other@example.org")
            assert set(db.scalars(select(GivingLink.mailbox))) == left


def test_the_outbox_never_holds_the_address(client: FlaskClient, db: Session, gift: Gift) -> None:
    ask(client, "nobody@example.org")
    row = db.scalars(select(OutboxRow).where(OutboxRow.name == "site.send_giving_link")).one()
    assert row.refs == {"link_id": db.scalars(select(GivingLink.id)).one()}


@pytest.mark.parametrize("email", ["", "no address", "a" * 300 + "@example.org"])
def test_what_cannot_be_an_address_is_said_so(client: FlaskClient, gift: Gift, email: str) -> None:
    page = client.post("/giving/link", data={"email": email})
    assert (page.status_code, "data-error-summary" in page.text) == (200, True)


def asked_on(app: Flask, browser: FlaskClient, then: str) -> str:
    """Ask for a fresh link on the page that offers one; where that link leads."""
    browser.post("/giving/fresh", query_string={"then": then})
    return browser.post(newest_link(app)).location


def test_a_fresh_link_leads_on_to_what_was_wanted(app: Flask, inside: FlaskClient, gift: Gift) -> None:
    wanted = f"/giving/people/{gift.donor_id}/address"
    page = inside.get("/giving/fresh", query_string={"then": wanted}).text
    assert "straight to where you wanted to go" in page
    assert asked_on(app, inside, wanted) == wanted
    assert inside.get(wanted).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/giving/everything",
        "/staff/",
        "/giving/everything.json",
        "/nowhere",
    ],
)
def test_a_fresh_link_leads_nowhere_else(app: Flask, inside: FlaskClient, gift: Gift, elsewhere: str) -> None:
    assert asked_on(app, inside, elsewhere) == "/giving"


def test_a_link_that_ended_is_replaced_by_one_that_leads_to_the_same_page(
    app: Flask, inside: FlaskClient, gift: Gift
) -> None:
    inside.post("/giving/fresh", query_string={"then": "/giving/everything"})
    old = newest_link(app)
    with clock.at(clock.now() + LATER):
        inside.post(f"{old}/again")
        assert inside.post(newest_link(app)).location == "/giving/everything"
