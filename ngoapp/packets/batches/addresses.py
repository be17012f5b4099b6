"""Addresses that the mail brought something back from: nothing more goes there until staff have looked.

Known within packets only: donors' addresses are another matter."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.core.tokens import digest
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.duplicates import name_key, postal_key
from ngoapp.packets.models import PacketRequest


def address_key(request: PacketRequest) -> str:
    """What an address is known again by, however it is written; it does not say which. Empty where there is none."""
    street = re.sub(r"\s", "", name_key(request.street_address))
    place = postal_key(request.postal_code, request.country_code) or name_key(request.city)
    return digest(f"{request.country_code} {place} {street}") if street and place else ""


def came_back_from(requests: Sequence[PacketRequest]) -> dict[int, datetime]:
    """Which of these would go where the mail last brought a piece back from, and when it did; by the request's id.

    What staff have looked at since then is none of them."""
    keys = {request.id: address_key(request) for request in requests}
    if not any(keys.values()):
        return {}
    newest = (
        select(PacketPiece.address_key, func.max(PacketPiece.returned_at))
        .where(PacketPiece.address_key.in_(set(keys.values()) - {""}), PacketPiece.returned_at.is_not(None))
        .group_by(PacketPiece.address_key)
    )
    returned = {key: at for key, at in session.execute(newest) if at}
    back = {request.id: returned.get(keys[request.id]) for request in requests}
    return {
        request.id: at for request in requests if (at := back[request.id]) and not _looked_at(request, at)
    }


def _looked_at(request: PacketRequest, returned_at: datetime) -> bool:
    return request.address_checked_at is not None and request.address_checked_at >= returned_at
