"""The yearly summary: every gift and all that went back, with the numbers of receipts and never one of its own."""

from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.errors import NotThere
from ngoapp.core.money import Money
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from ngoapp.people.households.operations import make_household
from ngoapp.people.models import Person
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.summaries import page_of_summary, paper_of_summary, summary_of
from tests.donations.factories import make_card_gift
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person
from tests.receipts.factories import make_receipt


@pytest.fixture
def donor(db: Session) -> Person:
    with transaction():
        make_organisation()
        return make_person()


def give(donor: Person, minor: int, year: int = 2026, month: int = 11, currency: str = "USD") -> Gift:
    with transaction():
        at = datetime(year, month, 10, 18, tzinfo=UTC)
        return make_card_gift(Money(minor, currency), donor=donor, charged_at=at)


def move(gift: Gift, kind: str, minor: int, on: date) -> None:
    with transaction():
        add_movement(gift, kind=kind, source=f"x_{kind}_{on}", amount=Money(minor, "USD"), moved_on=on)


def test_two_equal_gifts_on_one_day_are_two_lines_with_their_receipts(donor: Person) -> None:
    receipts = [make_receipt(give(donor, 5000)), make_receipt(give(donor, 5000))]
    summary = summary_of(donor, 2026)
    assert [(line.on, line.amount.minor) for line in summary.lines] == [(date(2026, 11, 10), 5000)] * 2
    assert [line.receipt for line in summary.lines] == [receipt.number for receipt in receipts]


def test_what_went_back_has_lines_of_its_own_in_the_year_in_which_it_went(donor: Person) -> None:
    gift = give(donor, 5000, year=2025)
    move(gift, "fee", -175, date(2025, 11, 11))
    move(gift, "refund", -2000, date(2025, 12, 1))
    move(gift, "dispute", -3000, date(2026, 1, 5))
    of_2025, of_2026 = summary_of(donor, 2025), summary_of(donor, 2026)
    assert [line.amount.minor for line in of_2025.lines] == [5000, -2000]
    assert [(line.what, line.amount.minor) for line in of_2026.lines] == [("Taken back by your bank", -3000)]
    assert [(it.given.minor, it.returned.minor, it.left.minor) for it in of_2025.totals] == [
        (5000, -2000, 3000)
    ]


def test_a_check_that_bounced_is_not_called_a_refund(donor: Person) -> None:
    gift = give(donor, 5000)
    with transaction():
        back = Money(-5000, "USD")
        add_movement(gift, kind="refund", source="bounced:1", amount=back, moved_on=date(2026, 11, 20))
    assert [line.what for line in summary_of(donor, 2026).lines][1] == "Your check came back unpaid"


def test_currencies_are_never_added_up(donor: Person) -> None:
    give(donor, 5000)
    give(donor, 3000, currency="CAD")
    assert [total.left for total in summary_of(donor, 2026).totals] == [
        Money(3000, "CAD"),
        Money(5000, "USD"),
    ]


def test_a_year_in_which_nothing_came_has_no_summary(donor: Person) -> None:
    give(donor, 5000)
    for year in (2024, 0, 10**9):
        with pytest.raises(NotThere):
            summary_of(donor, year)


def test_joint_donors_are_both_addressed(donor: Person) -> None:
    give(donor, 5000)
    with transaction():
        names = {
            "envelope_name": "J. and E. Lewis",
            "salutation": "Jack and Elizabeth",
            "public_name": "The Lewises",
        }
        make_household(donor, receipt_name="Jack Lewis and Elizabeth Lewis", **names)
    html = page_of_summary(summary_of(donor, 2026))
    assert "Jack Lewis and Elizabeth Lewis" in html
    assert "Jack and Elizabeth</bdi>" in html


def test_the_summary_says_that_it_is_no_receipt_and_takes_no_number(donor: Person, db: Session) -> None:
    make_receipt(give(donor, 5000))
    paper_of_summary(summary_of(donor, 2026))
    html = page_of_summary(summary_of(donor, 2026))
    assert "a summary and not a receipt" in html
    assert "No goods or services" not in html
    assert db.scalar(select(func.count(Receipt.id))) == 1


def test_the_paper_is_the_same_bytes_and_draws_every_letter_or_spells_it_out(donor: Person) -> None:
    give(donor, 5000)
    with transaction():
        strange = make_person("陳美玲 \U0001e900", "strange@example.org")
    give(strange, 100)
    assert paper_of_summary(summary_of(donor, 2026)) == paper_of_summary(summary_of(donor, 2026))
    assert paper_of_summary(summary_of(strange, 2026)).startswith(b"%PDF")


def test_a_long_year_runs_over_several_pages(donor: Person) -> None:
    with transaction():
        for month in range(1, 12):
            for _ in range(6):
                make_card_gift(donor=donor, charged_at=datetime(2026, month, 5, 18, tzinfo=UTC))
    with pikepdf.open(BytesIO(paper_of_summary(summary_of(donor, 2026)))) as pdf:
        assert 2 <= len(pdf.pages) <= 4
