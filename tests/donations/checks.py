"""The form in which staff enter a check that came by mail."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.donations.models import Fund
from tests.donations.giving import hidden

NEW = "/staff/gifts/new"


def check_form(client: FlaskClient, db: Session, **changes: str) -> dict[str, str]:
    """A check of Ruth Berg's for the one fund, ready to be sent; with what is special about it in `changes`."""
    return {
        "entry_key": hidden(client.get(NEW).text, "entry_key"),
        "method": "cheque",
        "amount": "5000",
        "fund_id": str(db.scalar(select(Fund.id))),
        "donor_name": "Ruth Berg",
        "email": "ruth@example.org",
        "received_on": "2026-11-20",
        "consent_source": "reply slip",
        "country_code": "US",
        **changes,
    }
