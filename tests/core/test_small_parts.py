"""Clock, tokens, logs: small parts that others rest on."""

import json
from datetime import UTC, date, datetime

import pytest

from ngoapp.core import clock
from ngoapp.core.logs import places
from ngoapp.core.tokens import derive, digest, new_nonce

NEW_YEAR = datetime(2027, 1, 1, 5, 30, tzinfo=UTC)


def test_a_day_depends_on_where_one_is() -> None:
    assert clock.local_day(NEW_YEAR, "America/Chicago") == date(2026, 12, 31)
    assert clock.local_day(NEW_YEAR, "Europe/Berlin") == date(2027, 1, 1)


def test_a_block_can_live_at_another_instant() -> None:
    with clock.at(NEW_YEAR):
        assert clock.now() == NEW_YEAR
        assert clock.today("UTC") == date(2027, 1, 1)
    assert clock.now() != NEW_YEAR


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2027, 1, 1)):  # noqa: DTZ001 - the mistake
        pass


def test_a_link_can_be_derived_again_and_differs_by_key_purpose_row_and_nonce() -> None:
    nonce = new_nonce()
    token = derive("key", "receipt", 1, nonce)
    assert token == derive("key", "receipt", 1, nonce)
    others = [
        derive("other", "receipt", 1, nonce),
        derive("key", "packet", 1, nonce),
        derive("key", "receipt", 2, nonce),
        derive("key", "receipt", 1, new_nonce()),
    ]
    assert len({token, *others}) == 5
    assert len(token) == 43
    assert digest(token) != token


def test_a_traceback_is_logged_by_places_and_never_by_what_it_says() -> None:
    try:
        raise ValueError("ana@example.org")
    except ValueError as error:
        found = places(error.__traceback__)
    assert found[-1].endswith("test_a_traceback_is_logged_by_places_and_never_by_what_it_says")
    assert "ana@example.org" not in json.dumps(found)
