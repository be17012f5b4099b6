"""Long lists, a page at a time."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.files import StoredFile, store
from ngoapp.core.pages import LAST, page_of
from tests.accounts.fixtures import StaffClient
from tests.organisation.factories import make_organisation

IN_ORDER = select(StoredFile).order_by(StoredFile.id)


def test_a_list_comes_in_pages_that_know_their_neighbours(db: Session) -> None:
    for number in range(5):
        store(str(number).encode(), "text/plain")
    first, last = page_of(IN_ORDER, 1, size=2), page_of(IN_ORDER, 3, size=2)
    assert [len(first.items), len(last.items)] == [2, 1]
    assert (first.total, first.has_previous, first.has_next) == (5, False, True)
    assert (last.has_previous, last.has_next) == (True, False)


def test_a_number_out_of_bounds_is_brought_within_them(db: Session) -> None:
    assert page_of(IN_ORDER, -3, size=2).number == 1
    assert page_of(IN_ORDER, 10**30, size=2).number == LAST


@pytest.mark.parametrize(
    "path", ["/staff/gifts/", "/staff/receipts/", "/staff/packets/", "/staff/audit/", "/news/"]
)
def test_a_wild_page_number_in_the_address_harms_nothing(
    db: Session, staff_client: StaffClient, path: str
) -> None:
    with transaction():
        make_organisation()
    assert staff_client().get(f"{path}?page={10**30}&donor={10**30}").status_code in {200, 404}


def test_an_id_that_no_row_can_have_is_not_found(
    db: Session, client: FlaskClient, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
    assert client.get(f"/organisation/logo/{10**30}").status_code == 404
    assert staff_client().get(f"/staff/gifts/{10**30}").status_code == 404
