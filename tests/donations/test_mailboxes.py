"""What was filled in with an e-mail address is found by it, whatever its letters and however they were written."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.mailboxes import ids_at
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import leave_reminders_of
from ngoapp.donations.models import Donation
from ngoapp.donations.phone.operations import mail_again
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.operations import keep_second
from ngoapp.donations.together.parts import Together
from ngoapp.receipts.correspondence import about
from ngoapp.site.export import everything_about
from tests.donations.factories import make_card_gift, make_donation, make_fund, make_phone_page, make_pledge
from tests.people.factories import make_person

pytestmark = pytest.mark.usefixtures("organisation")
SHOUTED, PLAIN = "JÖRG@EXAMPLE.ORG", "jörg@example.org"


def shouted_donation() -> int:
    """A donation on the form."""
    fund, amount = make_fund(), Money(5000, "USD")
    pledge = Pledge(action_key="k", amount=amount, fund_id=fund.id, donor_name="Jörg Berg", email=SHOUTED)
    return pledge_donation(pledge).id


def shouted_pledge() -> int:
    """A check that is promised."""
    return make_pledge(email=SHOUTED).id


def shouted_second() -> int:
    """Somebody who gives together with another."""
    keep_second(Together(name="Jörg Berg", email=SHOUTED), donation_id=make_donation().id)
    return ids_at(SecondDonor, [PLAIN])[0]


def shouted_call() -> int:
    """A donation by phone, whose mail went to another address at first."""
    page = make_phone_page()
    mail_again(page.id, email=SHOUTED)
    return page.donation_id


@pytest.mark.parametrize(
    ("model", "fill_in"),
    [
        (Donation, shouted_donation),
        (MailedPledge, shouted_pledge),
        (SecondDonor, shouted_second),
        (Donation, shouted_call),
    ],
)
def test_an_address_finds_what_was_typed_in_other_letters(
    db: Session, model: type[Donation], fill_in: Callable[[], int]
) -> None:
    with transaction():
        filled_in = fill_in()
    assert list(ids_at(model, [PLAIN])) == [filled_in]
    assert list(ids_at(model, [""])) == []


def test_letters_that_fold_to_the_same_are_still_two_mailboxes(db: Session) -> None:
    with transaction():
        make_donation(email="strasse@example.org")
        own = make_donation(email="STRASSE@example.org").id, make_donation(email="straße@example.org").id
    assert list(ids_at(Donation, ["straße@example.org"])) == [own[1]]
    assert own[0] in ids_at(Donation, ["strasse@example.org"])


def test_nobody_who_died_is_reminded_of_a_check_promised_in_other_letters(db: Session) -> None:
    with transaction():
        person = make_person("Jörg Berg", PLAIN)
        make_pledge(email=SHOUTED, donor_name="JÖRG BERG")
        make_pledge(email=SHOUTED, donor_name="Nora Berg")
        assert leave_reminders_of(person) == 1


def test_mail_and_file_of_a_donor_know_what_was_typed_in_other_letters(
    db: Session,
) -> None:
    with transaction():
        gift = make_card_gift(donor=make_person("Jörg Berg", PLAIN))
        person, begun = gift.donor, make_donation(email=SHOUTED, donor_name="JÖRG BERG").id
        promised = make_pledge(email=SHOUTED, donor_name="jörg berg").id
    assert person
    assert begun in about(person)["donation_id"]
    assert promised in about(person)["pledge_id"]
    told = everything_about([person], PLAIN)
    assert begun in [row["id"] for row in told["donations"]]
    assert [row["id"] for row in told["promised_checks"]] == [promised]
