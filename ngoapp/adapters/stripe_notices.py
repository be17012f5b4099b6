"""Reading a webhook: is it from Stripe, from just now, and what is it about?

Stripe's own `construct_event` takes timestamps from the future, raises on bytes that are not UTF-8, and spends
twenty times as long on objects that nobody needs here."""

import json
import re
from dataclasses import dataclass
from typing import Any

from ngoapp.adapters.billing_facts import subscription_of
from ngoapp.core import clock

TOLERANCE = 300  # seconds that an event may be old
AHEAD = 60  # seconds that Stripe's clock may be ahead of ours
TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
ACCOUNT = re.compile(r"[A-Za-z0-9_]{1,60}", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9_]{1,120}", re.ASCII)
TYPE = re.compile(r"[a-z0-9_.]{1,80}", re.ASCII)


class BadNotice(Exception):
    """The request is not an event that Stripe signed a moment ago."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """An event in outline: which, of what kind, about which object. Its details are asked for anew."""

    account: str  # empty for our own
    event_id: str
    type: str
    object_id: str  # empty where the object has none
    livemode: bool


def read_notice(payload: bytes, signature: str, secret: str) -> Notice:
    """The event, checked. Raises BadNotice."""
    text = _text(payload)
    _check_signature(text, signature, secret)
    _check_time(signature)
    try:
        event = json.loads(text)
    except (ValueError, RecursionError) as unreadable:
        raise BadNotice("not JSON") from unreadable
    return _outline(event)


def _text(payload: bytes) -> str:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise BadNotice("not UTF-8") from wrong


def _check_signature(text: str, signature: str, secret: str) -> None:
    from stripe import SignatureVerificationError, WebhookSignature

    if not signature.isascii():
        raise BadNotice("signature")
    try:
        WebhookSignature.verify_header(text, signature, secret)
    except SignatureVerificationError as wrong:
        raise BadNotice("signature") from wrong


def _check_time(signature: str) -> None:
    # One timestamp, in plain digits: of two, or of “+17”, the signature might be for one and our look at another.
    stamps = [part.removeprefix("t=") for part in signature.split(",") if part.startswith("t=")]
    if len(stamps) != 1 or not TIMESTAMP.fullmatch(stamps[0]):
        raise BadNotice("timestamp")
    if not -AHEAD <= clock.now().timestamp() - int(stamps[0]) <= TOLERANCE:
        raise BadNotice("timestamp")


def _outline(event: Any) -> Notice:
    if not isinstance(event, dict):
        raise BadNotice("not an object")
    data = event.get("data")
    subject = data.get("object") if isinstance(data, dict) else None
    if not isinstance(subject, dict) or not isinstance(event.get("livemode"), bool):
        raise BadNotice("not an event")
    return Notice(
        account=_named(event.get("account") or "", ACCOUNT, empty=True),
        event_id=_named(event.get("id"), NAME),
        type=_named(event.get("type"), TYPE),
        object_id=_named(_id_of(event.get("type"), subject), NAME, empty=True),
        livemode=event["livemode"],
    )


def _id_of(type: Any, subject: dict[str, Any]) -> Any:
    """The object's name; an invoice that is still to come has none, and is about its subscription."""
    if type == "invoice.upcoming":
        try:
            return subscription_of(subject) or ""
        except (AttributeError, KeyError) as odd:
            raise BadNotice("not an event") from odd
    return subject.get("id") or ""


def _named(value: Any, form: re.Pattern[str], *, empty: bool = False) -> str:
    if isinstance(value, str) and (form.fullmatch(value) or (empty and not value)):
        return value
    raise BadNotice("not an event")
