"""Staff tell families: read, release, put right, merge, ask."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.tributes.models import HONOR, Honouree, HonoureeAnswer, Tribute, TributeNotice
from ngoapp.donations.tributes.notices import HELD_FOR
from ngoapp.donations.tributes.questions import LASTS, PAGE
from ngoapp.donations.tributes.questions import seal as seal_question
from tests.accounts.fixtures import StaffClient
from tests.donations.tributes import (
    BY_POST,
    TOM,
    make_tribute,
    make_wish,
    release,
    send_out,
)
from tests.fakes import FakeSmtp
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
LIST = "/staff/tributes/"


@pytest.fixture
def editor(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who writes to families."""
    return staff_client("editor")


def kept(tribute_values: dict[str, str] | None = None, **donation: object) -> tuple[int, int, int]:
    """A tribute that pages can see: its id, its honoree's and its recipient's."""
    with transaction():
        tribute = make_tribute(make_wish(**{**TOM, **(tribute_values or {})}), **donation)
        return tribute.id, tribute.honouree_id or 0, tribute.recipient_id or 0


def test_staff_read_release_and_stop_a_letter(app: Flask, db: Session, editor: FlaskClient) -> None:
    tribute_id, honouree_id, recipient_id = kept({"message": "Read me <first>"}, donor_name="Bea Holm")
    page = editor.get(LIST).text
    assert "Read me &lt;first&gt;" in page
    assert "family to tell of a gift" in editor.get("/staff/").text
    nothing_read = editor.post(f"{LIST}release", data={"recipient_id": recipient_id}, follow_redirects=True)
    assert "Tick the families to tell first." in nothing_read.text
    editor.post(f"{LIST}release", data={"recipient_id": recipient_id, "tribute_id": tribute_id})
    assert "About to leave" in editor.get(LIST).text
    notice_id = db.scalars(select(TributeNotice.id)).one()
    assert "Stopped" in editor.post(f"{LIST}letters/{notice_id}/stop", follow_redirects=True).text
    seen = {"tribute_ids": f"{tribute_id} nonsense"}
    editor.post(f"{LIST}recipients/{recipient_id}/release", data=seen)
    with clock.at(clock.now() + HELD_FOR):
        work_off(app, only="donations.")
    page = editor.get(f"{LIST}{honouree_id}").text
    HTMLParser(strict=True).parse(page)
    assert "Send again, corrected" in page
    assert editor.post(f"{LIST}recipients/{recipient_id}/leave", data=seen).status_code == 409


def test_staff_put_names_right_and_send_the_letter_again(
    app: Flask, db: Session, editor: FlaskClient
) -> None:
    with transaction():
        tribute = make_tribute(make_wish(**BY_POST, honouree_name="Anne Miler"), donor_name="Bea Holn")
        notice = send_out(release(tribute))
    ids = {"tribute": tribute.id, "honouree": tribute.honouree_id, "recipient": tribute.recipient_id}
    letter = f"{LIST}letters/{notice.id}"
    editor.post(f"{LIST}{ids['honouree']}/name", data={"kind": "memory", "name": "Ann Miller"})
    editor.post(
        f"{LIST}recipients/{ids['recipient']}",
        data={"name": "Thomas Miller", "channel": "post", "address": "10 Elm St\nFargo ND 58102"},
    )
    editor.post(f"{LIST}gifts/{ids['tribute']}", data={"donor_named": "y", "donor_name": "Bea Holm"})
    editor.post(f"{letter}/correct")
    new_id = db.scalars(select(TributeNotice.id).order_by(TributeNotice.id.desc())).first()
    papers = [editor.get(f"{LIST}letters/{which}/letter.pdf").data for which in (notice.id, new_id)]
    before, now = (PdfReader(BytesIO(paper)).pages[0].extract_text() for paper in papers)
    assert "Anne Miler" in before
    assert "Bea Holn" in before
    for said in ("Ann Miller", "Bea Holm", "Thomas Miller", "10 Elm St", "takes the place of ours"):
        assert said in now
    page = editor.get(f"{LIST}?show=on-paper").text
    assert "Thomas Miller" in page
    pile = {"notice_id": [str(new_id)]}
    assert editor.post(f"{LIST}to-print/letters.pdf", data=pile).mimetype == "application/pdf"
    assert (
        "One letter is marked"
        in editor.post(f"{LIST}to-print/printed", data=pile, follow_redirects=True).text
    )
    assert editor.post(f"{LIST}to-print/letters.pdf", data=pile).status_code == 303
    story = editor.get(f"{LIST}{ids['honouree']}").text
    assert "Corrected since" in story


def test_staff_merge_and_part_honorees(db: Session, editor: FlaskClient) -> None:
    (_, one, _), (other_tribute, other, _) = kept(), kept({"honouree_name": "Anne Miller"})
    assert "Is this the same person?" in editor.get(f"{LIST}{one}").text
    editor.post(f"{LIST}{one}/merge", data={"other_id": [other]})
    assert editor.get(f"{LIST}{other}").location.endswith(f"{LIST}{one}")
    editor.post(f"{LIST}gifts/{other_tribute}/part")
    db.rollback()
    assert db.get_one(Tribute, other_tribute).honouree_id not in {one, other}


def test_staff_have_one_of_the_family_told_instead_of_another(db: Session, editor: FlaskClient) -> None:
    (_, one, tom), (tribute, other, sue) = kept(), kept({"recipient_email": "sue@example.org"})
    editor.post(f"{LIST}{one}/merge", data={"other_id": [other]})
    editor.post(f"{LIST}recipients/{tom}/join", data={"other_id": sue})
    db.rollback()
    assert db.get_one(Tribute, tribute).recipient_id == tom


def test_an_honoree_is_asked_by_mail_and_answers_with_one_press(
    app: Flask, db: Session, editor: FlaskClient, client: FlaskClient, outgoing: FakeSmtp
) -> None:
    _, honouree_id, _ = kept({"kind": HONOR})
    assert 'value="tom@example.org"' in editor.get(f"{LIST}{honouree_id}/ask").text
    editor.post(f"{LIST}{honouree_id}/ask", data={"name": "Ann", "email": "ann@example.org"})
    assert "leaves" in editor.get(f"{LIST}{honouree_id}").text
    with clock.at(clock.now() + HELD_FOR):
        work_off(app, only="donations.")
    [mail] = outgoing.sent
    assert (mail["To"], mail["Subject"]) == ("ann@example.org", "A question from NSN")
    with transaction():
        link = PAGE + seal_question(db.scalars(select(HonoureeAnswer)).one())
    body = mail.get_body(("plain",))
    assert body
    assert link in body.get_content()
    for said, words in (("agree", "You agreed."), ("decline", "You said no.")):
        for _ in range(2):
            assert client.post(f"{link}/{said}").status_code == 303
        assert words in client.get(link).text
    db.rollback()
    assert db.get_one(Honouree, honouree_id).answer == "declined"
    assert len(list(db.scalars(select(HonoureeAnswer)))) == 3
    page = editor.get(f"{LIST}{honouree_id}").text
    assert "Not to be named." in page
    with clock.at(clock.now() + LASTS + timedelta(days=1)):
        assert client.get(link).status_code == 404
        assert client.post(f"{link}/agree").status_code == 404


def test_a_question_that_is_stopped_was_never_asked(db: Session, editor: FlaskClient) -> None:
    _, honouree_id, _ = kept({"kind": HONOR})
    editor.post(f"{LIST}{honouree_id}/ask", data={"name": "Ann", "email": "ann@example.org"})
    question_id = db.scalars(select(HonoureeAnswer.id)).one()
    editor.post(f"{LIST}questions/{question_id}/stop")
    db.rollback()
    assert db.get_one(Honouree, honouree_id).answer == "unasked"
    assert db.scalar(select(HonoureeAnswer.id)) is None
    assert editor.post(f"{LIST}questions/{question_id}/stop").status_code == 404


def test_staff_note_what_was_said(db: Session, editor: FlaskClient) -> None:
    _, honouree_id, _ = kept({"kind": HONOR})
    said = {"answer": "agreed", "source": "telephone", "answered_on": "2026-01-05"}
    assert (
        "Choose what they said."
        in editor.post(f"{LIST}{honouree_id}/answer", data={**said, "answer": ""}).text
    )
    editor.post(f"{LIST}{honouree_id}/answer", data=said)
    row = db.scalars(select(HonoureeAnswer)).one()
    assert (row.answer, row.source, "above the names" in row.wording) == ("agreed", "telephone", True)


def test_who_keeps_volunteers_or_packets_sees_no_family(staff_client: StaffClient, db: Session) -> None:
    _, honouree_id, _ = kept()
    for role in ("packet desk", "volunteer coordinator", "auditor"):
        browser = staff_client(role)
        for path in (LIST, f"{LIST}{honouree_id}", f"{LIST}{honouree_id}/name"):
            assert browser.get(path).status_code == 403
