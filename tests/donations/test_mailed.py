"""A promised check is awaited, reminded of once and by people only, and welcome whenever it comes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.amounts import TooLittle
from ngoapp.donations.invariants import broken
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import (
    HELD_FOR,
    LAPSES_AFTER,
    REMIND_AFTER,
    AlreadyReceived,
    NoLongerOpen,
    ReminderGone,
    lapse_pledge,
    leave_reminder,
    promise_check,
    receive_pledge,
    release_reminders,
    stop_reminder,
    withdraw_pledge,
)
from ngoapp.donations.mailed.queries import UnknownReference, held_reminders, pledge_with, pledges_page
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.queries import waiting
from tests.donations.factories import make_cheque, make_fund, make_pledge

pytestmark = pytest.mark.usefixtures("organisation")
A_DAY = timedelta(days=1)


def make_overdue(email: str = "ruth@example.org") -> MailedPledge:
    """A check that was promised a day more than three weeks ago."""
    with clock.at(clock.now() - REMIND_AFTER - A_DAY):
        return make_pledge(email=email)


def jobs(db: Session, name: str) -> list[OutboxRow]:
    """The jobs of this name."""
    return list(db.scalars(select(OutboxRow).where(OutboxRow.name == name)))


def test_the_same_form_sent_twice_is_one_pledge_with_one_reference(db: Session) -> None:
    first, second = make_pledge(action_key="one"), make_pledge(action_key="one")
    assert first is second
    assert db.scalar(select(func.count(MailedPledge.id))) == 1
    assert len(jobs(db, "donations.send_slip")) == len(jobs(db, "donations.lapse_pledge")) == 1


def test_a_corrected_amount_is_another_pledge(db: Session) -> None:
    wanted = {"action_key": "one", "fund_id": make_fund().id, "donor_name": "Ruth Berg", "email": ""}
    amounts = [make_pledge().amount, make_pledge().amount + make_pledge().amount]
    one, other = (promise_check(Pledge(**wanted, amount=amount)) for amount in amounts)  # type: ignore[arg-type]
    assert one.reference != other.reference


def test_no_two_pledges_have_one_reference(db: Session) -> None:
    make_pledge().code = make_pledge().code
    with pytest.raises(IntegrityError):
        db.flush()


def test_a_promise_without_an_e_mail_address_sends_no_mail(db: Session) -> None:
    make_pledge(email="")
    assert jobs(db, "donations.send_slip") == []


def test_what_is_too_little_is_refused(db: Session) -> None:
    with pytest.raises(TooLittle):
        make_pledge(make_pledge().amount - make_pledge().amount)


def test_a_pledge_is_found_by_its_reference_and_no_other(db: Session) -> None:
    pledge = make_pledge()
    assert pledge_with(pledge.reference.lower()) is pledge
    withdrawn_code = pledge.reference
    db.delete(pledge)
    db.flush()
    with pytest.raises(UnknownReference, match="Nobody was given this reference"):
        pledge_with(withdrawn_code)


@pytest.mark.parametrize("state", ["promised", "lapsed", "withdrawn"])
def test_a_check_is_taken_whatever_had_become_of_its_pledge(db: Session, state: str) -> None:
    pledge, gift = make_pledge(), make_cheque()
    pledge.state = state
    for _ in range(2):
        receive_pledge(pledge.id, gift=gift)
    assert (pledge.state, pledge.gift_id) == ("received", gift.id)


def test_a_second_check_does_not_take_the_place_of_the_first(db: Session) -> None:
    pledge, first = make_pledge(), make_cheque()
    receive_pledge(pledge.id, gift=first)
    with pytest.raises(AlreadyReceived, match="is recorded already"):
        receive_pledge(pledge.id, gift=make_cheque())
    assert pledge.gift_id == first.id


def test_a_pledge_is_not_received_without_its_gift(db: Session) -> None:
    make_pledge().state = "received"
    with pytest.raises(IntegrityError):
        db.flush()


def test_a_promise_can_be_called_off_until_the_check_is_here(db: Session) -> None:
    pledge = make_pledge()
    for _ in range(2):
        withdraw_pledge(pledge.id)
    assert pledge.state == "withdrawn"
    receive_pledge(pledge.id, gift=make_cheque())
    with pytest.raises(NoLongerOpen, match="received already"):
        withdraw_pledge(pledge.id)


def test_a_promise_lapses_after_three_months_and_never_before(db: Session) -> None:
    pledge = make_pledge()
    [job] = jobs(db, "donations.lapse_pledge")
    assert job.available_at == pledge.created_at + LAPSES_AFTER
    with clock.at(pledge.lapses_at - timedelta(seconds=1)):
        lapse_pledge(pledge.id)
        assert pledge.state == "promised"
    with clock.at(pledge.lapses_at):
        lapse_pledge(pledge.id)
        lapse_pledge(pledge.id)
    assert pledge.state == "lapsed"


def test_what_came_does_not_lapse(db: Session) -> None:
    pledge = make_pledge()
    receive_pledge(pledge.id, gift=make_cheque())
    with clock.at(pledge.lapses_at):
        lapse_pledge(pledge.id)
    assert pledge.state == "received"


def test_overdue_checks_wait_for_staff_and_nothing_leaves_by_itself(db: Session) -> None:
    make_overdue()
    make_overdue(email="")
    make_pledge()
    assert waiting()["reminders_to_release"] == 1
    assert jobs(db, "donations.send_pledge_reminder") == []
    assert len(pledges_page(show="overdue").items) == 2


def test_a_released_reminder_is_held_for_a_quarter_of_an_hour(db: Session) -> None:
    pledge, early = make_overdue(), make_pledge()
    assert release_reminders([pledge.id, early.id, pledge.id]) == 1
    assert release_reminders([pledge.id]) == 0
    [job] = jobs(db, "donations.send_pledge_reminder")
    assert job.available_at >= clock.now() + HELD_FOR - timedelta(minutes=1)
    assert set(held_reminders()) == {pledge.id}
    assert waiting()["reminders_to_release"] == 0


def test_a_stopped_reminder_lies_on_the_pile_again_and_can_be_released_anew(db: Session) -> None:
    pledge = make_overdue()
    release_reminders([pledge.id])
    stop_reminder(pledge.id)
    assert waiting()["reminders_to_release"] == 1
    with pytest.raises(ReminderGone):
        stop_reminder(pledge.id)
    assert release_reminders([pledge.id]) == 1
    states = sorted(job.state for job in jobs(db, "donations.send_pledge_reminder"))
    assert states == ["stopped", "waiting"]


def test_staff_can_do_without_a_reminder(db: Session) -> None:
    pledge = make_overdue()
    leave_reminder(pledge.id)
    assert release_reminders([pledge.id]) == 0
    assert waiting()["reminders_to_release"] == 0


@pytest.mark.parametrize("ending", ["received", "withdrawn", "lapsed"])
def test_a_held_reminder_is_stopped_by_whatever_ends_the_waiting(db: Session, ending: str) -> None:
    pledge = make_overdue()
    release_reminders([pledge.id])
    if ending == "received":
        receive_pledge(pledge.id, gift=make_cheque())
    elif ending == "withdrawn":
        withdraw_pledge(pledge.id)
    else:
        with clock.at(pledge.lapses_at):
            lapse_pledge(pledge.id)
    assert [job.state for job in jobs(db, "donations.send_pledge_reminder")] == ["stopped"]


def test_the_check_finds_a_promise_that_nobody_will_let_lapse(db: Session) -> None:
    pledge = make_pledge()
    [job] = jobs(db, "donations.lapse_pledge")
    assert list(broken()) == []
    with clock.at(pledge.lapses_at + A_DAY):
        assert list(broken()) == []
        job.state = "stopped"
        db.flush()
        assert list(broken()) == [f"donations: pledge {pledge.id} is long over and still awaited"]


def test_the_check_finds_a_reference_that_does_not_check_itself_and_a_reminder_without_a_job(
    db: Session,
) -> None:
    pledge = make_pledge()
    pledge.code, pledge.reminder = "22223", "released"
    db.flush()
    assert list(broken()) == [
        f"donations: the reference of pledge {pledge.id} does not check itself",
        f"donations: pledge {pledge.id} has a reminder that nobody will send",
    ]
