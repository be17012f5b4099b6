"""What happens after somebody asked for the link to their page."""

from flask import current_app

from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import end_read, found, transaction
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.queries import people_at
from ngoapp.site.links import LASTS, seal_link
from ngoapp.site.models import GivingLink
from ngoapp.web.mail import absolute, render_mail


def send_giving_link(link_id: int) -> None:
    """Mail the link, if anybody has this mailbox: to the address as we know it, never as it was typed."""
    people = people_at(found(GivingLink, link_id).mailbox)
    if not people or not people[0].email:
        return
    address = people[0].email
    with transaction():
        token = seal_link(link_id, secret=current_app.config["SECRET_KEY"])
    link = found(GivingLink, link_id)
    message = render_mail(
        "site/giving_link",
        key=f"giving-link-{link.id}",
        to=address,
        subject=f"Your page at {our_organisation().short_name}",
        written_at=link.asked_at,
        url=absolute(f"/giving/open/{token}"),
        minutes=int(LASTS.total_seconds() // 60),
    )
    end_read()
    smtp().send(message)
