"""Limits for public forms: so generous that nobody but a machine meets them."""

from ngoapp.core.pace import count_form
from ngoapp.web.source import source_here

# In a quarter of an hour from one block of addresses, which may be a whole clinic with a volunteer at the computer.
MOST = {
    "packet": 30,
    "packet page": 30,
    "packet survey": 30,
    "volunteer": 30,
    "giving link": 30,
    "check slip": 30,
}


def not_too_often(form: str) -> None:
    """Count a form that goes through, in the transaction that keeps what it says. Raises TooOften."""
    count_form(form, source_here(), most=MOST[form])
