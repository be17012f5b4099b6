"""A campaign on paper and elsewhere, for staff to download: its code, its poster, its pictures."""

from flask import Blueprint, Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.core.errors import NotThere
from ngoapp.core.files import StoredFile
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.queries import campaign_standing
from ngoapp.donations.campaigns.share_picture import draw, shown_of
from ngoapp.donations.campaigns.sharing import draw_poster, qr_code

bp = Blueprint("campaigns_sharing", __name__, url_prefix="/staff/campaigns/<int:campaign_id>")


@bp.get("/code.svg")
@staff_required("campaigns:write")
def code_svg(campaign_id: int) -> Response:
    """The address as a QR code, to be enlarged without end."""
    campaign = found(Campaign, campaign_id)
    return _file(qr_code(campaign, "svg"), "image/svg+xml", f"{campaign.slug}.svg")


@bp.get("/code.png")
@staff_required("campaigns:write")
def code_png(campaign_id: int) -> Response:
    """The same for programs that do not take drawings."""
    campaign = found(Campaign, campaign_id)
    return _file(qr_code(campaign, "png"), "image/png", f"{campaign.slug}.png")


@bp.get("/poster-<any(letter, a4):paper>.pdf")
@staff_required("campaigns:write")
def poster(campaign_id: int, paper: str) -> Response:
    """A page to hang up."""
    it = campaign_standing(campaign_id)
    return _file(draw_poster(it, paper=paper), "application/pdf", f"{it.campaign.slug}-{paper}.pdf")


@bp.get("/share.png")
@staff_required("campaigns:write")
def share(campaign_id: int) -> Response:
    """The picture that other sites show beside a link, as it is today."""
    return Response(draw(shown_of(campaign_standing(campaign_id))), mimetype="image/png")


@bp.get("/picture")
@staff_required("campaigns:write")
def picture(campaign_id: int) -> Response:
    """The campaign's own picture, published or not. Raises NotThere."""
    campaign = found(Campaign, campaign_id)
    if campaign.picture_id is None:
        raise NotThere
    file = found(StoredFile, campaign.picture_id)
    return Response(file.content, mimetype=file.content_type)


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=headers)
