"""What every letter shares: who sends it, who gets it, and how its page becomes paper."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ngoapp.adapters.pdf import GlyphMissing, press
from ngoapp.core.db import session
from ngoapp.core.files import StoredFile
from ngoapp.mailings.lines import address_lines
from ngoapp.organisation.models import Organisation
from ngoapp.people.addresses import PostalAddress
from ngoapp.people.countries import UnknownCountry
from ngoapp.people.models import Address, Person

LETTER_PAPER = frozenset({"US", "CA", "MX", "PH"})


def letterhead(organisation: Organisation) -> dict[str, Any]:
    """What a letter says of its sender."""
    return {
        "legal_name": organisation.legal_name,
        "public_name": organisation.public_name,
        "address_lines": organisation.address_lines,
        "mission": organisation.mission,
        "ein": organisation.ein,
        "hotline": organisation.hotline,
        "email": organisation.email,
        "signer": organisation.receipt_signer,
        "logo_id": organisation.logo_id,
        "colour": organisation.primary_colour,
        "paper": "letter" if organisation.country_code in LETTER_PAPER else "a4",
    }


def logo_of(sender: dict[str, Any]) -> str:
    """The logo as a part of the page; empty where there is none."""
    file = session.get(StoredFile, sender["logo_id"]) if sender["logo_id"] else None
    if file is None:
        return ""
    return f"data:{file.content_type};base64,{base64.b64encode(file.content).decode()}"


def country_of(person: Person) -> str:
    """The country of somebody's address; empty where there is none."""
    return person.address.country_code if person.address else ""


def address_block(name: str, address: Address | None, sender_country: str) -> list[str]:
    """What stands in the window of the envelope: the name, and the address where there is one."""
    if address is None:
        return [name]
    parts = address.address_parts()
    try:
        return address_lines(PostalAddress(name=name, **parts), style="typed", sender_country=sender_country)
    except UnknownCountry:
        return [name, *(line for part in parts.values() for line in part.splitlines())]


def on_paper(html: str, *, style_sheets: Sequence[Path], identifier: str) -> bytes:
    """The page as PDF. Letters that no font here has are spelled out by their number in Unicode."""
    try:
        return press().print(html, style_sheets=style_sheets, identifier=identifier)
    except GlyphMissing as missing:
        spelled_out = {ord(letter): f"[U+{ord(letter):04X}]" for letter in missing.characters}
        return press().print(html.translate(spelled_out), style_sheets=style_sheets, identifier=identifier)
