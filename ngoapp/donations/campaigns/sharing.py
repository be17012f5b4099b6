"""What carries a campaign elsewhere: its address as a QR code, a poster to hang up, a card for other websites."""

from html import escape
from io import BytesIO
from typing import Any, Literal

import segno
from flask import current_app

from ngoapp.core.paths import templates_folder
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.standing import Standing
from ngoapp.mailings.letterhead import letterhead, logo_of, on_paper
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute

STYLE_SHEETS = (templates_folder() / "pdf" / "letter.css", templates_folder() / "pdf" / "poster.css")
FEW_LETTERS = 110  # so many fit on a poster in large type
QUIET_ZONE = 4  # modules of white around the code, as ISO/IEC 18004 asks for
PIXELS = 20  # a module in the PNG: sharp on a poster


def page_address(campaign: Campaign) -> str:
    """The full address of the campaign's page."""
    return absolute(f"/campaigns/{campaign.slug}")


def embed_code(campaign: Campaign) -> str:
    """What another website puts into its page to show the card."""
    source = escape(f"{page_address(campaign)}/card")
    return (
        f'<iframe src="{source}" title="{escape(campaign.title)}"'
        ' width="360" height="400" loading="lazy" style="max-width: 100%; border: 0"></iframe>'
    )


def qr_code(campaign: Campaign, kind: Literal["svg", "png"]) -> bytes:
    """The page's address, to be scanned. Black on white, which every camera reads."""
    out = BytesIO()
    scale = PIXELS if kind == "png" else 8
    _code(campaign).save(out, kind=kind, scale=scale, border=QUIET_ZONE, dark="#000000", light="#ffffff")
    return out.getvalue()


def draw_poster(it: Standing, *, paper: str) -> bytes:
    """A page to hang up, on `letter` or `a4` paper; the same bytes as long as nothing on it changes."""
    sender = letterhead(our_organisation())
    campaign = it.campaign
    contents: dict[str, Any] = {
        "campaign": campaign,
        "ours": our_organisation(),
        "logo": logo_of(sender),
        "paper": paper,
        "size": "many-words" if len(campaign.title + campaign.summary) > FEW_LETTERS else "",
        "where": page_address(campaign).partition("://")[2],
        "code": _code(campaign).svg_data_uri(dark="#000000", light="#ffffff", border=QUIET_ZONE),
    }
    # Straight from the environment: context processors are for pages, and would ask the database.
    html = current_app.jinja_env.get_template("pdf/poster.html").render(contents)
    return on_paper(html, style_sheets=STYLE_SHEETS, identifier=f"poster {campaign.id} {paper}")


def _code(campaign: Campaign) -> segno.QRCode:
    return segno.make(page_address(campaign), error="m", micro=False)
