"""What happens after staff queued a correction: it is mailed, once, with the way to the newer edition."""

from flask import current_app

from ngoapp.adapters.smtp import AddressRefused, smtp
from ngoapp.core import tokens
from ngoapp.core.db import end_read, found, locked, session, transaction
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.jobs import PURPOSE
from ngoapp.packets.kits.models import Correction
from ngoapp.packets.kits.recalls import mark_failed, mark_told
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.web.mail import absolute, render_mail


def send_correction(correction_id: int) -> None:
    """Mail a correction, unless staff stopped it or the asker's data are gone. A repeat is the same mail."""
    correction = session.get(Correction, correction_id)
    if correction is None:
        return
    request = found(PacketRequest, correction.request_id)
    if request.erased_at:
        return
    if not request.email:
        with transaction():
            mark_failed(correction_id)
        return
    url, key = _way_there(correction.link_id), f"packet-correction-{correction_id}"
    correction = found(Correction, correction_id)
    message = render_mail(
        "packets/correction",
        key=f"packet-link-{correction.link_id}" if url else key,
        to=found(PacketRequest, correction.request_id).email,
        subject=f"A correction from {our_organisation().short_name}",
        written_at=correction.queued_at,
        letter=correction.recall.letter,
        url=url,
    )
    end_read()
    try:
        smtp().send(message)
    except AddressRefused:
        with transaction():
            mark_failed(correction_id)
        return
    with transaction():
        mark_told(correction_id)


def _way_there(link_id: int | None) -> str:
    """Where the newer edition is; empty where there is none, or its link was taken back while the mail waited."""
    if link_id is None:
        return ""
    with transaction():
        link = locked(PacketLink, link_id)
        if link.revoked_at:
            return ""
        token = tokens.derive(current_app.config["SECRET_KEY"], PURPOSE, link.id, link.nonce)
        link.digest = tokens.digest(token)
    return absolute(f"/packets/{token}")
