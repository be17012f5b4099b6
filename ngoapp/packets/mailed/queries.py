"""Reads about packets that were mailed: which wait to be fetched, which came back, and what is due about them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, selectinload

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.pages import Page, page_of
from ngoapp.packets.kits.models import Sending
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.states import SENT

REMIND_AFTER = timedelta(days=7)
FETCH_WITHIN = timedelta(days=10)
LETTER = re.compile(r"packet-(?:link|reminder)-([0-9]{1,15})")
VIEWS = {
    "waiting": "Not fetched yet",
    "lost": "Came back or not fetched",
    "fetched": "Downloaded",
    "ended": "Taken back",
}


def link_of_letter(key: str) -> int | None:
    """The id of the link that a letter of ours was about; None for letters about other things."""
    match = LETTER.fullmatch(key)
    return int(match[1]) if match else None


def links_mailed_to(addresses: Iterable[str]) -> Sequence[int]:
    """Ids of links that were mailed to one of these addresses of late and that nobody has fetched, come back or not."""
    return session.scalars(
        select(PacketLink.id)
        .join(PacketRequest)
        .where(
            PacketRequest.email_key.in_(list(addresses)),
            PacketLink.mailed_at > clock.now() - FETCH_WITHIN,
            PacketLink.first_downloaded_at.is_(None),
        )
        .order_by(PacketLink.id)
    ).all()


def to_remind() -> Sequence[int]:
    """Ids of links that nobody has fetched in a week."""
    return session.scalars(
        _latest().where(*_lying(), PacketLink.reminded_at.is_(None), _mailed_before(REMIND_AFTER))
    ).all()


def to_give_up() -> Sequence[int]:
    """Ids of links that nobody has fetched in ten days."""
    return session.scalars(_latest().where(*_lying(), _mailed_before(FETCH_WITHIN))).all()


@dataclass(frozen=True)
class Lost:
    """Why a request that went out by e-mail is with staff again, and since when."""

    words: str
    since: datetime


def lost(requests: Sequence[PacketRequest]) -> dict[int, Lost]:
    """What became of the latest mail of each of these requests, where staff have to know."""
    ids = [request.id for request in requests if request.way == "email"]
    latest = (
        select(func.max(PacketLink.id)).where(PacketLink.request_id.in_(ids)).group_by(PacketLink.request_id)
    )
    links = session.scalars(select(PacketLink).where(PacketLink.id.in_(latest))).all() if ids else []
    found = {}
    for link in links:
        if link.first_downloaded_at or link.revoked_at:
            continue
        if link.bounced_at:
            found[link.request_id] = Lost("The mail came back", link.bounced_at)
        elif link.unfetched_at:
            found[link.request_id] = Lost("Not fetched in 10 days", link.unfetched_at)
    return found


def links_page(view: str, number: int) -> Page[PacketLink]:
    """The links of a view, newest first, with their requests and what is in them."""
    chosen = (
        select(PacketLink)
        .where(_in_view(view))
        .options(selectinload(PacketLink.request), selectinload(PacketLink.parts).joinedload(Sending.edition))
        .order_by(PacketLink.id.desc())
    )
    return page_of(chosen, number, size=50)


def counts() -> dict[str, int]:
    """How many links each view holds."""
    columns = [func.count().filter(_in_view(view)) for view in VIEWS]
    found = session.execute(select(*columns).select_from(PacketLink)).one()
    return dict(zip(VIEWS, found, strict=True))


def _latest() -> Select[Any]:
    """Ids of the latest link of each request that is out by e-mail and of which none was fetched, oldest first."""
    later, fetched = aliased(PacketLink), aliased(PacketLink)
    newer = exists().where(later.request_id == PacketLink.request_id, later.id > PacketLink.id)
    had = exists().where(
        fetched.request_id == PacketLink.request_id, fetched.first_downloaded_at.is_not(None)
    )
    return (
        select(PacketLink.id)
        .join(PacketRequest)
        .where(PacketRequest.way == "email", PacketRequest.state.in_(SENT), ~newer, ~had)
        .order_by(PacketLink.id)
    )


def _lying() -> tuple[ColumnElement[bool], ...]:
    return (
        PacketLink.bounced_at.is_(None),
        PacketLink.unfetched_at.is_(None),
        PacketLink.revoked_at.is_(None),
        PacketLink.mailed_at.is_not(None),
    )


def _mailed_before(age: timedelta) -> ColumnElement[bool]:
    return PacketLink.mailed_at <= clock.now() - age


def _in_view(view: str) -> ColumnElement[bool]:
    fetched, ended = PacketLink.first_downloaded_at.is_not(None), PacketLink.revoked_at.is_not(None)
    gone = PacketLink.bounced_at.is_not(None) | PacketLink.unfetched_at.is_not(None)
    views = {
        "waiting": ~fetched & ~ended & ~gone,
        "lost": ~fetched & ~ended & gone,
        "fetched": fetched & ~ended,
        "ended": ended,
    }
    return views[view]
