"""The survey: asked once of who agreed, answered once, and nothing leads from an answer to anybody."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import Base, transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import erase_person
from ngoapp.packets.survey.invariants import broken
from ngoapp.packets.survey.jobs import plan, send_survey
from ngoapp.packets.survey.models import SurveyAnswer, SurveyInvitation, SurveyTally, SurveyToken
from ngoapp.packets.survey.operations import add_question, invite, keep_answers, set_retired
from ngoapp.packets.survey.queries import sums
from ngoapp.packets.wording import SURVEY
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_request
from tests.packets.pages import EMAIL, page, valid
from tests.work import work_off

LATER = timedelta(weeks=4, hours=1)
OPEN = "/info-packet/survey"
STAFF = "/staff/packets/survey"


@pytest.fixture(autouse=True)
def asking(db: Session) -> list[int]:
    """Three questions, one of each kind; their numbers."""
    with transaction():
        make_organisation()
        make_edition()
        kinds = (("scale", ""), ("choice", "All\nSome"), ("text", ""))
        return [
            add_question(
                action_key=f"question-{kind}", kind=kind, wording=f"Was it {kind}?", choices=choices
            ).id
            for kind, choices in kinds
        ]


def agreed(client: FlaskClient, app: Flask, email: str = "ana@example.org") -> None:
    """Somebody asks by e-mail, agrees to be asked, and gets the packet."""
    client.post("/info-packet", data={**EMAIL, "email": email, "survey": "y"})
    work_off(app)


def ask_everybody(app: Flask) -> None:
    """A night four weeks later."""
    with clock.at(clock.now() + LATER):
        plan()
        work_off(app, only="packets.")


def mailed(outgoing: FakeSmtp) -> list[str]:
    """The paths in the mails that ask."""
    ours = [message for message in outgoing.sent if "<packet-survey" in message["Message-ID"]]
    texts = [message.get_body(("plain",)) for message in ours]
    found = [re.search(rf"http://localhost({OPEN}/[\w-]+)", text.get_content()) for text in texts if text]
    return [match[1] for match in found if match]


def answer(asking: list[int], **more: str) -> dict[str, str]:
    return {f"q{asking[0]}": "4", f"q{asking[1]}": "2", f"q{asking[2]}": "Larger print", **more}


def count(db: Session, model: type[Base]) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(model)) or 0


def test_who_agreed_is_asked_once_after_the_weeks_and_who_did_not_never(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp
) -> None:
    agreed(client, app)
    agreed(client, app)
    client.post("/info-packet", data={**EMAIL, "email": "ben@example.org"})
    work_off(app)
    plan()
    work_off(app)
    assert mailed(outgoing) == []
    for _ in range(2):
        ask_everybody(app)
    assert len(mailed(outgoing)) == 1
    assert sums() == {"asked": 1, "by_mail": 0, "by_code": 0}
    assert set(db.scalars(select(PacketRequest.survey_wording))) == {SURVEY, ""}


def test_the_subject_is_neutral_and_a_repeat_is_the_same_mail(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp
) -> None:
    agreed(client, app)
    with clock.at(clock.now() + LATER):
        with transaction():
            invite()
        invitation_id = db.scalars(select(SurveyInvitation.id)).one()
        outgoing.failure = ConnectionRefusedError()
        with pytest.raises(ConnectionRefusedError):
            send_survey(invitation_id)
        assert count(db, SurveyToken) == 1
        outgoing.failure = None
        send_survey(invitation_id)
        send_survey(invitation_id)
    asking_mails = [message for message in outgoing.sent if "<packet-survey" in message["Message-ID"]]
    assert [message["Subject"] for message in asking_mails] == ["A few questions from NSN"]
    assert count(db, SurveyToken) == 1


def test_answers_are_kept_and_the_link_is_used_up(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, asking: list[int]
) -> None:
    agreed(client, app)
    ask_everybody(app)
    path = mailed(outgoing)[0]
    for _ in range(2):
        assert "Was it scale?" in page(client, path)
    assert client.post(path, data=answer(asking)).location == f"{OPEN}/thanks"
    assert "answered already" in valid(client.get(path), 410)
    assert client.post(path, data=answer(asking)).status_code == 410
    kept = db.execute(select(SurveyAnswer.question_id, SurveyAnswer.number, SurveyAnswer.words))
    assert {tuple(row) for row in kept} == {
        (asking[0], 4, ""),
        (asking[1], 2, ""),
        (asking[2], None, "Larger print"),
    }
    assert list(broken()) == []


def test_nothing_joins_an_answer_to_a_request(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, asking: list[int]
) -> None:
    agreed(client, app)
    ask_everybody(app)
    entries = count(db, AuditEntry)
    rows = count(db, OutboxRow)
    client.post(mailed(outgoing)[0], data=answer(asking))
    assert (count(db, AuditEntry), count(db, OutboxRow)) == (entries, rows)
    assert (count(db, SurveyInvitation), count(db, SurveyToken)) == (0, 0)
    columns = {column.name for column in SurveyAnswer.__table__.columns}
    assert columns == {"id", "question_id", "month", "way", "number", "words"}
    assert {answer.month.day for answer in db.scalars(select(SurveyAnswer))} == {1}
    assert {key.column.table.name for key in SurveyAnswer.__table__.foreign_keys} == {
        "packet_survey_questions"
    }
    assert not SurveyToken.__table__.foreign_keys


def test_answers_lie_in_an_order_that_was_drawn(db: Session, asking: list[int]) -> None:
    with transaction():
        for number in range(40):
            keep_answers("open", {asking[2]: f"{number:02}"})
    words = db.scalars(select(SurveyAnswer.words).order_by(SurveyAnswer.id)).all()
    assert list(words) != sorted(words)


def test_two_presses_at_once_answer_once(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, asking: list[int]
) -> None:
    agreed(client, app)
    ask_everybody(app)
    path, data = mailed(outgoing)[0], answer(asking)
    db.rollback()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: app.test_client().post(path, data=data), range(4)))
    assert count(db, SurveyAnswer) == 3
    assert sums()["by_mail"] == 1


def test_nothing_answered_uses_nothing_up_and_says_so(
    app: Flask, client: FlaskClient, outgoing: FakeSmtp, asking: list[int]
) -> None:
    agreed(client, app)
    ask_everybody(app)
    path = mailed(outgoing)[0]
    assert "Answer at least one" in valid(client.post(path, data={}))
    assert client.post(path, data=answer(asking)).status_code == 303


@pytest.mark.parametrize("wrong", ["9", "0", "x", "-1"])
def test_an_answer_that_is_none_of_the_choices_is_refused(
    db: Session, client: FlaskClient, asking: list[int], wrong: str
) -> None:
    valid(client.post(OPEN, data={f"q{asking[0]}": wrong}))
    assert count(db, SurveyAnswer) == 0


def test_what_is_left_of_the_mail_opens_no_token(
    app: Flask, db: Session, client: FlaskClient, asking: list[int]
) -> None:
    client.post("/info-packet", data={**EMAIL, "survey": "y"})
    work_off(app)
    with clock.at(clock.now() + LATER):
        plan()
        nonce = db.scalars(select(SurveyInvitation.nonce)).one()
        db.rollback()
        work_off(app)
    kept = db.execute(select(OutboxRow.dedupe_key, OutboxRow.refs)).all()
    assert db.scalars(select(SurveyToken)).one()
    assert nonce not in repr(kept)


def test_a_blank_is_none_of_the_choices_either(client: FlaskClient, asking: list[int]) -> None:
    assert "Not a valid choice" in valid(client.post(OPEN, data={f"q{asking[0]}": "  "}))


def test_the_open_address_takes_answers_of_nobody_and_not_too_many(
    db: Session, client: FlaskClient, asking: list[int]
) -> None:
    page(client, OPEN)
    codes = [client.post(OPEN, data=answer(asking)).status_code for _ in range(31)]
    assert codes == [303] * 30 + [200]
    assert sums()["by_code"] == 30


def test_whoever_is_forgotten_meanwhile_is_not_asked(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp
) -> None:
    agreed(client, app)
    with clock.at(clock.now() + LATER):
        with transaction():
            invite()
        with transaction():
            erase_person(db.scalars(select(PacketRequest.id)).one())
        assert count(db, SurveyInvitation) == 0
        work_off(app, only="packets.")
    assert mailed(outgoing) == []


def test_a_packet_by_post_is_not_asked_about_by_email(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_request(email="ana@example.org")
    assert set(db.scalars(select(PacketRequest.survey_wording))) == {""}


def test_without_a_question_nobody_is_asked(
    app: Flask, client: FlaskClient, outgoing: FakeSmtp, asking: list[int]
) -> None:
    agreed(client, app)
    with transaction():
        for question_id in asking:
            set_retired(question_id, retired=True)
    ask_everybody(app)
    assert mailed(outgoing) == []
    assert "nothing that we ask" in page(client, OPEN)


def test_a_year_later_words_are_gone_and_numbers_stay(db: Session, asking: list[int]) -> None:
    with transaction():
        keep_answers("open", {asking[0]: 3, asking[2]: "Larger print"})
    with clock.at(clock.now() + timedelta(days=400)):
        plan()
    db.rollback()
    assert db.scalars(select(SurveyAnswer.number)).all() == [3]


@pytest.mark.breaks_rules
def test_more_answers_than_people_are_found_by_the_check(db: Session, asking: list[int]) -> None:
    with transaction():
        keep_answers("open", {asking[0]: 3})
        db.scalars(select(SurveyTally)).one().answered = 0
    assert list(broken()) == [
        f"survey: question {asking[0]} has more answers by open than people who answered"
    ]
