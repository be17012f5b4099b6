"""Year ends across time zones, and a clock that goes back: days, numbers, jobs, links and the audit stay right."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import audit, clock, outbox
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.queue import queue_of
from ngoapp.donations.models import Gift
from ngoapp.receipts.invariants import broken as broken_receipts
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import issue_receipt
from ngoapp.receipts.summaries import summary_of
from ngoapp.site.links import LinkOver, ask_for_link, find_link, is_open, seal_link, use_link
from ngoapp.site.models import GivingLink
from ngoapp.worker.consumer import HOURLY, Sweep
from tests.donations.factories import make_card_gift, make_fund
from tests.donations.giving import filled, give
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeStripe
from tests.organisation.factories import make_organisation
from tests.receipts.factories import drawn_quickly, make_receipt
from tests.work import work_off

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
BACK = [timedelta(hours=1), timedelta(days=1)]
LEASE = timedelta(minutes=10)


def organisation(zone: str = "America/Chicago") -> None:
    """An organisation whose clocks show this zone's time."""
    with transaction():
        make_organisation(time_zone=zone)
        make_fund()


@pytest.mark.parametrize(
    ("zone", "charged_at", "day"),
    [
        ("America/Chicago", datetime(2027, 1, 1, 5, 59, tzinfo=UTC), date(2026, 12, 31)),
        ("America/Chicago", datetime(2027, 1, 1, 6, 0, tzinfo=UTC), date(2027, 1, 1)),
        ("Pacific/Auckland", datetime(2026, 12, 31, 11, 0, tzinfo=UTC), date(2027, 1, 1)),
        ("Pacific/Auckland", datetime(2026, 12, 31, 10, 59, tzinfo=UTC), date(2026, 12, 31)),
        ("Pacific/Honolulu", datetime(2027, 1, 1, 9, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_a_gift_counts_for_the_day_of_its_charge_where_the_charity_is_whenever_we_hear_of_it(
    app: Flask,
    db: Session,
    client: FlaskClient,
    bank: FakeStripe,
    zone: str,
    charged_at: datetime,
    day: date,
) -> None:
    organisation(zone)
    with clock.at(charged_at - timedelta(minutes=3)):
        give(client, filled(client))
    with clock.at(charged_at):
        bank.pay("cs_test_1")
    with clock.at(datetime(2027, 1, 3, 18, tzinfo=UTC)):
        post(client, event("checkout.session.completed", "cs_test_1"))
        work_off(app)
        db.rollback()
        gift, receipt = db.scalars(select(Gift)).one(), db.scalars(select(Receipt)).one()
        assert (gift.gift_on, gift.charged_at) == (day, charged_at)
        assert (receipt.number, receipt.data["gift_on"]) == ("US-2027-000001", day.isoformat())
        assert gift.donor
        assert [line.on for line in summary_of(gift.donor, day.year).lines] == [day]


@pytest.mark.parametrize("back", BACK)
def test_receipts_keep_their_series_without_gap_when_the_clock_goes_back(
    db: Session, back: timedelta
) -> None:
    organisation("UTC")
    moments = [NEW_YEAR - 2 * back, NEW_YEAR, NEW_YEAR - back, NEW_YEAR + timedelta(minutes=1)]
    numbers = []
    for moment in moments:
        with clock.at(moment):
            numbers.append(make_receipt().number)
    assert numbers == ["US-2026-000001", "US-2027-000001", "US-2026-000002", "US-2027-000002"]
    assert list(broken_receipts()) == []


@pytest.mark.parametrize("back", BACK)
def test_a_lease_holds_and_nothing_is_done_twice_when_the_clock_goes_back(
    app: Flask, db: Session, back: timedelta
) -> None:
    organisation()
    with clock.at(NEW_YEAR), transaction():
        gift = make_card_gift()
        [row_id] = db.scalars(select(OutboxRow.id).where(OutboxRow.name == "receipts.issue"))
        claimed = outbox.claim(row_id, lease_for=LEASE)
    assert claimed
    with clock.at(NEW_YEAR - back):
        with transaction():
            assert outbox.claim(row_id, lease_for=LEASE) is None
        with transaction():
            issue_receipt(gift.id, draw=drawn_quickly)
            outbox.finish(claimed)
        work_off(app, only="receipts.issue")
    db.rollback()
    assert len(db.scalars(select(Receipt)).all()) == 1


@pytest.mark.parametrize("back", BACK)
def test_what_was_to_be_done_at_once_is_done_though_the_clock_went_back(
    app: Flask, db: Session, back: timedelta
) -> None:
    organisation()
    with clock.at(NEW_YEAR), transaction():
        make_card_gift()
    with clock.at(NEW_YEAR - back):
        work_off(app, only="receipts.issue")
    db.rollback()
    assert len(db.scalars(select(Receipt)).all()) == 1


def test_a_job_that_fails_still_pauses_when_the_clock_went_back(db: Session) -> None:
    with clock.at(NEW_YEAR), transaction():
        outbox.enqueue("receipts.issue", gift_id=1)
    with clock.at(NEW_YEAR - BACK[1]):
        [row_id] = outbox.due()
        with transaction():
            claimed = outbox.claim(row_id, lease_for=LEASE)
            assert claimed
            outbox.fail(claimed, "OperationalError")
        assert list(outbox.due()) == []


@pytest.mark.parametrize("back", BACK)
def test_the_hourly_look_goes_on_when_the_clock_goes_back(app: Flask, db: Session, back: timedelta) -> None:
    half_past = datetime(2027, 1, 1, 12, 30, tzinfo=UTC)

    def plan() -> list[datetime]:
        for _ in range(2):
            Sweep(app, queue_of(app)).plan()
        db.rollback()
        waiting = select(OutboxRow).where(OutboxRow.name == HOURLY[0], OutboxRow.state == "waiting")
        return [row.available_at for row in db.scalars(waiting)]

    with clock.at(half_past):
        assert plan() == [half_past + timedelta(minutes=30)]
    with clock.at(half_past - back):
        assert plan() == [half_past - back + timedelta(minutes=30)]
        with transaction():
            for row in db.scalars(select(OutboxRow)):
                row.state, row.ended_at = "done", clock.now()
        assert plan() == [half_past - back + timedelta(minutes=30)]


@pytest.mark.parametrize("back", BACK)
def test_a_link_of_ten_minutes_gets_no_longer_when_the_clock_goes_back(db: Session, back: timedelta) -> None:
    with clock.at(NEW_YEAR), transaction():
        ask_for_link("lewis@example.org")
        link = db.scalars(select(GivingLink)).one()
        token = seal_link(link.id, secret="secret-of-the-test")
        assert is_open(find_link(token))
    with clock.at(NEW_YEAR - back):
        assert not is_open(find_link(token))
        with pytest.raises(LinkOver), transaction():
            use_link(token)
        with transaction():
            ask_for_link("lewis@example.org")
    assert len(db.scalars(select(GivingLink)).all()) == 2


@pytest.mark.parametrize("back", BACK)
def test_the_audit_keeps_its_order_when_the_clock_goes_back(db: Session, back: timedelta) -> None:
    for moment in (NEW_YEAR, NEW_YEAR - back, NEW_YEAR):
        with clock.at(moment), transaction():
            audit.record("fund.looked_at", make_fund())
    entries = db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [entry.at for entry in entries] == [NEW_YEAR, NEW_YEAR - back, NEW_YEAR]
    assert list(audit.broken_links()) == []
