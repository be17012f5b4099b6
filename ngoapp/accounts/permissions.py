"""What staff may do, by name, and which role may do what. `docs/permissions.md` shows it as a table."""

from dataclasses import dataclass

OWN_ACCOUNT = "account:own"

PERMISSIONS = {
    OWN_ACCOUNT: "look after one's own name, password and sign-ins",
    "desk:read": "see what waits today",
    "people:read": "see donors and their addresses",
    "people:write": "enter and correct donors",
    "donations:read": "see donations, gifts and their movements",
    "gifts:write": "enter checks and cash",
    "gifts:release": "release entered gifts, which sends their receipts",
    "gifts:refund": "give money back, and tell the donor",
    "tributes:work": "tell families of gifts in honor or in memory, and ask whom we may name",
    "receipts:read": "see and download receipts",
    "receipts:print": "print receipts with their labels and mark them printed",
    "acknowledgments:review": "approve and withdraw the names that are thanked in public",
    "news:write": "write and publish news",
    "mailroom:work": "keep label sheets and printers, and print labels and envelopes",
    "mailroom:donors": "print labels for donors, and see who got one",
    "campaigns:write": "write, publish and close campaigns",
    "packets:read": "see requests for info packets (health data)",
    "packets:work": "enter requests, freeze batches, print labels, note what was posted and what came back",
    "packets:manage": "upload and withdraw the packets themselves, and enter postage",
    "volunteers:read": "see volunteers and their applications",
    "volunteers:work": "approve, decline and note",
    "organisation:write": "change the organisation's profile",
    "staff:manage": "add staff, change their roles, end their sign-ins",
    "audit:read": "see who did what",
    "jobs:manage": "see jobs that failed and try them again",
}


@dataclass(frozen=True)
class RoleRights:
    """What a role is for, and its permissions."""

    purpose: str
    permissions: frozenset[str]


def _rights(purpose: str, *permissions: str) -> RoleRights:
    return RoleRights(purpose, frozenset({OWN_ACCOUNT, "desk:read", *permissions}))


ADMINISTRATOR = "administrator"

# Asking a disease charity for a packet is health data: the packet desk and the administrator see requests,
# nobody else does, the auditor included.
ROLES = {
    ADMINISTRATOR: _rights("Everything, and the staff accounts.", *PERMISSIONS),
    "finance": _rights(
        "Gifts and receipts.",
        "people:read",
        "people:write",
        "donations:read",
        "gifts:write",
        "gifts:release",
        "gifts:refund",
        "tributes:work",
        "receipts:read",
        "receipts:print",
        "mailroom:work",
        "mailroom:donors",
    ),
    "packet desk": _rights(
        "Info packets and their labels.", "packets:read", "packets:work", "packets:manage", "mailroom:work"
    ),
    "volunteer coordinator": _rights(
        "Volunteers and their applications.", "volunteers:read", "volunteers:work"
    ),
    "editor": _rights(
        "News, campaigns, letters to families, and names in public thanks.",
        "news:write",
        "campaigns:write",
        "acknowledgments:review",
        "tributes:work",
    ),
    "auditor": _rights(
        "Reads the books and the record of who did what.",
        "people:read",
        "donations:read",
        "receipts:read",
        "audit:read",
    ),
}


def permissions_of(roles: list[str]) -> frozenset[str]:
    """Everything that somebody with these roles may do."""
    return frozenset().union(*(ROLES[role].permissions for role in roles))
