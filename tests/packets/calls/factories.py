"""Calls for tests."""

import itertools
from typing import Any

from ngoapp.packets.calls.models import Call
from ngoapp.packets.calls.operations import Caller, take_down

_numbers = itertools.count(1)


def make_call(
    *, name: str = "Ana", phone: str = "612-555-0139", call_back: bool = True, **facts: Any
) -> Call:
    """Somebody who waits to be called back."""
    usual_facts: dict[str, Any] = {
        "action_key": f"call-{next(_numbers)}",
        "kind": "talked",
        "about": "listen",
        "words": "",
    }
    told = {key: facts.pop(key, usual) for key, usual in usual_facts.items()}
    return take_down(**told, caller=Caller(name=name, phone=phone, call_back=call_back, **facts))
