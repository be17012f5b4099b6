"""What donors are told of a match that they hope for, and what they tell us."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.matching.links import seal_match
from ngoapp.donations.matching.models import MatchingGift
from ngoapp.donations.matching.operations import (
    change_match,
)
from ngoapp.people.deaths import standing_death
from tests.donations.factories import make_match
from tests.donations.matching import made, the_match
from tests.fakes import FakeSmtp
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("mill")


def mails(outgoing: FakeSmtp, word: str) -> list[str]:
    """The texts of mails about matches that have this word."""
    bodies = [sent.get_body(("plain",)) for sent in outgoing.sent if "employer" in sent["Subject"]]
    texts = [body.get_content() for body in bodies if body]
    return [text for text in texts if word in text]


def test_the_donor_is_told_once_what_the_employer_needs(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    made()
    for _ in range(2):
        work_off(app, only="donations.")
    (text,) = mails(outgoing, "Here is what employers ask for")
    for fact in ("EIN", "https://match.example/nsm", "$50.00", "http://localhost/donate/match/"):
        assert fact in text
    assert the_match(db).noted_at


def test_the_donor_is_reminded_once_on_the_morning_that_was_named(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    made()
    for weeks in (2, 5, 9):
        with clock.at(clock.now() + timedelta(weeks=weeks)):
            work_off(app, only="donations.")
            assert len(mails(outgoing, "please forget this letter")) == (0 if weeks == 2 else 1)
    assert (the_match(db).reminder, the_match(db).remind_on) == ("sent", None)


@pytest.mark.parametrize("said", ["asked", "declined", "off"])
def test_who_has_answered_or_wants_none_is_not_reminded(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, said: str
) -> None:
    made()
    with transaction():
        path = f"/donate/match/{seal_match(db.scalars(select(MatchingGift)).one())}"
    HTMLParser(strict=True).parse(client.get(path).text)
    for _ in range(2):
        assert client.post(path, data={"said": said}).status_code == 303
    assert the_match(db).state == {"off": "possible"}.get(said, said)
    HTMLParser(strict=True).parse(client.get(path).text)
    with clock.at(clock.now() + timedelta(weeks=5)):
        work_off(app, only="donations.")
    assert mails(outgoing, "please forget this letter") == []


def test_who_hears_of_a_match_after_all_can_say_so(db: Session, client: FlaskClient) -> None:
    made()
    with transaction():
        path = f"/donate/match/{seal_match(db.scalars(select(MatchingGift)).one())}"
    for said in ("declined", "asked"):
        client.post(path, data={"said": said})
    assert the_match(db).state == "asked"


def test_who_wants_no_mail_gets_none(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    with transaction():
        match = make_match()
        assert match.gift
        assert match.gift.donor
        match.gift.donor.do_not_email = True
        assert standing_death(match.gift.donor.id) is None
    with clock.at(clock.now() + timedelta(weeks=5)):
        work_off(app, only="donations.")
    assert mails(outgoing, "employer") == []


def test_a_day_that_staff_have_changed_is_the_one_that_counts(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    match_id = made()
    later = clock.today("America/Chicago") + timedelta(weeks=8)
    with transaction():
        change_match(match_id, state="possible", expected=None, remind=later)
    for weeks, sent in ((5, 0), (9, 1)):
        with clock.at(clock.now() + timedelta(weeks=weeks)):
            work_off(app, only="donations.")
        assert len(mails(outgoing, "please forget this letter")) == sent


def test_a_link_that_nobody_was_given_leads_nowhere(client: FlaskClient) -> None:
    assert client.get("/donate/match/wrong").status_code == 404
