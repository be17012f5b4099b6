"""What donors change about a recurring gift, through stripe's own library over HTTP, against the sandbox."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import StripeApi, stripe_api
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import pending
from ngoapp.donations.amounts import TooLittle
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring import changes
from ngoapp.donations.recurring.card import card_address
from ngoapp.donations.recurring.changes import NotNow, PauseTooLong, PauseTooShort, StripeSilent, UsedBefore
from ngoapp.donations.recurring.ending import end_plan, end_plans_of, spare_plans_of
from ngoapp.donations.recurring.own import look_at
from ngoapp.donations.recurring.rhythms import months_on
from ngoapp.organisation.queries import our_today
from tests.donations.plans import make_plan, now
from tests.sandbox.billing import advance, invoices, subscription
from tests.sandbox.shop import Shop
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation", "sandbox")
KEY = "a-form-that-was-drawn-once"


@pytest.fixture
def plan(db: Session, shop: Shop) -> RecurringPlan:
    """Twenty-five dollars every month."""
    return make_plan(shop)


def at_stripe(shop: Shop, plan: RecurringPlan) -> Any:
    """The subscription as it is now."""
    return subscription(shop, plan.subscription_id or "")


def renewed(shop: Shop, plan: RecurringPlan) -> list[tuple[str, int]]:
    """Let the next charge come; state and amount of every invoice, the newest first."""
    advance(shop, plan.subscription_id or "")
    return [(it.status, it.amount_paid) for it in invoices(shop, plan.subscription_id or "")]


def test_another_amount_counts_from_the_next_time_and_is_asked_for_once(
    db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    for _ in range(2):
        changes.change_amount(plan.id, Money(4000, "USD"), key=KEY)
    assert now(db, plan).amount == Money(4000, "USD")
    assert len(invoices(shop, plan.subscription_id or "")) == 1
    assert renewed(shop, plan) == [("paid", 4000), ("paid", 2500)]
    audited = db.scalars(select(AuditEntry).where(AuditEntry.action == "plan.changed")).all()
    assert [entry.detail for entry in audited] == [{"what": "amount"}]


def test_an_amount_that_a_card_cannot_bear_is_refused_before_anybody_is_asked(plan: RecurringPlan) -> None:
    with pytest.raises(TooLittle):
        changes.change_amount(plan.id, Money(100, "USD"), key=KEY)


def test_another_day_is_never_sooner_and_takes_nothing_now(
    db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    planned = plan.next_on
    assert planned
    other = 5 if planned.day > 15 else 20
    for _ in range(2):
        changes.change_day(plan.id, other, key=KEY)
    moved = now(db, plan)
    assert moved.next_on
    assert (moved.next_on.day, moved.next_on > planned, moved.state) == (other, True, "active")
    assert sum(it.amount_paid for it in invoices(shop, plan.subscription_id or "")) == 2500
    assert renewed(shop, plan)[0] == ("paid", 2500)
    period = at_stripe(shop, plan)["items"].data[0]
    assert timedelta(seconds=period.current_period_end - period.current_period_start) > timedelta(days=27)


@pytest.mark.parametrize(
    ("planned", "day", "following"),
    [
        (date(2026, 12, 15), 20, date(2026, 12, 20)),
        (date(2026, 12, 15), 15, date(2026, 12, 15)),
        (date(2026, 12, 15), 3, date(2027, 1, 3)),
        (date(2027, 1, 31), 28, date(2027, 2, 28)),
    ],
)
def test_the_day_is_the_first_one_that_is_not_before_the_planned(
    planned: date, day: int, following: date
) -> None:
    assert changes.next_on_day(planned, day) == following


def test_one_is_skipped_and_the_one_after_comes(db: Session, shop: Shop, plan: RecurringPlan) -> None:
    skipped = plan.next_on
    assert skipped
    for _ in range(2):
        changes.skip_one(plan.id, skipped, key=KEY)
    resting = now(db, plan)
    assert (resting.state, resting.paused_until) == ("paused", skipped + timedelta(days=1))
    assert resting.next_on == months_on(skipped, 1)
    assert renewed(shop, plan) == [("void", 0), ("paid", 2500)]
    assert renewed(shop, plan)[0] == ("paid", 2500)


def test_a_gift_other_than_the_one_that_was_shown_is_not_skipped(plan: RecurringPlan) -> None:
    with pytest.raises(NotNow):
        changes.skip_one(plan.id, our_today() - timedelta(days=1), key=KEY)


def test_a_rest_ends_on_its_day_or_when_the_donor_says(db: Session, shop: Shop, plan: RecurringPlan) -> None:
    until = months_on(our_today(), 3)
    for _ in range(2):
        changes.pause(plan.id, until, key=KEY)
    assert (now(db, plan).state, now(db, plan).paused_until) == ("paused", until)
    assert look_at(plan.id).plan.next_on
    for _ in range(2):
        changes.resume(plan.id, key=KEY)
    assert (now(db, plan).state, now(db, plan).paused_until) == ("active", None)
    assert renewed(shop, plan)[0] == ("paid", 2500)


def test_a_rest_that_would_change_nothing_or_last_for_years_is_refused(plan: RecurringPlan) -> None:
    with pytest.raises(PauseTooShort, match="the next gift comes on"):
        changes.pause(plan.id, our_today() + timedelta(days=1), key=KEY)
    with pytest.raises(PauseTooLong):
        changes.pause(plan.id, our_today() + timedelta(days=400), key=KEY)


def test_stopped_is_stopped_and_can_be_undone_until_the_period_ends(
    db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    for _ in range(2):
        changes.stop(plan.id, key=KEY)
    assert (now(db, plan).state, now(db, plan).next_on) == ("ending", None)
    assert look_at(plan.id).paid_until
    for _ in range(2):
        changes.go_on(plan.id, key=KEY)
    assert now(db, plan).state == "active"
    changes.stop(plan.id, key=f"{KEY}-again")
    advance(shop, plan.subscription_id or "")
    assert look_at(plan.id).plan.state == "ended"
    assert len(invoices(shop, plan.subscription_id or "")) == 1
    changes.stop(plan.id, key=f"{KEY}-late")
    with pytest.raises(NotNow):
        changes.go_on(plan.id, key=f"{KEY}-late")


def test_a_form_of_before_never_says_done_where_nothing_is_done(
    db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    until = months_on(our_today(), 3)
    changes.pause(plan.id, until, key=KEY)
    changes.change_amount(plan.id, Money(4000, "USD"), key=KEY)
    changes.stop(plan.id, key=KEY)
    changes.go_on(plan.id, key=KEY)
    changes.resume(plan.id, key=KEY)
    changes.change_amount(plan.id, Money(3000, "USD"), key=f"{KEY}-anew")
    for again in (
        lambda: changes.pause(plan.id, until, key=KEY),
        lambda: changes.change_amount(plan.id, Money(4000, "USD"), key=KEY),
        lambda: changes.stop(plan.id, key=KEY),
    ):
        with pytest.raises(UsedBefore, match="nothing was done"):
            again()
    assert (now(db, plan).state, now(db, plan).amount) == ("active", Money(3000, "USD"))
    changes.stop(plan.id, key=f"{KEY}-anew")
    assert now(db, plan).state == "ending"


def test_a_gift_in_trouble_ends_at_once_so_that_it_is_not_tried_again(
    db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    advance(shop, plan.subscription_id or "", outcome="decline")
    assert look_at(plan.id).plan.state == "past_due"
    changes.stop(plan.id, key=KEY)
    assert now(db, plan).state == "ended"
    assert at_stripe(shop, plan).status == "canceled"


def test_trouble_that_our_books_do_not_know_of_yet_counts(
    db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    advance(shop, plan.subscription_id or "", outcome="decline")
    changes.stop(plan.id, key=KEY)
    assert now(db, plan).state == "ended"


def test_an_answer_that_is_lost_costs_one_more_press_and_nothing_happens_twice(
    app: Flask, db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    shop.switch(drop_answers=1)
    for change in (
        lambda: changes.stop(plan.id, key=KEY),
        lambda: changes.card_page(plan.id, back="/giving"),
    ):
        with pytest.raises(StripeSilent, match="nothing happens twice"):
            change()
    assert now(db, plan).state == "active"
    shop.switch(drop_answers=0)
    changes.stop(plan.id, key=KEY)
    assert now(db, plan).state == "ending"


def test_stripe_being_away_changes_nothing_and_shows_what_we_knew(
    app: Flask, db: Session, plan: RecurringPlan
) -> None:
    app.extensions["ngoapp.stripe"] = StripeApi(
        key="sk_test_ngoapp", api_base="http://127.0.0.1:9", webhook_secret="whsec"
    )
    live = look_at(plan.id)
    assert (live.told, live.plan.state, live.card) == (False, "active", None)
    with pytest.raises(StripeSilent):
        changes.stop(plan.id, key=KEY)
    assert now(db, plan).state == "active"


def test_what_stripe_refuses_is_said_and_the_truth_is_written_down(
    db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    stripe_api().billing.changes.end_now(plan.subscription_id or "", key="elsewhere")
    with pytest.raises(NotNow):
        changes.change_amount(plan.id, Money(4000, "USD"), key=KEY)
    assert now(db, plan).state == "ended"


def test_the_card_is_told_by_brand_and_last_figures(shop: Shop, plan: RecurringPlan) -> None:
    assert str(look_at(plan.id).card) == "Visa ending in 4242"


def test_the_card_chosen_at_stripe_is_charged_from_then_on(
    app: Flask, shop: Shop, plan: RecurringPlan
) -> None:
    told = at_stripe(shop, plan)
    with_other = at_stripe(shop, make_plan(shop, card="5555555555554444"))
    other = shop.stripe.v1.payment_methods.retrieve(str(with_other.default_payment_method))
    shop.stripe.v1.payment_methods.attach(other.id, {"customer": told.customer})
    shop.stripe.v1.customers.update(told.customer, {"invoice_settings": {"default_payment_method": other.id}})
    assert str(look_at(plan.id).card) == "Visa ending in 4242"
    for _ in range(2):
        changes.look_for_new_card(plan.id)
    assert str(look_at(plan.id).card) == "Mastercard ending in 4444"


def test_a_card_that_was_mended_by_the_link_in_a_mail_is_looked_for_too(
    app: Flask, db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    advance(shop, plan.subscription_id or "", outcome="decline")
    look_at(plan.id)
    card_address(now(db, plan), back="/donate/card/token")
    db.rollback()
    assert pending("donations.use_new_card", plan_id=plan.id)


def test_the_gifts_of_who_died_end_once_the_worker_reaches_stripe(
    app: Flask, db: Session, shop: Shop, plan: RecurringPlan
) -> None:
    donor = plan.donor_id or 0
    with transaction():
        assert [end_plans_of(donor, cause="death-1") for _ in range(2)] == [1, 1]
    work_off(app, only="donations.end_plan")
    end_plan(plan.id)
    assert (now(db, plan).state, at_stripe(shop, plan).status) == ("ended", "canceled")


def test_a_mistake_that_is_taken_back_in_time_ends_nothing(
    app: Flask, db: Session, plan: RecurringPlan
) -> None:
    donor = plan.donor_id or 0
    with transaction():
        end_plans_of(donor, cause="death-1")
        assert spare_plans_of(donor, cause="death-1") == 1
    work_off(app, only="donations.end_plan")
    assert now(db, plan).state == "active"


def test_stripe_being_away_keeps_the_end_of_a_gift_waiting(
    app: Flask, db: Session, plan: RecurringPlan
) -> None:
    here = app.extensions["ngoapp.stripe"]
    app.extensions["ngoapp.stripe"] = StripeApi(
        key="sk_test_ngoapp", api_base="http://127.0.0.1:9", webhook_secret="whsec"
    )
    with transaction():
        end_plans_of(plan.donor_id or 0, cause="death-1")
    work_off(app, only="donations.end_plan")
    assert now(db, plan).state == "active"
    app.extensions["ngoapp.stripe"] = here
    end_plan(plan.id)
    assert now(db, plan).state == "ended"
