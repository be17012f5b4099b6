"""Renewals that staff mark as paid by check in Stripe's dashboard, after a card had failed."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.donations.recurring.comparing import odd_invoices
from ngoapp.donations.recurring.models import PlanInvoice
from tests.donations.recurring import begin, gifts, tell
from tests.fakes import FakeStripe

pytestmark = pytest.mark.usefixtures("organisation")


def test_it_is_no_gift_of_a_card_and_no_difference_that_comes_back_with_each_sweep(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    name = bank.billing.ask(begin(app, client, bank), status="requires_payment_method")
    tell(app, client, "invoice.payment_failed", name)
    tried = bank.billing.invoices[name]
    paid = replace(tried, status="paid", paid=tried.due, payment_id=None, next_try_at=None)
    bank.billing.invoices[name] = paid
    assert list(odd_invoices([paid])) == [name]
    tell(app, client, "invoice.paid", name)
    db.rollback()
    row = db.scalars(select(PlanInvoice).where(PlanInvoice.invoice_id == name)).one()
    assert (row.state, row.gift_id, row.next_try_at) == ("paid", None, None)
    assert list(odd_invoices([paid])) == []
    assert len(gifts(db)) == 1


def test_an_odd_payment_that_staff_have_before_them_is_not_listed_again(
    app: Flask, client: FlaskClient, bank: FakeStripe
) -> None:
    name = bank.billing.ask(begin(app, client, bank))
    tried = bank.billing.invoices[name]
    bank.billing.invoices[name] = replace(tried, paid=replace(tried.paid, minor=tried.paid.minor - 100))
    tell(app, client, "invoice.paid", name)
    assert list(odd_invoices([bank.billing.invoices[name]])) == []
