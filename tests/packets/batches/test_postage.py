"""Postage: by weight and zone from the table of the day; what was frozen keeps its price."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.batches.postage import first_table, postage_is_old, stamp_for, table_on, tables, zone_of
from ngoapp.packets.batches.postage_tables import HeavierThanAStep, Rate, TableFromThatDay, add_table
from ngoapp.packets.batches.queries import batch_sheet
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.batches.factories import batch_of, posted
from tests.packets.factories import make_edition, make_request
from tests.packets.kits.factories import arrive
from tests.packets.pages import error_of, page, valid

LETTER = Rate("home", "letter", step_mg=28_350, most_mg=99_225, first_minor=100, next_minor=30)
NEW = "/staff/packets/postage/new"


@pytest.fixture(autouse=True)
def organisation(db: Session) -> None:
    with transaction():
        make_organisation()


@pytest.mark.parametrize(
    ("weight_mg", "kind", "minor"),
    [
        (1, "letter", 78),
        (28_350, "letter", 78),
        (28_351, "letter", 107),
        (99_225, "letter", 165),
        (99_226, "flat", 163 + 3 * 27),
        (368_551, "package", 525 + 3 * 95),
        (9_000_000, "", None),
        (None, "", None),
    ],
)
def test_the_lightest_kind_of_mail_that_takes_the_weight(
    weight_mg: int | None, kind: str, minor: int | None
) -> None:
    stamp = stamp_for("US", weight_mg, first_table())
    assert (stamp.kind, stamp.minor) == (kind, minor)


@pytest.mark.parametrize(
    ("country", "zone"), [("US", "home"), ("PR", "home"), ("CA", "canada"), ("DE", "abroad")]
)
def test_zones_are_seen_from_our_own_country(country: str, zone: str) -> None:
    assert zone_of(country) == zone


def test_the_newest_table_that_is_in_force_counts(db: Session) -> None:
    today = our_today()
    assert postage_is_old()
    facts = {"source": "Price list", "checked": True, "rates": [LETTER]}
    now = add_table(valid_from=today, **facts)  # type: ignore[arg-type]  # facts of any kind
    add_table(valid_from=today + timedelta(days=30), **facts)  # type: ignore[arg-type]  # facts of any kind
    assert table_on(today) is now
    assert not postage_is_old()
    assert len(tables()) == 2
    with pytest.raises(TableFromThatDay):
        add_table(valid_from=today, **facts)  # type: ignore[arg-type]  # facts of any kind
    with pytest.raises(HeavierThanAStep):
        add_table(
            valid_from=date(2020, 1, 1), source="", checked=False, rates=[Rate("home", "letter", 9, 8, 1, 1)]
        )


def test_what_is_frozen_keeps_its_price_and_what_a_packet_costs_is_known(db: Session) -> None:
    edition = make_edition(weight_mg=10_000)
    arrive(edition, quantity=100, cost=1_250)
    batch = batch_of(make_request("Ana Ruiz"), make_request("Bo Lind"))
    add_table(valid_from=our_today(), source="", checked=True, rates=[LETTER])
    sheet = batch_sheet(batch.id)
    assert sheet.postage
    assert sheet.postage.minor == 2 * 78
    assert sheet.cost_each
    assert sheet.cost_each.minor == 78 + 13
    assert batch_sheet(posted(make_request("Cy Park")).id).pieces[0].postage_minor == 100


def test_an_administrator_enters_new_prices_beginning_with_those_in_force(
    client: FlaskClient, db: Session
) -> None:
    sign_in(client, saved_staff("administrator"))
    html = page(client, NEW)
    assert 'value="28.35"' in html
    assert 'value="0.78"' in html
    row = {
        "home_letter_step": "28,35 g",
        "home_letter_first": "0.82",
        "home_letter_next": "0.31",
        "home_letter_most": "99.2",
    }
    form = {"valid_from": our_today().isoformat(), "source": "Price list", "checked": "y", **row}
    html = valid(client.post(NEW, data={**form, "home_letter_most": "heavy"}))
    assert "28.35" in error_of(html, "home_letter_most")
    assert client.post(NEW, data=form).status_code == 303
    [table] = tables()
    rates = [(rate.step_mg, rate.most_mg, rate.first_minor, rate.next_minor) for rate in table.rates]
    assert (rates, table.checked) == ([(28_350, 99_200, 82, 31)], True)
    assert "$0.82" in page(client, "/staff/packets/postage/")
