"""Requests that staff enter, and what they decide when the household asked before."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.packets.duplicates import asked_twice
from ngoapp.packets.intake.operations import AskedBefore, enter_request
from ngoapp.packets.intake.twins import read_twins
from ngoapp.packets.links import is_open
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.moves import move
from ngoapp.packets.operations import Asker, Consent
from tests.organisation.factories import make_organisation
from tests.packets.factories import HOME, make_edition, make_request

ANA = Asker(name="Ana Ruiz", address=HOME)


def enter(
    key: str = "entered", *, asker: Asker = ANA, way: str = "post", decision: str = ""
) -> PacketRequest:
    return enter_request(
        action_key=key,
        channel="phone",
        way=way,
        language="en",
        asker=asker,
        consent=Consent(wording="Yes."),
        decision=decision,
    )


def test_a_household_that_asked_before_is_not_taken_in_without_a_decision(db: Session) -> None:
    make_request()
    with pytest.raises(AskedBefore, match="Choose what to do"):
        enter()


@pytest.mark.parametrize(
    ("decision", "state"), [("again", "approved"), ("same", "duplicate"), ("not", "cancelled")]
)
def test_what_staff_decide_is_done_and_not_asked_again(db: Session, decision: str, state: str) -> None:
    first = make_request()
    second = enter(decision=decision)
    assert (second.state, second.twin_id) == (state, first.id)
    assert second.id not in asked_twice([first, second])
    assert enter(decision=decision) is second


def test_a_link_that_is_decided_against_never_works(db: Session) -> None:
    make_organisation()
    make_edition()
    asker = Asker(email="ana@example.org")
    enter("first", asker=asker, way="email")
    second = enter("second", asker=asker, way="email", decision="same")
    assert not [link for link in second.links if is_open(link)]


def test_after_ninety_days_nobody_is_asked(db: Session) -> None:
    with clock.at(clock.now() - timedelta(days=91)):
        make_request()
    assert enter().state == "approved"


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ((), "This household asked on"),
        (("batched", "sent"), "This household had it on"),
        (("batched", "sent", "returned"), "It went to this household on"),
    ],
)
def test_staff_read_what_became_of_the_earlier_one(db: Session, ways: tuple[str, ...], words: str) -> None:
    request = make_request()
    for state in ways:
        move(request, state)
    assert [twin.begins for twin in read_twins(ANA)] == [words]


def test_a_message_may_only_be_left_where_there_is_a_number(db: Session) -> None:
    said: dict[str, Any] = {"voicemail": "yes", "voicemail_name": "Ines"}
    assert enter(asker=Asker(name="Bo", address=HOME, **said)).voicemail == ""
    with_phone = enter("phone", asker=Asker(name="Cy", phone="612-555-0139", address=HOME, **said))
    assert (with_phone.voicemail, with_phone.voicemail_name) == ("yes", "Ines")
