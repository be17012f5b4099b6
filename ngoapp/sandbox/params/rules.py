"""Stripe's own rules for values that a type cannot express."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ngoapp.sandbox.money import LARGEST_CHARGE, SUPPORTED, format_money, least_charge, step
from ngoapp.sandbox.state.errors import ParameterInvalid

EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
URL_LONGEST = 5000
METADATA_KEYS, METADATA_KEY_LONGEST, METADATA_VALUE_LONGEST = 50, 40, 500
DESCRIPTOR_LONGEST = 22


def required(params: Mapping[str, Any], name: str, path: str | None = None) -> Any:
    """The value of a parameter that must be there."""
    if name not in params:
        path = path or name
        raise ParameterInvalid(f"Missing required param: {path}.", param=path, code="parameter_missing")
    return params[name]


def only_supported(params: Mapping[str, Any], supported: frozenset[str], prefix: str = "") -> None:
    """Refuse what Stripe knows and the sandbox does not do, rather than pretend."""
    for name in sorted(set(params) - supported):
        path = f"{prefix}[{name}]" if prefix else name
        raise ParameterInvalid(
            f"The sandbox does not support {path} yet.", param=path, code="sandbox_unsupported"
        )


def at_most(text: str, longest: int, param: str) -> str:
    """A text that is not too long."""
    if len(text) > longest:
        message = f"Invalid string: it must be at most {longest} characters (at {param})"
        raise ParameterInvalid(message, param=param, code="parameter_invalid_string_too_long")
    return text


def currency_of(text: str, param: str) -> str:
    """A currency that Stripe charges in, in lower case."""
    currency = text.lower()
    if currency not in SUPPORTED:
        raise ParameterInvalid(
            f"Invalid currency: {text[:20]}", param=param, code="parameter_invalid_currency"
        )
    return currency


def positive(amount: int, param: str) -> int:
    """A whole number above zero."""
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise ParameterInvalid(message, param=param, code="parameter_invalid_integer")
    return amount


def chargeable(amount: int, currency: str, param: str) -> int:
    """An amount that Stripe would charge: neither too small, too large nor between two steps."""
    least = least_charge(currency)
    if amount < least:
        message = f"The total amount due must add up to at least {format_money(least, currency)}"
        raise ParameterInvalid(message, param=param, code="amount_too_small")
    if amount > LARGEST_CHARGE:
        message = f"The total amount due must be no more than {format_money(LARGEST_CHARGE, currency)}"
        raise ParameterInvalid(message, param=param, code="amount_too_large")
    if amount % step(currency):
        message = (
            f"Invalid amount: {currency.upper()} is charged in multiples of {step(currency)} minor units."
        )
        raise ParameterInvalid(message, param=param, code="parameter_invalid_integer")
    return amount


def address_of(url: str, param: str) -> str:
    """An absolute web address."""
    at_most(url, URL_LONGEST, param)
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", url):
        raise ParameterInvalid("Not a valid URL", param=param, code="url_invalid")
    return url


def email_of(text: str, param: str) -> str:
    """An e-mail address."""
    if not EMAIL.fullmatch(at_most(text, 800, param)):
        raise ParameterInvalid(f"Invalid email address: {text[:100]}", param=param, code="email_invalid")
    return text


def metadata_of(params: Mapping[str, Any], param: str = "metadata") -> dict[str, str]:
    """The metadata to keep; a key with an empty value is not kept."""
    metadata: dict[str, str] = params.get("metadata") or {}
    if len(metadata) > METADATA_KEYS:
        message = f"You can set up to {METADATA_KEYS} metadata keys; you passed {len(metadata)}."
        raise ParameterInvalid(message, param=param)
    for key, value in metadata.items():
        if len(key) > METADATA_KEY_LONGEST:
            message = f"Metadata keys can be up to {METADATA_KEY_LONGEST} characters long; {key[:60]} has {len(key)}."
            raise ParameterInvalid(message, param=f"{param}[{key}]")
        if len(value) > METADATA_VALUE_LONGEST:
            message = f"Metadata values can be up to {METADATA_VALUE_LONGEST} characters long; {key} has {len(value)}."
            raise ParameterInvalid(message, param=f"{param}[{key}]")
    return {key: value for key, value in metadata.items() if value}


def merged_metadata(kept: Mapping[str, str], params: Mapping[str, Any]) -> dict[str, str]:
    """Metadata after a change: keys that come empty go, and an empty whole takes all."""
    if not params["metadata"]:
        return {}
    metadata_of(params)
    merged = {**kept, **params["metadata"]}
    return {name: value for name, value in merged.items() if value}


def descriptor_of(text: str, param: str) -> str:
    """What may stand on a card statement: at most 22 Latin characters with a letter among them."""
    if re.search(r"[<>\\'\"*]", text):
        message = "The statement descriptor can't contain the characters <, >, \\, ', \", *."
    elif not re.fullmatch(r"[ -~]+", text):
        message = "The statement descriptor must contain Latin characters only."
    elif not re.search(r"[A-Za-z]", text):
        message = "The statement descriptor must contain at least one letter."
    elif len(text) > DESCRIPTOR_LONGEST:
        message = f"The statement descriptor must be at most {DESCRIPTOR_LONGEST} characters."
    else:
        return text
    raise ParameterInvalid(message, param=param, code="parameter_invalid_string")
