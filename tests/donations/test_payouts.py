"""Payouts are tied out to the cent; what does not tie out is listed, line by line."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.adapters.book_facts import Move
from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.core import clock
from ngoapp.core.db import save, transaction
from ngoapp.core.money import Money
from ngoapp.core.spreadsheets import from_csv
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import WebhookEvent
from ngoapp.donations.payouts.comparing import TieOut, compare
from ngoapp.donations.payouts.invariants import broken
from ngoapp.donations.payouts.models import Payout, PayoutLine
from ngoapp.donations.payouts.queries import not_paid_out
from ngoapp.donations.payouts.reading import read_payouts
from ngoapp.donations.queries import waiting
from tests.accounts.fixtures import StaffClient
from tests.donations.paying_out import FEE, charged, move_of, other_move, paid_out, unlisted
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


def read() -> list[str]:
    """A look at Stripe's payouts."""
    return read_payouts(stripe_api(), days=7)


def tie(db: Session) -> TieOut:
    """The one payout, compared."""
    db.rollback()
    return compare(db.scalars(select(Payout)).one())


def save_another_line(db: Session, payout: Payout) -> None:
    """A line of Stripe's own."""
    with transaction():
        own = other_move("fee", -1)
        save(
            PayoutLine(
                payout_id=payout.id,
                move_id=own.id,
                kind="stripe",
                source=own.id,
                category="fee",
                amount_minor=-1,
                fee_minor=0,
                currency="USD",
                moved_at=own.moved_at,
            )
        )


def gifts_and_all() -> list[Move]:
    """Two gifts, of which one was refunded in part and the other disputed and won, and Stripe's monthly bill."""
    with transaction():
        first, second = charged(), charged(Money(12345, "USD"))
        day = first.gift_on
        moved = {"refund": ("re_1", -2000), "refund_failed": ("re_1", 2000)}
        for kind, (source, minor) in moved.items():
            add_movement(first, kind=kind, source=source, amount=Money(minor, "USD"), moved_on=day)
        for kind, source, minor in (("dispute", "txn_d", -12345), ("dispute_reversal", "txn_w", 12345)):
            add_movement(second, kind=kind, source=source, amount=Money(minor, "USD"), moved_on=day)
        add_movement(second, kind="fee", source="txn_d", amount=Money(-1500, "USD"), moved_on=day)
    return [
        move_of(first),
        move_of(second),
        other_move("refund", -2000, object_id="re_1"),
        other_move("refund_failure", 2000, object_id="re_1"),
        replace(other_move("dispute", -12345, object_id="du_1", id="txn_d"), fee=Money(1500, "USD")),
        other_move("dispute_reversal", 12345, object_id="du_1", id="txn_w"),
        other_move("fee", -299),
    ]


def test_a_payout_ties_out_to_gifts_fees_refunds_and_disputes(db: Session, bank: FakeStripe) -> None:
    paid_out(bank, gifts_and_all())
    assert read() == ["po_1"]
    found = tie(db)
    assert (found.state, found.difference.minor, len(found.lines)) == ("ties out", 0, 7)
    assert found.payout.amount.minor == 5000 + 12345 - 2 * FEE - 1500 - 299
    assert found.payout.tied_at
    assert read() == []
    assert waiting()["payouts_that_differ"] == 0


@pytest.mark.parametrize(
    ("changed", "problem", "difference"),
    [
        ({"amount": Money(6000, "USD")}, "amount", 1000),
        ({"fee": Money(FEE + 1, "USD")}, "fee", -1),
        ({"payment_id": "pi_elsewhere"}, "unknown", 5000 - FEE),
    ],
)
def test_what_differs_is_listed(
    db: Session, bank: FakeStripe, changed: dict[str, object], problem: str, difference: int
) -> None:
    with transaction():
        given, other = charged(), charged()
    paid_out(bank, [replace(move_of(given), **changed), move_of(other)])  # type: ignore[arg-type]  # by name
    read()
    found = tie(db)
    assert [compared.problem for compared in found.problems] == [problem]
    assert (found.state, found.difference.minor, found.unlisted.minor) == ("differs", difference, 0)
    assert waiting()["payouts_that_differ"] == 1


def test_a_payout_that_is_less_than_its_lines_differs_by_what_is_missing(
    db: Session, bank: FakeStripe
) -> None:
    with transaction():
        given = charged()
    paid_out(bank, [move_of(given)], short_by=700)
    read()
    found = tie(db)
    assert (found.state, found.problems, found.difference.minor, found.unlisted.minor) == (
        "differs",
        [],
        -700,
        -700,
    )


def test_a_gift_in_another_currency_ties_out_by_stripes_own_rate_and_is_marked(
    db: Session, bank: FakeStripe
) -> None:
    with transaction():
        given = charged(Money(5000, "EUR"))
    paid_out(bank, [move_of(given, amount=Money(5410, "USD"))])
    read()
    found = tie(db)
    assert (found.state, found.lines[0].converted, found.lines[0].ours.minor) == (
        "ties out",
        True,
        5410 - FEE,
    )


def test_a_payment_that_we_hear_of_late_ties_out_by_itself(db: Session, bank: FakeStripe) -> None:
    with transaction():
        given = charged(fee=None)
    paid_out(bank, [move_of(given)])
    read()
    assert tie(db).state == "differs"
    with transaction():
        late = Money(-FEE, "USD")
        add_movement(given, kind="fee", source=f"txn_{given.id}", amount=late, moved_on=given.gift_on)
    assert read() == ["po_1"]
    assert tie(db).state == "ties out"
    assert read() == []


def test_a_payout_is_read_again_until_stripe_lists_it_and_may_still_fail(
    db: Session, bank: FakeStripe
) -> None:
    with transaction():
        given = charged()
    listed = bank.books.payouts[paid_out(bank, [move_of(given)])]
    unlisted(bank, "po_1")
    assert read() == ["po_1"]
    assert (tie(db).state, read(), waiting()["payouts_that_differ"]) == ("waiting", [], 0)
    with clock.at(clock.now() + timedelta(days=9)):
        bank.books.payouts["po_1"] = listed
        assert (read(), tie(db).state) == (["po_1"], "ties out")
        bank.books.payouts["po_1"] = replace(listed, status="failed")
        assert (read(), tie(db).payout.status, read()) == (["po_1"], "failed", [])


def test_a_payout_that_stripe_does_not_know_keeps_no_other_from_being_read(
    db: Session, bank: FakeStripe
) -> None:
    with transaction():
        moves = [move_of(charged()), move_of(charged())]
    for name, move in zip(("po_1", "po_2"), moves, strict=True):
        paid_out(bank, [move], name=name)
        assert read() == [name]
        bank.books.payouts.pop(name)
    assert read() == []


def test_events_about_payouts_read_them_once(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    with transaction():
        given = charged()
    paid_out(bank, [move_of(given)])
    for type in ("payout.created", "payout.paid", "payout.reconciliation_completed"):
        notice = event(type, "po_1")
        for _ in range(2):
            assert post(client, notice).status_code == 200
    post(client, event("payout.paid", "po_unheard_of"))
    work_off(app, only="donations.")
    assert tie(db).state == "ties out"
    assert db.scalar(select(func.count(PayoutLine.id))) == 1
    assert db.scalars(select(WebhookEvent.state).order_by(WebhookEvent.id)).all() == [
        *["done"] * 3,
        "quarantined",
    ]


def test_one_move_is_paid_out_once(db: Session, bank: FakeStripe) -> None:
    with transaction():
        given = charged()
    for name in ("po_1", "po_2"):
        paid_out(bank, [move_of(given)], name=name)
        read()
    first, second = db.scalars(select(Payout).order_by(Payout.id))
    assert (compare(first).state, compare(second).difference.minor) == ("ties out", 5000 - FEE)
    twice = update(PayoutLine).values(move_id="txn_the_same")
    save_another_line(db, second)
    with pytest.raises(IntegrityError), transaction():
        db.execute(twice)


@pytest.mark.breaks_rules
def test_the_invariants_see_money_that_was_paid_out_twice(db: Session, bank: FakeStripe) -> None:
    with transaction():
        given = charged()
    paid_out(bank, [move_of(given), replace(move_of(given), id="txn_again")])
    read()
    assert list(broken()) == [
        "payouts: the payment " + given.movements[0].source + " was paid out more than once"
    ]


def test_a_gift_that_later_ones_overtook_is_listed_as_missing(db: Session, bank: FakeStripe) -> None:
    with transaction():
        before_all, first, missing, last = (charged(days_ago=days) for days in (40, 30, 20, 3))
    paid_out(bank, [move_of(first), move_of(last)])
    read()
    assert (before_all.id < first.id, [gift.id for gift in not_paid_out()]) == (True, [missing.id])


def test_staff_look_into_a_difference_and_the_desk_forgets_it(
    db: Session, bank: FakeStripe, staff_client: StaffClient
) -> None:
    with transaction():
        given = charged()
    paid_out(bank, [move_of(given), other_move("charge", 900, object_id="ch_gala")])
    read()
    finance = staff_client("finance")
    assert "Differs by $9.00" in finance.get("/staff/gifts/payouts/").text
    page = f"/staff/gifts/payouts/{tie(db).payout.id}"
    shown = finance.get(page).text
    assert "Not in our books" in shown
    assert f"/staff/gifts/{given.id}" in shown
    assert "Write what explains the difference" in finance.post(f"{page}/note", data={"note": " "}).text
    for _ in range(2):
        assert finance.post(f"{page}/note", data={"note": "The card reader at the gala"}).status_code == 303
    assert waiting()["payouts_that_differ"] == 0
    assert "Looked into" in finance.get("/staff/gifts/payouts/").text
    auditor = staff_client("auditor")
    assert (auditor.get(page).status_code, auditor.post(f"{page}/note").status_code) == (200, 403)
    assert staff_client("editor").get(page).status_code == 403


def test_the_table_for_the_bookkeeper_says_what_the_page_says(
    db: Session, bank: FakeStripe, staff_client: StaffClient
) -> None:
    with transaction():
        given = charged()
        given.donor_name = "=1+1 & Söhne"
    paid_out(bank, [move_of(given), other_move("fee", -299)])
    read()
    answer = staff_client("auditor").get(f"/staff/gifts/payouts/{tie(db).payout.id}.csv")
    line, bill = from_csv(answer.data.decode("utf-8"))
    assert "'=1+1" in answer.text
    assert (line["Donor"], line["Amount"], line["Net"], line["Currency"]) == (
        "=1+1 & Söhne",
        "50.00",
        "48.25",
        "USD",
    )
    assert (bill["Kind"], bill["Net"], bill["Differs"], bill["Gift"]) == ("fee", "-2.99", "", "")


def test_a_payout_that_ties_out_needs_no_note(
    db: Session, bank: FakeStripe, staff_client: StaffClient
) -> None:
    with transaction():
        given = charged()
    paid_out(bank, [move_of(given)])
    read()
    page = f"/staff/gifts/payouts/{tie(db).payout.id}"
    assert "no difference" in staff_client("finance").post(f"{page}/note", data={"note": "All well"}).text
