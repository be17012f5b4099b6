"""Elsewhere (`ZZ`): a plain acknowledgment that says it is no official receipt for tax purposes.

A Canadian donor to a charity of the United States gets this one: such a charity must not issue "official receipts"."""

from ngoapp.organisation.models import Organisation

CODE = "ZZ"
TITLE = "Acknowledgment of your gift"


def serves(_country_code: str) -> bool:
    """Everybody."""
    return True


def ready(_organisation: Organisation) -> bool:
    """Always: the law of no country is invoked."""
    return True


def statements(_organisation: Organisation) -> tuple[str, ...]:
    """What was given in return, and what this paper is not."""
    return (
        "No goods or services were provided in exchange for this contribution.",
        "This is an acknowledgment of your gift. It is not an official receipt for tax purposes in your country.",
    )
