"""Writes to calls: taking one down, having it, calling back, and forgetting who called."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.packets.calls.models import Call
from ngoapp.packets.duplicates import phone_key

LEFT_LYING = timedelta(hours=1)
PERSONAL = ("name", "phone", "phone_key", "safe_name", "words", "call_back_when")


class NoNumber(Refused):
    """Nobody can be called back without a number."""

    def __init__(self) -> None:
        super().__init__("Enter the number to call back.", field="phone")


class SomebodyHasIt(Refused):
    """Another of us has taken this call."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has this one already.")


class CallIsOver(Refused):
    """Nobody waits for this call back any more."""

    def __init__(self) -> None:
        super().__init__("This call is done. Look at its state above.")


class CannotReopen(Refused):
    """Nobody was to call back, or we know no more whom."""

    def __init__(self) -> None:
        super().__init__("There is nobody to call back here. Take the call down anew.")


class MessageNotSafe(Refused):
    """They did not say that a message may be left."""

    def __init__(self) -> None:
        super().__init__("They did not say that a message is safe, so leave none. Try again later.")


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who called, and how they may be called back."""

    name: str = ""
    phone: str = ""
    safe: str = ""
    safe_name: str = ""
    call_back: bool = False
    call_back_on: date | None = None
    call_back_when: str = ""


def take_down(*, action_key: str, kind: str, about: str, words: str, caller: Caller) -> Call:
    """Note a call; the same form twice is one. Where no call back is wanted it is over at once. Raises NoNumber."""
    known = session.scalar(select(Call).where(Call.action_key == action_key))
    if known:
        return known
    if caller.call_back and not caller.phone:
        raise NoNumber
    moment, who = clock.now(), audit.actor.get()
    call = Call(
        action_key=action_key,
        kind=kind,
        about=about,
        words=words,
        name=caller.name,
        phone=caller.phone,
        phone_key=phone_key(caller.phone),
        safe=caller.safe,
        safe_name=caller.safe_name if caller.safe == "yes" else "",
        heard_at=moment,
        operator_id=who.id if who.kind == "staff" else None,
    )
    if caller.call_back:
        call.call_back_on, call.call_back_when = caller.call_back_on, caller.call_back_when
    else:
        call.ended, call.closed_at = "none_wanted", moment
    save(call)
    audit.record("call.taken_down", call, about=about)
    return call


def claim(call_id: int) -> Call:
    """Have this call: nobody else does then, unless it was left lying for an hour. A repeat does nothing.

    Raises CallIsOver and SomebodyHasIt."""
    call = _open(call_id)
    me = audit.actor.get().id
    if call.claimed_by_id == me:
        return call
    if call.claimed_by and call.claimed_at and clock.now() - call.claimed_at < LEFT_LYING:
        raise SomebodyHasIt(call.claimed_by.name)
    call.claimed_by_id, call.claimed_at = me, clock.now()
    session.flush()
    session.refresh(call)
    audit.record("call.claimed", call)
    return call


def release(call_id: int) -> Call:
    """Give the call back to the list. Raises CallIsOver and SomebodyHasIt."""
    call = _mine(call_id)
    _let_go(call)
    audit.record("call.released", call)
    return call


def try_again(call_id: int) -> Call:
    """Nobody answered: the call goes back to the list, with one try more, and is not ours: a repeat does nothing.

    Raises CallIsOver and SomebodyHasIt."""
    call = _mine(call_id)
    if call.claimed_by_id is None:
        return call
    call.tries += 1
    _let_go(call)
    audit.record("call.tried", call, tries=call.tries)
    return call


def end_call(call_id: int, ended: str) -> Call:
    """The call back is done, or given up. Raises CallIsOver, SomebodyHasIt and MessageNotSafe."""
    call = _mine(call_id)
    if ended == "message_left" and call.safe != "yes":
        raise MessageNotSafe
    _end(call, ended)
    audit.record("call.ended", call, ended=ended)
    return call


def reopen(call_id: int) -> Call:
    """It was not done after all: the call is ours again, as before it was ended. A repeat does nothing.

    Raises CannotReopen."""
    call = locked(Call, call_id)
    if call.closed_at is None:
        return call
    if not call.can_be_reopened:
        raise CannotReopen
    call.ended, call.closed_at = "", None
    call.claimed_by_id, call.claimed_at = audit.actor.get().id, clock.now()
    session.flush()
    session.refresh(call)
    audit.record("call.reopened", call)
    return call


def forget_call(call_id: int) -> Call:
    """Forget who called and what they said; when, and about what, stay for the counts. A repeat does nothing."""
    call = locked(Call, call_id)
    if call.erased_at is None:
        if call.closed_at is None:
            _end(call, "taken_off")
        for column in PERSONAL:
            setattr(call, column, "")
        call.erased_at = clock.now()
        audit.record("call.erased", call)
    session.flush()
    return call


def _open(call_id: int) -> Call:
    call = locked(Call, call_id)
    if call.closed_at:
        raise CallIsOver
    return call


def _mine(call_id: int) -> Call:
    """An open call that is mine, or nobody's."""
    call = _open(call_id)
    if call.claimed_by and call.claimed_by_id != audit.actor.get().id:
        raise SomebodyHasIt(call.claimed_by.name)
    return call


def _let_go(call: Call) -> None:
    call.claimed_by_id = call.claimed_at = None
    session.flush()
    session.refresh(call)


def _end(call: Call, ended: str) -> None:
    call.claimed_by_id = call.claimed_at = None
    call.ended, call.closed_at = ended, clock.now()
    session.flush()
    session.refresh(call)
