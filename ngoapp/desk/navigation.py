"""The sidebar: staff's places by task, each for those who may work there."""

from collections.abc import Mapping
from dataclasses import dataclass

from ngoapp.accounts.models import User


@dataclass(frozen=True)
class Place:
    """A place in the sidebar; `key` is the letter after `g` that goes there, `counts` are piles' keys."""

    label: str
    url: str
    key: str
    permission: str
    counts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A place as one page shows it."""

    label: str
    url: str
    key: str
    count: int
    current: bool


PLACES = (
    Place("Desk", "/staff/", "d", "desk:read"),
    Place(
        "Mail & gifts",
        "/staff/gifts/",
        "m",
        "donations:read",
        (
            "gifts_to_release",
            "reminders_to_release",
            "form_paused",
            "payments_to_look_at",
            "refunds_to_release",
            "disputes_to_answer",
            "notes_to_release",
            "plans_to_match",
        ),
    ),
    Place("Receipts", "/staff/receipts/", "r", "receipts:read", ("receipts_to_print",)),
    Place("Donors", "/staff/donors/", "o", "people:read", ("emails_bounced",)),
    Place(
        "Thanks",
        "/staff/thanks/",
        "t",
        "acknowledgments:review",
        ("names_to_approve", "honourees_to_approve"),
    ),
    Place(
        "Tributes",
        "/staff/tributes/",
        "h",
        "tributes:work",
        ("families_to_tell", "tribute_letters_to_print"),
    ),
    Place("Packets", "/staff/packets/", "p", "packets:read", ("packets_to_post", "calls_to_return")),
    Place("Mailroom", "/staff/mailroom/", "l", "mailroom:work"),
    Place("Volunteers", "/staff/volunteers/", "v", "volunteers:read", ("applications_to_read",)),
    Place("News", "/staff/news/", "n", "news:write"),
    Place("Campaigns", "/staff/campaigns/", "c", "campaigns:write"),
    Place("Staff accounts", "/staff/accounts/", "a", "staff:manage"),
    Place("Failed jobs", "/staff/jobs/", "j", "jobs:manage", ("dead_letters",)),
    Place("Who did what", "/staff/audit/", "w", "audit:read"),
    Place("Settings", "/staff/settings/", "s", "organisation:write"),
)


def sidebar(user: User, counts: Mapping[str, int], path: str) -> list[Entry]:
    """The entries for somebody who is on the page at `path`."""
    return [
        Entry(
            place.label,
            place.url,
            place.key,
            sum(counts.get(key, 0) for key in place.counts),
            _is_current(place.url, path),
        )
        for place in PLACES
        if user.may(place.permission)
    ]


def _is_current(url: str, path: str) -> bool:
    return path == url if url == PLACES[0].url else path.startswith(url)
