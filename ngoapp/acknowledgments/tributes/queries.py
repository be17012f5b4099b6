"""Reads about honorees in public. Who said no, or was withdrawn, is in none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.tributes.models import HonoureeThanks
from ngoapp.core.db import session
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net_minor
from ngoapp.donations.tributes.models import MEMORY, Honouree, Tribute
from ngoapp.donations.tributes.queries import in_hand

SHOWN_FOR_DAYS = 90


@dataclass(frozen=True)
class Remembered:
    """An honoree, the donors below in order, and how many gave without wishing to be named."""

    honouree: Honouree
    names: Sequence[str]
    anonymous: int


def tribute_section(today: date) -> list[Remembered]:
    """Everybody in whose honor or memory people gave lately and who may be named, by name."""
    given = (
        select(Honouree, Acknowledgment.recognition_name)
        .select_from(Tribute)
        .join(Tribute.honouree)
        .join(Tribute.gift)
        .join(HonoureeThanks, _decided())
        .outerjoin(
            Acknowledgment, and_(Acknowledgment.gift_id == Gift.id, Acknowledgment.state == "published")
        )
        .where(HonoureeThanks.state == "published", _agreed(), Gift.released_at.is_not(None), net_minor() > 0)
        .where(Gift.gift_on > today - timedelta(days=SHOWN_FOR_DAYS), Gift.gift_on <= today)
        .order_by(Honouree.name_key, Honouree.id, Acknowledgment.sort_key, Acknowledgment.id)
    )
    sections: dict[int, tuple[Honouree, list[str | None]]] = {}
    for honouree, name in session.execute(given):
        sections.setdefault(honouree.id, (honouree, []))[1].append(name)
    return [_section(honouree, names) for honouree, names in sections.values()]


def honourees_to_approve() -> Sequence[Honouree]:
    """Honorees who may be named and of whom nobody has decided yet, oldest first."""
    return session.scalars(_undecided(select(Honouree)).order_by(Honouree.id)).all()


def honourees_decided(state: str) -> Sequence[Honouree]:
    """Honorees who may be named, and are (`published`) or are not (`withdrawn`), by name."""
    chosen = select(Honouree).join(HonoureeThanks, _decided())
    return session.scalars(
        chosen.where(HonoureeThanks.state == state, _agreed()).order_by(Honouree.name_key, Honouree.id)
    ).all()


def count_to_approve() -> ScalarSelect[int]:
    """SQL for how many honorees wait for a decision."""
    return _undecided(select(func.count(Honouree.id))).scalar_subquery()


def _section(honouree: Honouree, names: Sequence[str | None]) -> Remembered:
    named = list(dict.fromkeys(name for name in names if name))
    return Remembered(honouree, named, sum(name is None for name in names))


def _agreed() -> ColumnElement[bool]:
    dead = and_(Honouree.kind == MEMORY, Honouree.answer != "declined")
    return and_(Honouree.merged_into_id.is_(None), or_(Honouree.answer == "agreed", dead))


def _decided() -> ColumnElement[bool]:
    return and_(HonoureeThanks.honouree_id == Honouree.id, HonoureeThanks.kind == Honouree.kind)


def _undecided(chosen: Select[Any]) -> Select[Any]:
    decided = select(HonoureeThanks.id).where(_decided()).correlate(Honouree)
    given = select(Tribute.id).where(Tribute.honouree_id == Honouree.id, in_hand())
    return chosen.where(_agreed(), ~decided.exists(), given.correlate(Honouree).exists())
