"""Reads about requests: the queue, one request, what waits."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, func, select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.pages import Page, page_of
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.ages import PROMISED, working_days
from ngoapp.packets.batches.models import PacketBatch
from ngoapp.packets.calls import queries as calls
from ngoapp.packets.duplicates import asked_twice
from ngoapp.packets.kits import queries as kits
from ngoapp.packets.mailed.queries import lost
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.office.queries import closed_days
from ngoapp.packets.states import PRINTED, SENT, SET_ASIDE, TO_POST
from ngoapp.people.countries import country_names

PER_PAGE = 60  # two sheets of labels
VIEWS = {
    "post": "To post",
    "email": "By e-mail, waiting",
    "printed": "Label printed",
    "aside": "Set aside",
    "sent": "Sent",
    "closed": "Closed",
}
OPEN_VIEWS = ("post", "email", "printed", "aside")


@dataclass(frozen=True)
class Filters:
    """What the queue shows; each part stands in the address bar. Empty means all."""

    view: str = "post"
    channel: str = ""
    country: str = ""
    language: str = ""
    number: int = 1


@dataclass(frozen=True)
class Row:
    """A request as the queue shows it; `note` says why it is with staff again."""

    request: PacketRequest
    waited: int
    late: bool
    twice: bool
    note: str = ""

    @property
    def waits(self) -> str:
        """For how long, in working days: “today”, “1 day”, “4 days, late”."""
        days = {0: "today", 1: "1 day"}.get(self.waited, f"{self.waited} days")
        return f"{days}, late" if self.late else days


def queue(filters: Filters) -> Page[Row]:
    """The requests of a view, oldest first where something is to be done, else newest first."""
    newest_first = filters.view in {"sent", "closed"}
    order = PacketRequest.received_at.desc() if newest_first else PacketRequest.received_at
    chosen = select(PacketRequest).where(*_wanted(filters)).order_by(order, PacketRequest.id)
    page = page_of(chosen, filters.number, size=PER_PAGE)
    return replace(page, items=_rows(page.items))


def counts() -> dict[str, int]:
    """How many requests each view that waits for somebody holds."""
    found = session.execute(select(*(_count(view) for view in OPEN_VIEWS)).select_from(PacketRequest)).one()
    return dict(zip(OPEN_VIEWS, found, strict=True))


def countries_asked_from() -> list[tuple[str, str]]:
    """Countries that a packet was to be posted to, as (code, English name), by name."""
    codes = session.scalars(select(PacketRequest.country_code).where(PacketRequest.way == "post").distinct())
    return sorted(((code, country_names().get(code, code)) for code in codes), key=lambda pair: pair[1])


def requests_by_id(request_ids: Sequence[int]) -> Sequence[PacketRequest]:
    """Those of the chosen requests that can be posted now."""
    return session.scalars(
        select(PacketRequest).where(PacketRequest.id.in_(request_ids), _in_view("post"))
    ).all()


def ids_to_post(filters: Filters, most: int) -> Sequence[int]:
    """The requests to post that fit the filters, oldest first."""
    wanted = select(PacketRequest.id).where(*_wanted(replace(filters, view="post")))
    return session.scalars(wanted.order_by(PacketRequest.received_at, PacketRequest.id).limit(most)).all()


def waited(request: PacketRequest, closed: Set[date] | None = None) -> int:
    """For how many working days the asker has waited, or waited until it was sent."""
    zone = our_organisation().time_zone
    there = request.sent_at if request.state != "returned" else None
    until = clock.local_day(there, zone) if there else our_today()
    asked_on = clock.local_day(request.received_at, zone)
    return working_days(asked_on, until, closed_days(asked_on) if closed is None else closed)


def waiting() -> dict[str, int]:
    """What waits for staff at the packet desk."""
    in_hand = select(func.count()).where(PacketBatch.state == "frozen").scalar_subquery()
    beside = kits.piles() | calls.piles()
    views = (_count(view) for view in ("post", "email", "aside"))
    found = session.execute(select(*views, in_hand, *beside.values()).select_from(PacketRequest)).one()
    names = ("packets_to_post", "packets_to_mail", "packets_set_aside", "packet_batches_in_hand", *beside)
    return dict(zip(names, found, strict=True))


def _rows(requests: Sequence[PacketRequest]) -> list[Row]:
    twice, back = asked_twice(requests), lost(requests)
    closed = closed_days() if requests else frozenset()
    days = {request.id: waited(request, closed) for request in requests}
    return [
        Row(
            request=request,
            waited=days[request.id],
            late=days[request.id] > PROMISED and request.closed_at is None,
            twice=request.id in twice,
            note=back[request.id].words if request.id in back else "",
        )
        for request in requests
    ]


def _wanted(filters: Filters) -> list[ColumnElement[bool]]:
    parts = {
        PacketRequest.channel: filters.channel,
        PacketRequest.country_code: filters.country,
        PacketRequest.language: filters.language,
    }
    return [_in_view(filters.view), *(column == value for column, value in parts.items() if value)]


def _count(view: str) -> ColumnElement[int]:
    return func.count().filter(_in_view(view))


def _in_view(view: str) -> ColumnElement[bool]:
    state, post = PacketRequest.state, PacketRequest.way == "post"
    views = {
        "post": post & state.in_(TO_POST),
        "email": ~post & state.in_(TO_POST),
        "printed": state.in_(PRINTED),
        "aside": state.in_((*SET_ASIDE, "returned")),
        "sent": state.in_((*SENT, "delivered")),
        "closed": state.in_(("duplicate", "cancelled")),
    }
    return views[view]
