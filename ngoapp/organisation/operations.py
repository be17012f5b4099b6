"""Writes to the profile."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ngoapp.core import audit, clock, currencies
from ngoapp.core.db import save
from ngoapp.core.errors import Refused
from ngoapp.core.files import store
from ngoapp.organisation.colours import check_colour
from ngoapp.organisation.models import Organisation
from ngoapp.organisation.queries import find_organisation

# How a picture of each kind begins, or in a drawing's case what it has somewhere near its beginning.
SVG = "image/svg+xml"
BEGINNINGS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
LARGEST_LOGO = 300 * 1024  # bytes: every page and every receipt carries it


class AlreadySetUp(Refused):
    """The organisation exists; its profile is edited, not set up again."""


def set_up_organisation(**profile: str) -> Organisation:
    """Create the one organisation. Keyword arguments are the model's columns. Raises AlreadySetUp and Refused."""
    if find_organisation():
        raise AlreadySetUp("This site is set up already. Sign in to change the profile.")
    _check(profile)
    organisation = save(Organisation(id=1, updated_at=clock.now(), **profile))
    audit.record("organisation.set_up", organisation)
    return organisation


def update_organisation(organisation: Organisation, **profile: str) -> None:
    """Change the profile. What was issued before stays as it was. Raises Refused."""
    _check(profile)
    for name, value in profile.items():
        setattr(organisation, name, value)
    organisation.updated_at = clock.now()
    audit.record("organisation.updated", organisation)


def set_logo(organisation: Organisation, content: bytes, content_type: str) -> None:
    """Keep the logo's bytes. Raises Refused for anything but SVG, PNG and JPEG, and for a large file."""
    if not _is_picture(content, content_type):
        raise Refused("The logo must be an SVG, PNG or JPEG picture.", field="logo")
    if len(content) > LARGEST_LOGO:
        raise Refused(
            "This picture is larger than 300 KB. Save it smaller, then choose it again.", field="logo"
        )
    organisation.logo_id = store(content, content_type).id
    organisation.updated_at = clock.now()
    audit.record("organisation.logo_changed", organisation)


def _is_picture(content: bytes, content_type: str) -> bool:
    if content_type == SVG:
        return b"<svg" in content[:4096]
    return content_type in BEGINNINGS and content.startswith(BEGINNINGS[content_type])


def _check(profile: dict[str, str]) -> None:
    if "time_zone" in profile:
        _check_zone(profile["time_zone"])
    if "currency" in profile and profile["currency"] not in currencies.known():
        raise Refused("Choose a currency from the list.", field="currency")
    for field in ("primary_colour", "accent_colour"):
        if field in profile:
            check_colour(profile[field], field)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Refused("Choose a time zone from the list.", field="time_zone") from unknown
