"""From the caller's page to the payment page, unless staff call it off at this very moment."""

from ngoapp.core.db import transaction
from ngoapp.donations.attempts.door import refuse_used_up
from ngoapp.donations.checkout import address_to_pay
from ngoapp.donations.phone.operations import CalledOff, Naming, choose_naming, end_if_called_off


def phone_address(page_id: int, naming: Naming) -> str:
    """Where the caller goes on to. Raises CalledOff, CardsDeclined and PaymentAway.

    It may be called off while Stripe makes the payment page; then nobody is led there, and it is ended."""
    with transaction():
        donation = choose_naming(page_id, naming)
        refuse_used_up(donation.action_key)
    address = address_to_pay(donation)
    with transaction():
        called_off = end_if_called_off(page_id)
    if called_off:
        raise CalledOff
    return address
