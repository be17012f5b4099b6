"""Campaigns, for everybody. The names of supporters come from the thanks that staff have proofed."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from ngoapp.acknowledgments.queries import supporters
from ngoapp.core.db import found
from ngoapp.core.errors import NotThere
from ngoapp.core.files import StoredFile
from ngoapp.donations.campaigns.queries import public_campaign, public_campaigns
from ngoapp.donations.campaigns.share_picture import draw, shown_of
from ngoapp.donations.campaigns.sharing import page_address

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")
FOR_GOOD, A_WHILE = "public, max-age=31536000, immutable", "public, max-age=300"
# Other sites may show the card in a frame. It has no form, no script, and sets no cookie: there is nothing to click
# but a link that leads to us.
IN_ANY_FRAME = "; ".join(
    [
        *("default-src 'none'", "style-src 'self'", "font-src 'self'", "img-src 'self'"),
        *("base-uri 'none'", "form-action 'none'", "frame-ancestors *"),
    ]
)


@bp.get("/")
def index() -> str:
    """Every campaign, those that collect first. Raises NotThere while there is none."""
    campaigns = public_campaigns()
    if not campaigns:
        raise NotThere
    return render_template("donations/public/campaigns/index.html", campaigns=campaigns)


@bp.get("/<slug>")
def show(slug: str) -> str:
    """One campaign: what it is for, and how far along it is."""
    it = public_campaign(slug)
    names = supporters(it.campaign.id) if it.campaign.show_supporters else ()
    return render_template(
        "donations/public/campaigns/page.html",
        it=it,
        names=names,
        noindex=bool(names),
        address=page_address(it.campaign),
        share_url=f"{page_address(it.campaign)}/share.png?v={shown_of(it).version}",
        picture_url=url_for(".picture", slug=slug, v=it.campaign.picture_id),
    )


@bp.get("/<slug>/card")
def card(slug: str) -> Response:
    """A small page that other websites show in a frame."""
    it = public_campaign(slug)
    page = make_response(
        render_template("donations/public/campaigns/card.html", it=it, address=page_address(it.campaign))
    )
    page.headers["Content-Security-Policy"] = IN_ANY_FRAME
    page.headers["Cache-Control"] = A_WHILE
    return page


@bp.get("/<slug>/share.png")
def share(slug: str) -> Response:
    """The picture that goes along where the page is shared. An address with an older version gets the present one."""
    shown = shown_of(public_campaign(slug))
    kept = FOR_GOOD if request.args.get("v") == shown.version else A_WHILE
    return Response(draw(shown), mimetype="image/png", headers={"Cache-Control": kept})


@bp.get("/<slug>/picture")
def picture(slug: str) -> Response:
    """The campaign's own picture. Raises NotThere."""
    campaign = public_campaign(slug).campaign
    if campaign.picture_id is None:
        raise NotThere
    file = found(StoredFile, campaign.picture_id)
    kept = FOR_GOOD if request.args.get("v") == str(campaign.picture_id) else A_WHILE
    return Response(file.content, mimetype=file.content_type, headers={"Cache-Control": kept})
