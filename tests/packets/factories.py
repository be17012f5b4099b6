"""Packets and requests for tests."""

import itertools
from functools import cache
from typing import Any

from fpdf import FPDF

from ngoapp.packets.kits.contents import usual_kit
from ngoapp.packets.kits.editions import add_edition
from ngoapp.packets.kits.models import Edition
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import Asker, Consent, ask_for_packet

HOME = {
    "street_address": "120 Lake St W",
    "city": "Minneapolis",
    "country_area": "MN",
    "postal_code": "55408",
    "country_code": "US",
}
CANADA = {
    "street_address": "10-123 1/2 Main St NW",
    "city": "Montreal",
    "country_area": "QC",
    "postal_code": "H3Z2Y7",
    "country_code": "CA",
}
_numbers = itertools.count(1)


@cache
def packet_pdf(pages: int = 3) -> bytes:
    """A PDF of so many pages."""
    pdf = FPDF()
    pdf.set_font("helvetica")
    for number in range(pages):
        pdf.add_page()
        pdf.cell(text=f"Page {number + 1}")
    return bytes(pdf.output())


def make_edition(language: str = "en", **facts: Any) -> Edition:
    """An edition that goes out; call it inside `transaction()` for pages to see it."""
    number = next(_numbers)
    plain: dict[str, Any] = {"name": "First steps", "label": f"2026/{number}", "content": packet_pdf()}
    plain["item_id"] = usual_kit().parts[0].item_id
    return add_edition(action_key=f"edition-{number}", language=language, **{**plain, **facts})


def make_request(
    name: str = "Ana Ruiz",
    *,
    email: str = "",
    phone: str = "",
    note: str = "",
    address: dict[str, str] | None = None,
    post_instead: bool = False,
    **facts: Any,
) -> PacketRequest:
    """A request to be posted in Minneapolis, from the web; by e-mail where `way` says so."""
    asker = Asker(
        name=name,
        email=email,
        phone=phone,
        note=note,
        address=HOME if address is None else address,
        post_instead=post_instead,
    )
    plain = {
        "action_key": f"request-{next(_numbers)}",
        "channel": "web",
        "way": "post",
        "language": "en",
        "consent": Consent(wording="Yes, keep it."),
    }
    return ask_for_packet(asker=asker, **{**plain, **facts})


def make_email_request(email: str = "ana@example.org", **facts: Any) -> PacketRequest:
    """A request for a link; there has to be an edition for it to go out."""
    return make_request(name="", email=email, way="email", **facts)


def make_request_with_both(email: str = "ana@example.org", name: str = "Ana Ruiz") -> PacketRequest:
    """A request for a link that may be posted where the e-mail is not the way."""
    return make_request(name, email=email, way="email", post_instead=True)
