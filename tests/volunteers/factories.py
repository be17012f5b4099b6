"""Volunteers for tests."""

from itertools import count
from typing import Any

from ngoapp.volunteers.models import Volunteer
from ngoapp.volunteers.operations import apply_to_volunteer

numbers = count(1)
FACTS: dict[str, Any] = {
    "name": "Noor Haddad",
    "email": "noor@example.org",
    "age_band": "25_44",
    "guardian_name": "",
    "guardian_contact": "",
    "interests": ["translation"],
    "availability": ["weekend"],
    "languages": "English, Arabic",
    "consent_wording": "You may keep this.",
}


def make_volunteer(**changes: Any) -> Volunteer:
    """An application that has just come in."""
    return apply_to_volunteer(**{"action_key": f"volunteer-{next(numbers)}", **FACTS, **changes})
