"""Writes about gifts that somebody advised a fund to make."""

from ngoapp.core import audit, clock
from ngoapp.core.db import save
from ngoapp.donations.matching.models import SoftCredit
from ngoapp.donations.models import Gift


def credit_adviser(gift: Gift) -> None:
    """Give who advised a new gift the soft credit for all of it; nothing where nobody is known to have advised it."""
    if gift.adviser_id is None:
        return
    credit = SoftCredit(
        gift_id=gift.id, person_id=gift.adviser_id, amount=gift.amount, created_at=clock.now()
    )
    audit.record("soft_credit.given", save(credit), gift=gift.id)
