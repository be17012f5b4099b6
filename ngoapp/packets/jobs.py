"""What happens after a request by e-mail was taken in: its link is mailed."""

from flask import current_app

from ngoapp.adapters.smtp import AddressRefused, smtp
from ngoapp.core import tokens
from ngoapp.core.db import end_read, found, locked, transaction
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.links import LASTS, is_open
from ngoapp.packets.mailed.operations import note_bounced
from ngoapp.packets.models import PacketLink
from ngoapp.packets.operations import mark_link_mailed
from ngoapp.web.mail import absolute, render_mail

PURPOSE = "packet"


def send_link(link_id: int) -> None:
    """Mail the link, unless it was taken back or the asker's data are gone. A repeat is the same mail."""
    token = keep_digest(link_id)
    link = found(PacketLink, link_id)
    if not is_open(link) or not link.request.email:
        return
    message = render_mail(
        "packets/link",
        key=f"packet-link-{link.id}",
        to=link.request.email,
        subject=f"The packet from {our_organisation().short_name} that you asked for",
        written_at=link.made_at,
        url=absolute(f"/packets/{token}"),
        name=link.request.name,
        days=LASTS.days,
        until=link.expires_at,
    )
    end_read()
    try:
        smtp().send(message)
    except AddressRefused:
        with transaction():
            note_bounced(link_id)
        return
    with transaction():
        mark_link_mailed(link_id)


def keep_digest(link_id: int) -> str:
    """The token of a link that is about to be mailed; its hash is kept, so that it opens."""
    with transaction():
        link = locked(PacketLink, link_id)
        token = tokens.derive(current_app.config["SECRET_KEY"], PURPOSE, link.id, link.nonce)
        link.digest = tokens.digest(token)
    return token
