"""The second of two donors is asked, or not named; what either says shows on every page at once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.operations import (
    agree_to_be_named,
    correct_name,
    decline_to_be_named,
    draft_acknowledgment,
    publish,
)
from ngoapp.acknowledgments.together.links import seal_second
from ngoapp.acknowledgments.together.naming import SecondNotAgreed
from ngoapp.acknowledgments.together.operations import Answer, NothingToAgreeTo, WishChanged, answer
from ngoapp.core.db import transaction
from ngoapp.donations.models import Gift
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.queries import second_of
from ngoapp.donations.tributes.letter import name_told
from ngoapp.donations.tributes.notices import letter_of
from ngoapp.organisation.queries import our_today
from tests.accounts.fixtures import StaffClient
from tests.acknowledgments.factories import make_agreed_gift
from tests.donations.factories import make_joint_gift
from tests.donations.tributes import make_joint_tribute, release
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.work import work_off

BOTH = "Jack and Elizabeth Lewis"


@pytest.fixture(autouse=True)
def _ours(db: Session) -> None:
    with transaction():
        make_organisation()


@pytest.fixture
def gift(db: Session) -> Gift:
    """A gift of two; the first would like both to be named, and the first one's own name is shown."""
    with transaction():
        made = make_joint_gift()
        publish(draft_acknowledgment(made.id).id)
        return made


def second(gift: Gift) -> SecondDonor:
    """The second of the two."""
    found = second_of(gift)
    assert found
    return found


def token(gift: Gift) -> str:
    """Their link."""
    with transaction():
        return seal_second(second(gift))


def says(consent: str, name: str = BOTH) -> Answer:
    """An answer that staff were told."""
    return Answer(consent=consent, name=name, on=our_today(), source="telephone", wording="May we?")


def shown(db: Session) -> tuple[str, str]:
    """The name in public thanks, and whether it is shown."""
    db.rollback()
    thanks = db.scalars(select(Acknowledgment)).one()
    return thanks.recognition_name, thanks.state


def test_only_the_first_is_named_as_long_as_the_second_says_nothing(
    db: Session, gift: Gift, client: FlaskClient
) -> None:
    assert shown(db) == ("Jack Lewis", "published")
    assert "Elizabeth" not in client.get("/").text


def test_the_second_is_asked_by_a_mail_that_names_no_sum(
    app: Flask, db: Session, gift: Gift, outgoing: FakeSmtp, client: FlaskClient
) -> None:
    for _ in range(2):
        work_off(app, only="acknowledgments.")
    (mail,) = [sent for sent in outgoing.sent if sent["To"] == "liz@example.org"]
    assert mail["Subject"] == "A question from NSN"
    body = mail.get_body(("plain",))
    assert body
    text = body.get_content()
    assert "$" not in text
    link = next(line for line in text.splitlines() if line.startswith("http"))
    db.rollback()
    assert db.scalars(select(SecondDonor.consent)).one() == "asked"
    assert client.get(link.removeprefix("http://localhost")).status_code == 200


def test_looking_at_the_link_changes_nothing_and_a_button_does(
    db: Session, gift: Gift, client: FlaskClient
) -> None:
    path = f"/donate/together/{token(gift)}"
    page = client.get(path)
    HTMLParser(strict=True).parse(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert "$" not in page.text
    assert shown(db) == ("Jack Lewis", "published")
    for _ in range(2):
        assert client.post(path, data={"answer": "agreed", "shown_name": BOTH}).status_code == 303
    assert shown(db) == (BOTH, "draft")
    with transaction():
        publish(db.scalars(select(Acknowledgment.id)).one())
    assert BOTH in client.get("/").text
    kept = db.scalars(select(SecondDonor)).one()
    assert kept.consent_source == "link by mail"
    assert BOTH in kept.consent_wording


def test_a_second_who_takes_it_back_is_gone_from_every_page_at_once(
    db: Session, gift: Gift, client: FlaskClient
) -> None:
    with transaction():
        answer(second(gift).id, says("agreed"))
        publish(db.scalars(select(Acknowledgment.id)).one())
    path = f"/donate/together/{token(gift)}"
    assert client.post(path, data={"answer": "declined"}).status_code == 303
    for page in ("/", "/news/"):
        assert "Elizabeth" not in client.get(page).text
    assert shown(db) == ("Jack Lewis", "draft")


def test_a_first_who_takes_it_back_takes_both_names_away(
    db: Session, gift: Gift, client: FlaskClient
) -> None:
    with transaction():
        answer(second(gift).id, says("agreed"))
        publish(db.scalars(select(Acknowledgment.id)).one())
        decline_to_be_named(gift.id, reason="donor")
    assert "Lewis" not in client.get("/").text
    with transaction():
        answer(second(gift).id, says("declined"))
    assert shown(db)[1] == "withdrawn"


def test_no_answer_without_a_choice_and_none_to_a_name_that_was_not_on_the_page(
    db: Session, gift: Gift, client: FlaskClient
) -> None:
    path = f"/donate/together/{token(gift)}"
    assert "Choose one of the answers." in client.post(path, data={}).text
    refused = client.post(path, data={"answer": "agreed", "shown_name": "Jack & Liz"})
    assert "has changed meanwhile" in refused.text
    assert shown(db) == ("Jack Lewis", "published")
    with pytest.raises(WishChanged), transaction():
        answer(second(gift).id, says("agreed", "Jack & Liz"))


def test_a_wrong_link_leads_nowhere(client: FlaskClient) -> None:
    assert client.get("/donate/together/wrong").status_code == 404


def test_a_first_who_wishes_another_name_for_both_has_the_second_asked_again(db: Session, gift: Gift) -> None:
    with transaction():
        answer(second(gift).id, says("agreed"))
        agree_to_be_named(gift.id, recognition_name="The Lewis Family", wording="w", source="s")
    assert shown(db) == ("Jack Lewis", "draft")
    assert second(gift).consent == "unasked"
    with transaction():
        answer(second(gift).id, says("agreed", "The Lewis Family"))
    assert shown(db) == ("The Lewis Family", "draft")


def test_a_first_who_wishes_to_be_thanked_alone_leaves_nothing_to_agree_to(db: Session, gift: Gift) -> None:
    with transaction():
        agree_to_be_named(gift.id, recognition_name="J. Lewis", wording="w", source="s")
    assert shown(db) == ("J. Lewis", "draft")
    with pytest.raises(NothingToAgreeTo), transaction():
        answer(second(gift).id, says("agreed", ""))


def test_staff_cannot_write_the_second_in_before_they_agreed(db: Session, gift: Gift) -> None:
    row_id = db.scalars(select(Acknowledgment.id)).one()
    with pytest.raises(SecondNotAgreed, match="Elizabeth Lewis has not agreed"), transaction():
        correct_name(row_id, recognition_name=BOTH)
    with transaction():
        answer(second(gift).id, says("agreed"))
        correct_name(row_id, recognition_name="Jack and Elisabeth Lewis")


def test_staff_keep_what_they_were_told_with_day_words_and_source(
    db: Session, gift: Gift, staff_client: StaffClient
) -> None:
    editor, path = staff_client("editor"), f"/staff/thanks/together/{second(gift).id}"
    HTMLParser(strict=True).parse(editor.get(path).text)
    told = {"answer": "agreed", "source": "telephone", "asked_on": "2026-11-02", "shown_name": BOTH}
    assert "Enter the words" in editor.post(path, data=told).text
    for _ in range(2):
        assert editor.post(path, data={**told, "wording": "May we name you?"}).status_code == 303
    assert shown(db) == (BOTH, "draft")
    kept = db.scalars(select(SecondDonor)).one()
    assert (kept.consent_source, kept.consent_wording) == ("telephone", "May we name you?")
    assert "with Elizabeth Lewis" in editor.get("/staff/thanks/").text
    assert editor.post(f"{path}/part").status_code == 303
    db.rollback()
    assert db.scalars(select(SecondDonor.parted_on)).one() == our_today()


def test_a_stranger_can_say_so(
    db: Session, gift: Gift, client: FlaskClient, staff_client: StaffClient
) -> None:
    client.post(f"/donate/together/{token(gift)}", data={"answer": "stranger"})
    assert "knows nothing of this gift" in staff_client("finance").get(f"/staff/gifts/{gift.id}").text


@pytest.mark.parametrize("refusal", ["declined", "stranger"])
def test_a_letter_to_a_family_names_no_second_who_said_no(db: Session, refusal: str) -> None:
    with transaction():
        gift, tribute = make_joint_tribute("Jack Lewis", "Elizabeth Lewis")
        assert name_told(tribute) == "Jack and Elizabeth Lewis"
        answer(second(gift).id, says(refusal))
        assert [line.name for line in letter_of(release(tribute)).givers] == ["Jack Lewis"]
        answer(second(gift).id, says("agreed", "Jack and Elizabeth Lewis"))
        assert name_told(tribute) == "Jack and Elizabeth Lewis"


def test_a_gift_drafted_after_both_agreed_shows_both(db: Session) -> None:
    with transaction():
        late = make_joint_gift()
        answer(second(late).id, says("agreed"))
        draft_acknowledgment(late.id)
    assert shown(db) == (BOTH, "draft")


def test_a_name_that_reads_like_two_is_pointed_out_where_nobody_told_us_of_a_second(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        draft_acknowledgment(make_agreed_gift("Priya Raman and Tom Fields").id)
    assert "reads like two people" in staff_client("editor").get("/staff/thanks/").text
