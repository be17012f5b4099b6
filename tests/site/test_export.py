"""Everything about a donor in one file: complete, theirs alone, and without a word from the packet desk."""

import json

from flask.testing import FlaskClient

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.core.db import Base, transaction
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.models import Donation, Gift, Movement, RecurringPlan
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.returns.models import Dispute, DonorNote, RefundRequest
from ngoapp.donations.together.parts import Together
from ngoapp.donations.tributes.models import Tribute
from ngoapp.donations.tributes.wishes import keep_wish
from ngoapp.people.models import Address, Consent, Household, Person
from ngoapp.people.operations import set_address
from ngoapp.receipts.models import Receipt
from ngoapp.site.export import LEFT_OUT, told_of
from ngoapp.site.models import GivingDevice, GivingLink
from ngoapp.volunteers.models import Volunteer
from tests.acknowledgments.factories import make_published
from tests.donations.factories import make_donation, make_pledge
from tests.donations.plans import keep_plan
from tests.donations.tributes import make_wish
from tests.packets.factories import make_edition
from tests.packets.pages import POST
from tests.people.factories import HOME, make_person
from tests.receipts.factories import make_receipt
from tests.site.factories import MAILBOX
from tests.volunteers.factories import make_volunteer

CANARY = "Quetzalcanary"
FILE = "/giving/everything.json"


def fill_the_books() -> None:
    """One of everything that a donor may have with us."""
    with transaction():
        set_address(make_person(), **HOME)
        make_published()
        keep_wish(make_wish(), donation_id=make_donation(email=MAILBOX.upper(), state="expired").id)
        make_pledge(
            email=MAILBOX.upper(),
            donor_name="jack and elizabeth lewis",
            together=Together(name="Ben Cho"),
            tribute=make_wish(),
            employer="NSM",
        )
        keep_plan(make_person())
        for email in (MAILBOX.upper(), "other@example.org"):
            make_volunteer(email=email)


def test_the_file_has_every_kind_of_thing_that_we_hold(inside: FlaskClient, gift: Gift) -> None:
    receipt = make_receipt(gift)
    fill_the_books()
    inside.post(f"/giving/people/{gift.donor_id}/mail", data={"purposes": ["appeals"]})
    answer = inside.get(FILE)
    told = json.loads(answer.data)
    counts = {part: len(rows) for part, rows in told.items() if isinstance(rows, list)}
    assert counts == {
        "people": 1,
        "households": 0,
        "addresses": 1,
        "consents": 1,
        "donations": 4,
        "promised_checks": 1,
        "given_together": 1,
        "hoped_for_matches": 1,
        "soft_credits": 0,
        "gifts": 3,
        "movements": 3,
        "receipts": 1,
        "tributes": 2,
        "recurring_gifts": 1,
        "recurring_gifts_asked_for": 0,
        "public_thanks": 1,
        "consents_to_be_named": 0,
        "refunds_asked_for": 0,
        "disputes": 0,
        "notes_about_money_that_went_back": 0,
        "devices": 1,
        "links_asked_for": 1,
        "offers_to_help": 1,
        "mails": 2,
    }
    assert told["receipts"][0]["number"] == receipt.number
    assert (told["gifts"][0]["amount_minor"], told["gifts"][0]["amount_currency"]) == (5000, "USD")


def test_the_file_is_saved_by_the_browser_and_kept_by_nobody_else(inside: FlaskClient, gift: Gift) -> None:
    answer = inside.get(FILE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_nothing_of_anybody_else_is_in_the_file(inside: FlaskClient, strangers_gift: Gift) -> None:
    make_receipt(strangers_gift)
    with transaction():
        make_pledge(donor_name="Ngozi Adeyemi", email="ngozi@example.org", tribute=make_wish())
    text = inside.get(FILE).text
    assert "Ngozi" not in text
    assert "ngozi" not in text
    assert "Ann Miller" not in text


def test_no_secret_is_in_the_file(inside: FlaskClient, gift: Gift) -> None:
    assert not any(name in inside.get(FILE).text for name in LEFT_OUT)


def test_a_column_is_in_the_file_unless_a_reason_says_why_not() -> None:
    models: list[type[Base]] = [
        Person,
        Household,
        Address,
        Consent,
        Donation,
        MailedPledge,
        Gift,
        Movement,
        Receipt,
        Acknowledgment,
        Tribute,
        RecurringPlan,
        PlanInvoice,
        RefundRequest,
        Dispute,
        DonorNote,
        GivingDevice,
        GivingLink,
        Volunteer,
    ]
    for model in models:
        columns = {column.name for column in model.__table__.columns}
        assert told_of(model()).keys() == columns - LEFT_OUT.keys()


def test_requests_to_the_packet_desk_are_never_shown_nor_exported(inside: FlaskClient, gift: Gift) -> None:
    with transaction():
        make_edition()
    asked = {"name": CANARY, "note": CANARY, "city": CANARY, "email": MAILBOX}
    for way in ("post", "email"):
        assert inside.post("/info-packet", data={**POST, **asked, "way": way}).status_code == 303
    pages = [
        "/giving",
        "/giving/everything",
        f"/giving/people/{gift.donor_id}/address",
        f"/giving/people/{gift.donor_id}/mail",
        FILE,
    ]
    for page in pages:
        text = inside.get(page).text
        assert CANARY not in text
        assert "packet_request" not in text
