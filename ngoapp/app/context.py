"""What every page may show without its view asking for it."""

from flask import Flask, g, request

from ngoapp.accounts.browser import signed_in
from ngoapp.acknowledgments.queries import recent_names
from ngoapp.desk.navigation import sidebar
from ngoapp.desk.waiting import counts
from ngoapp.organisation.queries import find_organisation, our_today
from ngoapp.web.errors import FAILED


def init_context(app: Flask) -> None:
    """Give templates the organisation, public pages the donors to thank, and staff their sidebar.

    Nothing is cached: a name that is withdrawn is gone on the next request. Pages of failures do without."""
    app.context_processor(_shared)


def _shared() -> dict[str, object]:
    if g.get(FAILED):
        return {}
    organisation = find_organisation()
    if organisation is None:
        return {}
    if not request.path.startswith("/staff"):
        return {"organisation": organisation, "recent_donors": recent_names(our_today())}
    user = signed_in()
    entries = sidebar(user, counts(), request.path) if user else []
    return {"organisation": organisation, "staff_nav": entries}
