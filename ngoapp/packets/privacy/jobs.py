"""What happens after somebody asked for their own page, and once a day: who is forgotten."""

from contextlib import suppress

from flask import current_app

from ngoapp.adapters.smtp import AddressRefused, smtp
from ngoapp.core.db import end_read, session, transaction
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.privacy.links import LASTS, forget_old_links, seal_page_link
from ngoapp.packets.privacy.models import PageLink
from ngoapp.packets.privacy.own import requests_of
from ngoapp.packets.privacy.purge import AT_ONCE, KINDS, purge_some
from ngoapp.packets.privacy.visits import forget_old_visits
from ngoapp.web.mail import absolute, render_mail


def send_page_link(link_id: int) -> None:
    """Mail the link, if anything was asked for with this mailbox: to the address as we know it. A repeat is the same
    mail; nothing where the person is forgotten meanwhile."""
    link = session.get(PageLink, link_id)
    requests = requests_of(link.mailbox) if link else []
    if not (link and requests):
        return
    address, asked_at = requests[0].email, link.asked_at
    with transaction():
        token = seal_page_link(link_id, secret=current_app.config["SECRET_KEY"])
    message = render_mail(
        "packets/page_link",
        key=f"packet-page-{link.nonce[:12]}",
        to=address,
        subject=f"Your page at {our_organisation().short_name}",
        written_at=asked_at,
        url=absolute(f"/info-packet/mine/open/{token}"),
        minutes=int(LASTS.total_seconds() // 60),
    )
    end_read()
    with suppress(AddressRefused):  # nobody can read it there, and there is nobody else to tell
        smtp().send(message)


def purge() -> None:
    """Forget everybody whose twelve months are over; a repeat on the same day finds nobody."""
    with transaction():
        forget_old_links()
        forget_old_visits()
    for kind in KINDS:
        forgotten = AT_ONCE
        while forgotten == AT_ONCE:
            with transaction():
                forgotten = purge_some(kind)
