"""The same asker twice: the same name at the same postal code, or the same e-mail or telephone, within the days that
the organisation chose, 90 at first."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from ngoapp.core.db import session
from ngoapp.organisation.models import REPEAT_DAYS
from ngoapp.organisation.queries import find_organisation
from ngoapp.packets.models import PacketRequest

NOT_COUNTED = ("duplicate", "cancelled")
LOCAL_DIGITS = 10


def repeat_time() -> timedelta:
    """Within which time a second request is pointed out."""
    organisation = find_organisation()
    return timedelta(days=organisation.packet_repeat_days if organisation else REPEAT_DAYS)


def name_key(name: str) -> str:
    """A name for comparing: no accents, no case, no punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


def postal_key(postal_code: str, country_code: str) -> str:
    """A postal code for comparing; of a ZIP code the five digits, since the other four are often left out."""
    plain = re.sub(r"\W", "", postal_code).upper()
    return f"{country_code}{plain[:5] if country_code == 'US' else plain}" if plain else ""


def phone_key(phone: str) -> str:
    """A telephone number for comparing: its last ten digits, so that a country code makes no difference."""
    return "".join(c for c in phone if c.isdigit())[-LOCAL_DIGITS:]


@dataclass(frozen=True)
class Keys:
    """What an asker is found again by; an empty one finds nobody."""

    name: str = ""
    postal: str = ""
    email: str = ""
    phone: str = ""


def requests_by(keys: Keys, *, since: datetime) -> Sequence[PacketRequest]:
    """Requests of somebody with these keys that came after `since`, newest first."""
    same = [
        (PacketRequest.email_key == keys.email, bool(keys.email)),
        (PacketRequest.phone_key == keys.phone, bool(keys.phone)),
        (
            and_(PacketRequest.name_key == keys.name, PacketRequest.postal_key == keys.postal),
            bool(keys.name and keys.postal),
        ),
    ]
    alike = [condition for condition, known in same if known]
    if not alike:
        return ()
    return session.scalars(
        select(PacketRequest)
        .where(or_(*alike), PacketRequest.received_at >= since, PacketRequest.state.not_in(NOT_COUNTED))
        .order_by(PacketRequest.received_at.desc(), PacketRequest.id.desc())
    ).all()


def set_keys(request: PacketRequest) -> None:
    """Write down what the asker is found again by."""
    request.name_key = name_key(request.name)
    request.postal_key = postal_key(request.postal_code, request.country_code)
    request.email_key = request.email
    request.phone_key = phone_key(request.phone)


def others_like(request: PacketRequest) -> Sequence[PacketRequest]:
    """Other requests that seem to come from the same asker, newest first."""
    mine, other = aliased(PacketRequest), aliased(PacketRequest)
    found = session.scalars(
        select(other)
        .join(mine, _alike(mine, other))
        .where(mine.id == request.id)
        .order_by(other.received_at.desc())
    )
    within = repeat_time()
    return [twin for twin in found if abs(twin.received_at - request.received_at) <= within]


def asked_twice(requests: Sequence[PacketRequest]) -> set[int]:
    """The ids of those among `requests` that have another like them."""
    mine, other = aliased(PacketRequest), aliased(PacketRequest)
    pairs = session.execute(
        select(mine.id, mine.received_at, other.received_at)
        .join(other, _alike(mine, other))
        .where(mine.id.in_([request.id for request in requests]))
    )
    within = repeat_time()
    return {row_id for row_id, received_at, before in pairs if abs(before - received_at) <= within}


def _alike(mine: type[PacketRequest], other: type[PacketRequest]) -> ColumnElement[bool]:
    same_house = and_(
        mine.name_key != "",
        mine.postal_key != "",
        other.name_key == mine.name_key,
        other.postal_key == mine.postal_key,
    )
    same_email = and_(mine.email_key != "", other.email_key == mine.email_key)
    same_phone = and_(mine.phone_key != "", other.phone_key == mine.phone_key)
    counted = and_(
        other.id != mine.id, other.state.not_in(NOT_COUNTED), mine.twin_id.is_distinct_from(other.id)
    )
    return and_(counted, or_(same_house, same_email, same_phone))
