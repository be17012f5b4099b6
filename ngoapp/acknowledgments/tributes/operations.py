"""Writes about honorees in public."""

from sqlalchemy import select

from ngoapp.acknowledgments.tributes.models import HonoureeThanks
from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.donations.tributes.honourees import may_be_named
from ngoapp.donations.tributes.models import HONOR, Honouree


class NotAgreed(Refused):
    """Nobody living is named without having agreed, and nobody whose family has said no."""

    def __init__(self, honouree: Honouree) -> None:
        who = "They have" if honouree.kind == HONOR else "The family has"
        what = "said no" if honouree.answer == "declined" else "not agreed yet"
        super().__init__(f"{who} {what}, so “{honouree.name}” is not named in public.")


def publish_honouree(honouree_id: int) -> HonoureeThanks:
    """Show an honoree above the donors who agreed. A repeat does nothing. Raises NotAgreed."""
    honouree = locked(Honouree, honouree_id)
    if not may_be_named(honouree):
        raise NotAgreed(honouree)
    return _decide(honouree, "published")


def withdraw_honouree(honouree_id: int) -> HonoureeThanks:
    """Show the honoree nowhere, from the next request on; the donors stay thanked. A repeat does nothing."""
    return _decide(locked(Honouree, honouree_id), "withdrawn")


def _decide(honouree: Honouree, state: str) -> HonoureeThanks:
    known = session.scalar(select(HonoureeThanks).where(HonoureeThanks.honouree_id == honouree.id))
    if known and (known.state, known.kind) == (state, honouree.kind):
        return known
    thanks = known or HonoureeThanks(honouree_id=honouree.id)
    thanks.state, thanks.kind, thanks.decided_at = state, honouree.kind, clock.now()
    audit.record(f"honouree_thanks.{state}", save(thanks), honouree=honouree.id)
    return thanks
