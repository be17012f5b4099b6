"""Strict readers, made from the parameter types that stripe-python publishes.

The types are lenient where Stripe's server is not: they let any string through beside a list of choices, carry the
client's own options, and know nothing of empty strings. What is built here closes those gaps."""

import re
import sys
from decimal import Decimal
from functools import cache
from types import SimpleNamespace, UnionType
from typing import Annotated, Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import TypedDict, is_typeddict

from ngoapp.sandbox.params.brackets import join
from ngoapp.sandbox.state.errors import ParameterInvalid

MAKE_TYPED_DICT: Any = TypedDict  # Type checkers forbid fields that are known at run time only.
CODES = {
    "extra_forbidden": "parameter_unknown",
    "missing": "parameter_missing",
    "whole_number": "parameter_invalid_integer",
    "empty": "parameter_invalid_empty",
}


def read(params: type, values: dict[str, Any]) -> dict[str, Any]:
    """Check and convert the values of one request. Raises ParameterInvalid, naming the parameter."""
    try:
        return reader(params).validate_python(values)
    except ValidationError as problem:
        errors = problem.errors(include_url=False)
        raise _refusal(max(errors, key=lambda error: len(_trail(error, values))), values) from problem


@cache
def reader(params: type) -> TypeAdapter[dict[str, Any]]:
    """The reader for one of stripe-python's parameter types."""
    return TypeAdapter(_shape(params))


@cache
def _shape(params: type) -> Any:
    own = {
        name: hint
        for name, hint in params.__annotations__.items()
        if name not in RequestOptions.__annotations__
    }
    scope = vars(sys.modules[params.__module__])
    hints = get_type_hints(SimpleNamespace(__annotations__=own), globalns=scope, include_extras=True)
    shape = MAKE_TYPED_DICT(params.__name__, {name: _field(hint) for name, hint in hints.items()})
    shape.__pydantic_config__ = ConfigDict(extra="forbid")
    return shape


def _field(hint: Any) -> Any:
    presence = get_origin(hint)
    if presence in (NotRequired, Required):
        return presence[_strict(get_args(hint)[0])]
    return _strict(hint)


def _strict(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _union(get_args(hint))
    if origin is list:
        return Annotated[list[_strict(get_args(hint)[0])], BeforeValidator(_listed)]  # type: ignore[misc]  # built at run time
    if is_typeddict(hint):
        return _shape(hint)
    return SCALARS.get(hint, hint)


def _union(members: tuple[Any, ...]) -> Any:
    members = tuple(member for member in members if get_origin(member) is not UntypedStripeObject)
    choices = {choice for member in members if get_origin(member) is Literal for choice in get_args(member)}
    if choices - {""}:
        members = tuple(member for member in members if member is not str)
    return Union[tuple(_strict(member) for member in members)]  # noqa: UP007 - built at run time


def _listed(value: Any) -> Any:
    if isinstance(value, dict) and all(key.isdecimal() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value


def _integer(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value, re.ASCII):
        return int(value)
    raise PydanticCustomError("whole_number", "Invalid integer: {value}", {"value": str(value)[:100]})


def _boolean(value: Any) -> bool:
    if value in ("true", "false"):
        return bool(value == "true")
    raise PydanticCustomError("boolean", "Invalid boolean: {value}", {"value": str(value)[:100]})


def _decimal(value: Any) -> Decimal:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,12})?", value, re.ASCII):
        return Decimal(value)
    raise PydanticCustomError("decimal", "Invalid decimal: {value}", {"value": str(value)[:100]})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("text", "Invalid string")
    if not value:
        raise PydanticCustomError("empty", "You passed an empty string, which would unset the parameter")
    return value


SCALARS: dict[Any, Any] = {
    int: Annotated[int, BeforeValidator(_integer)],
    bool: Annotated[bool, BeforeValidator(_boolean)],
    float: Annotated[Decimal, BeforeValidator(_decimal)],
    Decimal: Annotated[Decimal, BeforeValidator(_decimal)],
    str: Annotated[str, BeforeValidator(_text)],
}


def _trail(error: ErrorDetails, values: Any) -> list[str]:
    """The part of pydantic's location that names what was sent or is missing; the rest names branches of unions."""
    trail, location = [], error["loc"]
    for index, part in enumerate(location):
        if isinstance(values, dict) and str(part) in values:
            values = values[str(part)]
            trail.append(str(part))
        elif error["type"] == "missing" and index == len(location) - 1 and isinstance(values, dict):
            trail.append(str(part))
    return trail


def _refusal(error: ErrorDetails, values: dict[str, Any]) -> ParameterInvalid:
    param = join(_trail(error, values) or ["parameters"])
    match error["type"]:
        case "extra_forbidden":
            message = f"Received unknown parameter: {param}"
        case "missing":
            message = f"Missing required param: {param}."
        case "literal_error":
            message = f"Invalid {param}: must be one of {error['ctx']['expected'].replace(chr(39), '')}"
        case _:
            message = f"{error['msg']} (at {param})"
    return ParameterInvalid(message, param=param, code=CODES.get(error["type"]))
