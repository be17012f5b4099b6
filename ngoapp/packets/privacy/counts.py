"""What stays of a request when its person goes: one more in the counts, written in the same transaction."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from ngoapp.core import clock
from ngoapp.core.db import insert_ignoring, session
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.ages import working_days
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.office.queries import closed_days
from ngoapp.packets.privacy.models import PacketCount, PacketTurn
from ngoapp.people.country_rules import country_rules


def count_in(request: PacketRequest) -> None:
    """Add a request, still whole, to the counts of its month."""
    received, zone = request.received_at, our_organisation().time_zone
    month = month_of(received, zone)
    place = {
        "month": month,
        "country_code": request.country_code,
        "country_area": area_of(request.country_code, request.country_area),
        "language": request.language,
        "channel": request.channel,
        "way": request.way,
        "kit": request.kit.name,
    }
    sent = request.sent_at
    back = session.scalar(select(came_back()).where(PacketRequest.id == request.id))
    _add(PacketCount, place, asked=1, sent=int(sent is not None), returned=int(bool(back)))
    if sent:
        asked_on = clock.local_day(received, zone)
        days = working_days(asked_on, clock.local_day(sent, zone), closed_days(asked_on))
        turn = {"month": month_of(sent, zone), "channel": request.channel, "working_days": max(days, 0)}
        _add(PacketTurn, turn, requests=1)


def area_of(country_code: str, typed: str) -> str:
    """The state or province, where its country has a list of them. What is typed freely could be anything: it goes
    with the person, and stands in no report."""
    rules = country_rules(country_code) if country_code and typed else None
    return rules.area_value(typed) if rules and rules.area_code(typed) else ""


def came_back() -> ColumnElement[bool]:
    """SQL for requests whose packet the mail brought back, also where it has gone out once more since."""
    pieces = select(PacketPiece.id).where(
        PacketPiece.request_id == PacketRequest.id, PacketPiece.returned_at.is_not(None)
    )
    return or_(PacketRequest.state == "returned", pieces.exists())


def month_of(instant: datetime, zone: str) -> date:
    """The first day of the month in which an instant falls, where we are."""
    return clock.local_day(instant, zone).replace(day=1)


def _add(model: type[PacketCount] | type[PacketTurn], place: dict[str, Any], **more: int) -> None:
    """Add to the row of this place; two who begin the same row at once end up adding to one."""
    insert_ignoring(model, **place, **dict.fromkeys(more, 0))
    columns = model.__table__.c
    same = [columns[name] == value for name, value in place.items()]
    session.execute(
        update(model)
        .where(*same)
        .values({columns[name]: columns[name] + value for name, value in more.items()})
        .execution_options(synchronize_session=False)
    )
