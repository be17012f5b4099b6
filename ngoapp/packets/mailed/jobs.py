"""What is done about packets that were mailed and that nobody fetches."""

from ngoapp.adapters.smtp import AddressRefused, smtp
from ngoapp.core.db import end_read, found, transaction
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.jobs import keep_digest
from ngoapp.packets.links import is_open
from ngoapp.packets.mailed.operations import note_bounced, note_unfetched, remind
from ngoapp.packets.mailed.queries import FETCH_WITHIN, to_give_up, to_remind
from ngoapp.packets.models import PacketLink
from ngoapp.packets.office.queries import reminders_rest
from ngoapp.web.mail import absolute, render_mail


def follow_up() -> None:
    """Remind once of what nobody has fetched in a week; after ten days have it posted, or tell staff.

    Every hour. A repeat does nothing. While the office is closed nobody is reminded: nobody could answer them."""
    for link_id in to_give_up():
        with transaction():
            note_unfetched(link_id)
    for link_id in () if reminders_rest() else to_remind():
        with transaction():
            remind(link_id)


def send_reminder(link_id: int) -> None:
    """Mail the reminder, unless the packet was fetched or is on its way on paper by now. A repeat is the same mail."""
    token = keep_digest(link_id)
    link = found(PacketLink, link_id)
    asked = link.request
    if (
        not is_open(link)
        or link.first_downloaded_at
        or link.bounced_at
        or asked.way != "email"
        or not asked.email
    ):
        return
    if link.reminded_at is None or link.mailed_at is None:
        return
    message = render_mail(
        "packets/reminder",
        key=f"packet-reminder-{link.id}",
        to=asked.email,
        subject=f"The packet from {our_organisation().short_name} still waits for you",
        written_at=link.reminded_at,
        url=absolute(f"/packets/{token}"),
        name=asked.name,
        posted_on=link.mailed_at + FETCH_WITHIN if asked.post_wording else None,
        until=link.expires_at,
    )
    end_read()
    try:
        smtp().send(message)
    except AddressRefused:
        with transaction():
            note_bounced(link_id)
