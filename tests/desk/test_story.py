"""A gift's whole story on one page, for who may read gifts."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.desk.story import story_of
from ngoapp.desk.story_words import EVENTS, WORK, action_in_words
from ngoapp.donations.events.truth import HANDLED
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.returns.operations import record_return
from ngoapp.organisation.queries import our_today
from ngoapp.worker.jobs import JOBS
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_card_gift, make_cheque
from tests.donations.tributes import make_tribute, release, send_out
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person
from tests.work import work_off


def test_the_story_tells_money_receipt_mail_and_audit_in_order(
    app: Flask, db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
        cheque = make_cheque(donor=make_person("Ruth Berg", "ruth@example.org"))
        make_card_gift()
        release_gift(cheque.id)
    work_off(app)
    with transaction():
        record_return(
            entry_key="bounced-check",
            gift_id=cheque.id,
            bounced=True,
            amount=Money(10000, "USD"),
            moved_on=our_today(),
        )
    work_off(app)
    moments = story_of(cheque.id).moments
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    assert {moment.room for moment in moments} == {"Money", "Receipt", "Mail", "Work", "Who did what"}
    page = staff_client("auditor").get(f"/staff/gifts/{cheque.id}/story").text
    for words in (
        "Money came: $100.00",
        "was issued",
        "became void",
        "Note to the donor: the check bounced",
        "The gift bounced",
        "Issue the receipt",
    ):
        assert words in page
    assert staff_client("editor").get(f"/staff/gifts/{cheque.id}/story").status_code == 403


def test_the_story_tells_whom_a_gift_honors_and_which_letter_told_the_family(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
        tribute = make_tribute()
        send_out(release(tribute))
    page = staff_client("finance").get(f"/staff/gifts/{tribute.gift_id}/story").text
    for words in (
        "In memory of Ann Miller",
        "Letter to Tom Miller is out",
        "The letter to the family was sent",
        "The tribute came into force with the gift",
    ):
        assert words in page
    assert f'href="/staff/tributes/{tribute.honouree_id}"' in page


def test_everything_in_a_story_is_said_in_words(app: Flask, db: Session) -> None:
    with transaction():
        make_organisation()
        gift = make_card_gift()
    work_off(app)
    assert set(WORK) <= set(JOBS)
    assert set(EVENTS) == HANDLED
    for moment in story_of(gift.id).moments:
        said = moment.what + (f" {moment.detail}" if moment.room == "Work" else "")
        assert not re.search(r"[a-z]_[a-z]|[a-z][.:][a-z]", said)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("receipt.mailed", "The receipt was mailed"),
        ("gift.refund_asked", "The gift is to be given back"),
        ("something_new.done_twice", "Something new was done twice"),
    ],
)
def test_an_entry_of_the_audit_reads_as_a_sentence(action: str, words: str) -> None:
    assert action_in_words(action) == words
