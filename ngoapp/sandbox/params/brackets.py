"""Stripe's nesting of form fields: `line_items[0][price_data][currency]=usd`."""

import re
from collections.abc import Iterable
from typing import Any

from ngoapp.sandbox.state.errors import ParameterInvalid

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
DEEPEST = 12


def nest(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Build the nested values; lists stay dictionaries with numbers as keys until the schema reads them."""
    nested: dict[str, Any] = {}
    for name, value in fields:
        *path, last = _path(name)
        place = nested
        for part in path:
            place = place.setdefault(part or str(len(place)), {})
            if not isinstance(place, dict):
                raise ParameterInvalid(
                    f"Invalid object: {name} is both a value and an object.", param=path[0]
                )
        place[last or str(len(place))] = value
    return nested


def join(path: Iterable[Any]) -> str:
    """Write a path the way Stripe names a parameter."""
    first, *rest = (str(part) for part in path)
    return first + "".join(f"[{part}]" for part in rest)


def _path(name: str) -> list[str]:
    match = NAME.fullmatch(name)
    if match is None:
        raise ParameterInvalid(f"Invalid parameter name: {name[:100]}", param=name[:100])
    path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    if len(path) > DEEPEST:
        raise ParameterInvalid("The parameters are nested too deeply.", param=match[1])
    return path
