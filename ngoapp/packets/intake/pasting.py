"""What was pasted in one piece goes into the form's own fields, once for each text that is pasted."""

import hashlib
from typing import Any

from ngoapp.people.forms import PARTS
from ngoapp.people.pasted import split_address


def mark_of(text: str) -> str:
    """What a text is known again by, to see whether it was split already."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16] if text.strip() else ""


def placed(sent: Any) -> Any:
    """What was sent, with the pasted address in its parts; what somebody changed there since then stays."""
    text, mark = sent.get("pasted", ""), mark_of(sent.get("pasted", ""))
    if not mark:
        return sent
    pasted = split_address(text, home=sent.get("country_code") or "US", name=sent.get("name", "").strip())
    filled = sent.copy()
    by_hand = not sent.get("split_of") and any(sent.get(part) for part in PARTS)
    if mark != sent.get("split_of") and (sent.get("split") or not by_hand):
        for part in (*PARTS, "country_code"):
            filled[part] = getattr(pasted.address, part)
        filled["drawn_country"] = pasted.address.country_code
        filled["split_of"] = mark
    for name, found in (("name", pasted.address.name), ("email", pasted.email), ("phone", pasted.phone)):
        if not sent.get(name, "").strip():
            filled[name] = found
    return filled
