"""The demo's recurring gifts, which the sandbox knows as Stripe would: their donors change them on their own page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.cli.check import broken
from ngoapp.cli.demo.plans_at_stripe import introduce_plans
from ngoapp.core.db import transaction
from ngoapp.core.settings import Settings
from ngoapp.donations.models import Gift, RecurringPlan
from ngoapp.donations.queries import open_funds
from ngoapp.donations.recurring.comparing import odd_invoices, odd_subscriptions
from ngoapp.donations.recurring.operations import match_plan
from ngoapp.people.operations import find_or_make_person
from tests.site.factories import let_in
from tests.site.test_plans import press
from tests.work import work_off


def plan_of(db: Session, name: str) -> RecurringPlan:
    """The recurring gift of somebody in the demo."""
    db.rollback()
    return next(
        plan
        for plan in db.scalars(select(RecurringPlan))
        if name in (plan.donation.donor_name if plan.donation else plan.customer_name)
    )


@pytest.mark.usefixtures("demo_sandbox")
def test_the_books_and_the_sandbox_tell_the_same_and_donors_change_their_gifts(
    app: Flask, db: Session, settings: Settings, client: FlaskClient
) -> None:
    billing = stripe_api().billing
    subscriptions = list(billing.subscriptions_open())
    assert len(subscriptions) == 6
    asked = [invoice for each in subscriptions for invoice in billing.invoices_of(each.id)]
    assert len(asked) == 21
    assert [invoice.status for invoice in asked].count("paid") == 20
    assert list(odd_invoices(asked)) == []
    assert list(odd_subscriptions(subscriptions)) == []
    assert introduce_plans(app, settings) == 0

    let_in(app, client, "okoro@example.org")
    path = f"/giving/plans/{plan_of(db, 'Okoro').id}"
    assert "Visa ending in 4242" in client.get(path).text
    assert "It is paused until" in press(client, f"{path}/pause", how="skip")
    assert "It is stopped, and nothing is charged any more" in press(client, f"{path}/stop")
    assert plan_of(db, "Okoro").state == "ending"

    let_in(app, client, "t.moreau@example.org")
    press(client, f"/giving/plans/{plan_of(db, 'Moreau').id}/stop")
    assert plan_of(db, "Moreau").state == "ended"
    assert list(broken(app)) == []


@pytest.mark.usefixtures("demo_sandbox")
def test_what_was_paid_under_a_plan_of_the_dashboard_is_recorded_once_staff_say_whose_it_is(
    app: Flask, db: Session
) -> None:
    plan, before = plan_of(db, "Hollis"), db.scalar(select(func.count()).select_from(Gift)) or 0
    db.rollback()
    with transaction():
        donor = find_or_make_person(name="Hollis Farm Supply", email="office@hollis.example")
        match_plan(plan.id, donor=donor, fund=open_funds()[0])
    work_off(app, only="donations.")
    assert db.scalar(select(func.count()).select_from(Gift)) == before + 2
    assert list(broken(app)) == []
