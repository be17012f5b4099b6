"""The door of a donor's own page: which browser is whose, and whether that was shown lately."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ngoapp.core.audit import Actor, acting_as
from ngoapp.core.db import transaction
from ngoapp.core.errors import NotThere
from ngoapp.people.models import Person
from ngoapp.people.queries import people_at
from ngoapp.site.devices import FRESH, IDLE, STILL_FRESH, find_device, is_fresh, note_seen, seen_long_ago
from ngoapp.site.models import GivingDevice

DONOR = "ngoapp_donor"
WANT_A_FRESH_LINK = ("giving_fresh.", "giving_plans.")
LONGEST_PATH = 120


@dataclass(frozen=True)
class Donor:
    """Whoever reads the mail of one mailbox, on a device that we know."""

    device: GivingDevice
    people: Sequence[Person]

    @property
    def ids(self) -> list[int]:
        """Everybody whom the mailbox belongs to."""
        return [person.id for person in self.people]

    def person(self, person_id: int) -> Person:
        """One of them. Raises NotThere."""
        for person in self.people:
            if person.id == person_id:
                return person
        raise NotThere


def donor_here() -> Donor | None:
    """Whose page this browser may see; nobody's, where staff have since given everybody another mailbox."""
    if DONOR not in g:
        device = find_device(held_token())
        people = people_at(device.mailbox) if device else []
        setattr(g, DONOR, Donor(device, people) if device and people else None)
    donor: Donor | None = g.get(DONOR)
    return donor


def donor_required(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Let in whom we know on this device; stands right under `@bp.route` and hands the view its donor.

    What the view does is entered in the audit as a donor's doing."""

    @wraps(view)
    def guarded(**kwargs: Any) -> ResponseReturnValue:
        donor = donor_here()
        if donor is None:
            return redirect(url_for("giving.ask"), 303)
        with acting_as(Actor("donor", donor.ids[0])):
            answer = current_app.make_response(view(donor, **kwargs))
        _note_use(donor.device, answer)
        return answer

    return guarded


def fresh_link_required(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Ask for a fresh link where the last was opened over half an hour ago; stands under `donor_required`.

    A form that was opened in time may be filled in for as long again."""

    @wraps(view)
    def confirmed(donor: Donor, **kwargs: Any) -> ResponseReturnValue:
        if not is_fresh(donor.device, FRESH if request.method == "GET" else STILL_FRESH):
            return redirect(url_for("giving_donor.fresh", then=request.path), 303)
        return view(donor, **kwargs)

    return confirmed


def wanted_page(path: str) -> str:
    """The path, if a page stands there that wants a fresh link; else nothing, so that no link leads astray."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    is_page = endpoint.startswith(WANT_A_FRESH_LINK) and not path.endswith(".json")
    return path if is_page and len(path) <= LONGEST_PATH else ""


def held_token() -> str:
    """The secret that the browser holds; empty where it holds none."""
    return request.cookies.get(_cookie_name(), "")


def new_token() -> str:
    """A secret for a browser: 256 bits, which need no signature to be beyond guessing."""
    return secrets.token_urlsafe(32)


def keep_token(answer: Response, token: str) -> Response:
    """Have the browser hold the secret for as long as the device is remembered."""
    answer.set_cookie(
        _cookie_name(),
        token,
        max_age=IDLE,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def drop_token(answer: Response) -> Response:
    """Have the browser forget the secret."""
    answer.delete_cookie(
        _cookie_name(), secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )
    return answer


def _cookie_name() -> str:
    return "__Host-giving" if current_app.config["SESSION_COOKIE_SECURE"] else "giving"


def _note_use(device: GivingDevice, answer: Response) -> None:
    if device.ended_at is None and seen_long_ago(device):
        device_id = device.id
        with transaction():
            note_seen(device_id)
        keep_token(answer, held_token())
