"""What we hold about whoever asked, as a file to take along, and requests as a table for the packet desk."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, inspect, select

from ngoapp.core import audit, clock
from ngoapp.core.db import Base, session
from ngoapp.core.spreadsheets import Cell, to_csv
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.duplicates import name_key, phone_key, postal_key
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.states import STATES, WORDS

LEFT_OUT = {
    "name_key": "a copy of the name for finding it",
    "postal_key": "a copy of the postal code for finding it",
    "email_key": "a copy of the address for finding it",
    "phone_key": "a copy of the number for finding it",
    "action_key": "names a form that was drawn, and no person",
    "operator_id": "names one of our staff",
    "nonce": "a part of a secret link",
    "digest": "a part of a secret link",
}
COLUMNS = (
    "id",
    "channel",
    "way",
    "language",
    "state",
    "name",
    "email",
    "phone",
    "voicemail",
    "voicemail_name",
    "company_name",
    "street_address",
    "city",
    "city_area",
    "country_area",
    "postal_code",
    "country_code",
    "relation",
    "note",
    "event",
    "received_at",
    "sent_at",
    "closed_at",
)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which requests a table has: those that came from one day to another, in one state or in any."""

    since: date
    until: date
    state: str = ""


def told(requests: Sequence[PacketRequest]) -> dict[str, Any]:
    """Everything in these requests, and the links that went out for them."""
    links = [link for request in requests for link in request.links]
    return {
        "made_at": clock.now(),
        "requests": [_columns(request) for request in requests],
        "links": [_columns(link) for link in links],
    }


def as_json(facts: dict[str, Any]) -> str:
    """The file's text."""
    return json.dumps(facts, ensure_ascii=False, indent=2, default=_plain)


def export(span: Span) -> str:
    """The requests of a span as a table; who took it and how many there were is entered, not what stands in them."""
    rows = [[_cell(request, name) for name in COLUMNS] for request in _came(span)]
    audit.record("packet_requests.exported", our_organisation(), requests=len(rows))
    return to_csv(COLUMNS, rows)


def find_by_phone(phone: str) -> Sequence[PacketRequest]:
    """The requests with this number, for somebody who called; too few digits find nobody."""
    key = phone_key(phone)
    return _found(PacketRequest.phone_key == key) if key else []


def find_by_home(name: str, postal_code: str, country_code: str) -> Sequence[PacketRequest]:
    """The requests of this name at this postal code; one without the other finds nobody."""
    who, where = name_key(name), postal_key(postal_code, country_code)
    if not (who and where):
        return []
    return _found((PacketRequest.name_key == who) & (PacketRequest.postal_key == where))


def _found(which: ColumnElement[bool]) -> Sequence[PacketRequest]:
    """Requests of one person, newest first; that each was looked at is entered."""
    chosen = select(PacketRequest).where(which, PacketRequest.erased_at.is_(None))
    found = session.scalars(chosen.order_by(PacketRequest.received_at.desc(), PacketRequest.id.desc())).all()
    for request in found:
        audit.record("packet_request.viewed", request)
    return found


def _came(span: Span) -> Iterator[PacketRequest]:
    zone = our_organisation().time_zone
    states = (span.state,) if span.state else STATES
    chosen = select(PacketRequest).where(PacketRequest.erased_at.is_(None), PacketRequest.state.in_(states))
    for request in session.scalars(chosen.order_by(PacketRequest.received_at, PacketRequest.id)):
        if span.since <= clock.local_day(request.received_at, zone) <= span.until:
            yield request


def _columns(row: Base) -> dict[str, object]:
    names = [column.key for column in inspect(type(row)).column_attrs]
    return {name: getattr(row, name) for name in names if name not in LEFT_OUT}


def _cell(request: PacketRequest, name: str) -> Cell:
    value: Cell = getattr(request, name)
    return WORDS[request.state] if name == "state" else value


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the file")
