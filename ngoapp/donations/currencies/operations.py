"""Taking a currency, leaving one, and what its payments cost."""

from ngoapp.core import audit
from ngoapp.core.currencies import in_use
from ngoapp.core.db import save, session
from ngoapp.core.errors import NotThere, Refused
from ngoapp.donations.currencies.models import GivingCurrency
from ngoapp.donations.fees import FeeRate
from ngoapp.organisation.queries import our_organisation


class OurOwnCurrency(Refused):
    """The form always takes the organisation's own currency."""

    def __init__(self) -> None:
        super().__init__("This is your own currency. It is changed in the profile.")


def keep_rate(rate: FeeRate) -> GivingCurrency:
    """Take gifts in the rate's currency from now on, at this cost; a known currency gets the new cost."""
    currency = rate.fixed.currency
    if currency not in in_use():
        raise NotThere
    row = session.get(GivingCurrency, currency, with_for_update=True) or GivingCurrency(currency=currency)
    row.fee_basis_points, row.fee_fixed_minor = rate.basis_points, rate.fixed.minor
    save(row)
    audit.record(
        "organisation.rate_kept", our_organisation(), currency=currency, basis_points=rate.basis_points
    )
    return row


def leave_currency(currency: str) -> None:
    """Take no more gifts in this currency; those that came stay. A repeat does nothing. Raises OurOwnCurrency."""
    if currency == our_organisation().currency:
        raise OurOwnCurrency
    row = session.get(GivingCurrency, currency, with_for_update=True)
    if row:
        session.delete(row)
        session.flush()
        audit.record("organisation.currency_left", our_organisation(), currency=currency)
