"""Reads about the currencies that people give in."""

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.amounts import whole
from ngoapp.donations.currencies.models import GivingCurrency
from ngoapp.donations.fees import FeeRate
from ngoapp.organisation.queries import our_organisation

# What Stripe asks of most for a card of the country itself, until staff enter their own rate.
USUAL_BASIS_POINTS, USUAL_FIXED_CENTS = 290, 30


def giving_rates() -> dict[str, FeeRate]:
    """What a card payment costs in each currency that the form takes, our own first."""
    own = our_organisation().currency
    rows = session.scalars(select(GivingCurrency).order_by(GivingCurrency.currency)).all()
    kept = {
        row.currency: FeeRate(row.fee_basis_points, Money(row.fee_fixed_minor, row.currency)) for row in rows
    }
    return {own: kept.pop(own, usual_rate(own)), **kept}


def usual_rate(currency: str) -> FeeRate:
    """The fee until somebody enters another: 2.9 % and about thirty cents."""
    return FeeRate(USUAL_BASIS_POINTS, Money(whole(1, currency).minor * USUAL_FIXED_CENTS // 100, currency))
