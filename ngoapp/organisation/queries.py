"""Reads about the organisation."""

from datetime import date

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.organisation.models import Organisation

KEPT = "ngoapp_organisation"


def find_organisation() -> Organisation | None:
    """The organisation, or None before set-up."""
    found = session.get(Organisation, 1)
    session().info[KEPT] = found  # a page asks several times, and the session alone forgets what nobody holds
    return found


def our_organisation() -> Organisation:
    """The organisation. Raises NotThere before set-up."""
    organisation = find_organisation()
    if organisation is None:
        raise NotThere
    return organisation


def our_today() -> date:
    """The present day in the organisation's time zone."""
    return clock.today(our_organisation().time_zone)
