"""Calls: who has which, how they end, and what is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import Actor, AuditEntry, acting_as
from ngoapp.core.db import transaction
from ngoapp.packets.calls.models import Call, TakenOff
from ngoapp.packets.calls.operations import (
    CallIsOver,
    CannotReopen,
    MessageNotSafe,
    NoNumber,
    SomebodyHasIt,
    claim,
    end_call,
    forget_call,
    release,
    reopen,
    try_again,
)
from ngoapp.packets.calls.queries import piles, read_call_backs
from ngoapp.packets.calls.shifts import (
    change_script,
    drop_script,
    forget_note,
    read_note,
    scripts,
    unread_notes,
    write_note,
    write_script,
)
from ngoapp.packets.calls.taking_off import NobodyNamed, take_off, taken_off_since
from ngoapp.packets.duplicates import Keys
from ngoapp.packets.privacy.links import ask_for_page
from ngoapp.packets.privacy.models import PageLink
from tests.accounts.factories import saved_staff
from tests.organisation.factories import make_organisation
from tests.packets.calls.factories import make_call
from tests.packets.factories import make_request


@pytest.fixture
def ines(db: Session) -> Actor:
    return Actor("staff", saved_staff("packet desk").id)


@pytest.fixture
def bo(db: Session) -> Actor:
    return Actor("staff", saved_staff("packet desk").id)


def test_the_same_form_twice_is_one_call(db: Session) -> None:
    assert make_call(action_key="one") is make_call(action_key="one")


def test_whoever_wants_a_call_back_leaves_a_number(db: Session) -> None:
    with pytest.raises(NoNumber, match="Enter the number"):
        make_call(phone="")


def test_a_call_that_wants_nothing_more_is_over_at_once(db: Session) -> None:
    assert make_call(phone="", call_back=False).ended == "none_wanted"
    assert db.scalar(select(piles()["calls_to_return"])) == 0


def test_two_never_have_the_same_call(db: Session, ines: Actor, bo: Actor) -> None:
    call = make_call()
    with acting_as(ines):
        assert claim(call.id) is claim(call.id)
    with acting_as(bo):
        for act in (claim, release, try_again):
            with pytest.raises(SomebodyHasIt, match="Ines Okafor has this one"):
                act(call.id)
        with pytest.raises(SomebodyHasIt):
            end_call(call.id, "reached")


def test_a_call_that_was_left_lying_for_an_hour_can_be_taken_over(
    db: Session, ines: Actor, bo: Actor
) -> None:
    call = make_call()
    with acting_as(ines), clock.at(clock.now() - timedelta(hours=2)):
        claim(call.id)
    with acting_as(bo):
        assert claim(call.id).claimed_by_id == bo.id


def test_nobody_answered_puts_it_back_on_the_list_with_one_try_more(db: Session, ines: Actor) -> None:
    call = make_call()
    with acting_as(ines):
        claim(call.id)
        for _ in range(2):
            try_again(call.id)
    assert (call.tries, call.claimed_by_id) == (1, None)
    assert list(read_call_backs()) == [call]


@pytest.mark.parametrize("ended", ["reached", "message_left", "given_up"])
def test_a_call_that_was_ended_by_mistake_is_open_again_and_ours(
    db: Session, ines: Actor, ended: str
) -> None:
    call = make_call(safe="yes")
    with acting_as(ines):
        end_call(call.id, ended)
        for _ in range(2):
            reopen(call.id)
    assert (call.ended, call.closed_at, call.claimed_by_id) == ("", None, ines.id)
    assert list(read_call_backs()) == [call]


def test_a_call_that_wanted_nothing_or_was_forgotten_is_not_opened_again(db: Session) -> None:
    for call in (make_call(phone="", call_back=False), forget_call(make_call().id)):
        with pytest.raises(CannotReopen, match="anew"):
            reopen(call.id)


def test_a_message_is_left_only_where_they_said_that_it_is_safe(db: Session) -> None:
    with pytest.raises(MessageNotSafe, match="leave none"):
        end_call(make_call().id, "message_left")
    assert end_call(make_call(safe="yes").id, "message_left").ended == "message_left"


def test_a_call_that_is_over_is_not_taken(db: Session) -> None:
    call = end_call(make_call().id, "reached")
    with pytest.raises(CallIsOver):
        claim(call.id)


def test_the_database_holds_to_it_too(db: Session) -> None:
    call = make_call()
    call.claimed_at = clock.now()
    with pytest.raises(DBAPIError):
        db.flush()
    db.rollback()


def test_what_is_due_first_stands_first(db: Session) -> None:
    later = make_call(name="Cy", call_back_on=clock.now().date() + timedelta(days=2))
    now = make_call()
    assert list(read_call_backs()) == [now, later]


def test_forgetting_a_call_leaves_what_is_counted(db: Session) -> None:
    call = make_call(words="Side door", safe="yes", safe_name="Ines", call_back_when="after six")
    forget_call(forget_call(call.id).id)
    assert (call.name, call.phone, call.words, call.safe_name, call.call_back_when) == ("", "", "", "", "")
    assert (call.about, call.ended) == ("listen", "taken_off")


def test_nothing_that_was_said_enters_the_audit(db: Session) -> None:
    with transaction():
        make_call(name="Tangerine", words="Tangerine", safe="yes", safe_name="Tangerine")
        write_note(action_key="n", words="Tangerine")
    entries = db.scalars(select(AuditEntry)).all()
    assert entries
    assert not [entry for entry in entries if "angerine" in str(entry.detail)]


def test_a_note_is_shown_until_somebody_has_read_it(db: Session, ines: Actor) -> None:
    note = write_note(action_key="n", words="The doorbell is broken.")
    assert write_note(action_key="n", words="again") is note
    assert list(unread_notes()) == [note]
    with acting_as(ines):
        read_note(note.id)
        read_note(note.id)
    assert not unread_notes()
    forget_note(note.id)
    assert note.words == ""


def test_scripts_for_a_crisis_stand_first_and_can_be_laid_aside(db: Session) -> None:
    plain = write_script(action_key="a", title="A question", words="Listen.", crisis=False)
    crisis = write_script(action_key="b", title="Somebody in distress", words="Stay.", crisis=True)
    assert list(scripts()) == [crisis, plain]
    assert (
        change_script(plain.id, title="Any question", words="Listen.", crisis=False).title == "Any question"
    )
    drop_script(crisis.id)
    assert list(scripts()) == [plain]


def test_one_step_takes_somebody_off_everything_and_keeps_digests_only(db: Session) -> None:
    make_organisation()
    requests = [make_request(phone="612-555-0139"), make_request("Other", phone="952-555-0142")]
    call = make_call()
    done = take_off(Keys(phone="6125550139"), ["d1", "d2"])
    assert (done.requests, done.calls) == (1, 1)
    assert [request.erased_at is not None for request in requests] == [True, False]
    assert requests[0].state == "cancelled"
    assert call.erased_at
    assert taken_off_since(["d2"])
    assert not taken_off_since(["d3"])
    again = take_off(Keys(phone="6125550139"), ["d1", "d2"])
    assert (again.requests, again.calls) == (0, 0)
    assert len(db.scalars(select(TakenOff)).all()) == 2


def test_who_is_taken_off_leaves_no_way_to_their_page(db: Session) -> None:
    make_organisation()
    make_request(email="ana@example.org", phone="612-555-0139")
    ask_for_page("Ana@example.org")
    ask_for_page("bo@example.org")
    take_off(Keys(phone="6125550139"), ["d1"])
    assert db.scalars(select(PageLink.mailbox)).all() == ["bo@example.org"]


def test_a_name_alone_takes_nobody_off(db: Session) -> None:
    make_request()
    with pytest.raises(NobodyNamed):
        take_off(Keys(name="ana ruiz"), ())
    assert db.scalars(select(Call)).all() == []
