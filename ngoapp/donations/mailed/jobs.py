"""What the worker does about checks that are promised: the slip, the one reminder, and the end of waiting."""

import hashlib

from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import end_read, found, transaction
from ngoapp.donations.mailed import operations as mailed
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.slips import SLIP, contents, draw_slip, seal_slip
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail


def send_slip(pledge_id: int) -> None:
    """Mail the slip to print, and its link; nothing once the check is here or called off."""
    pledge, ours = found(MailedPledge, pledge_id), our_organisation()
    if pledge.state != "promised":
        return
    key = f"slip-{pledge.reference.lower()}"
    message = render_mail(
        "donations/slip",
        key=key,
        to=pledge.email,
        subject=f"Your slip for {ours.short_name}: {pledge.reference}",
        written_at=pledge.created_at,
        link=absolute(SLIP + seal_slip(pledge)),
        **contents(pledge),
    )
    message.add_attachment(
        draw_slip(pledge), maintype="application", subtype="pdf", filename=f"{pledge.reference}.pdf"
    )
    message.set_boundary("=_" + hashlib.sha256(f"{key}-attached".encode()).hexdigest()[:32])
    end_read()
    smtp().send(message)


def send_reminder(pledge_id: int, turn: int) -> None:
    """Remind a donor once, since staff released it. A check that came meanwhile, or a later turn, makes it void."""
    pledge, ours = found(MailedPledge, pledge_id), our_organisation()
    if (pledge.state, pledge.reminder, pledge.reminder_turn) != ("promised", "released", turn):
        return
    message = render_mail(
        "donations/slip_reminder",
        key=f"slip-reminder-{pledge.reference.lower()}",
        to=pledge.email,
        subject=f"Your check to {ours.short_name}: {pledge.reference}",
        written_at=pledge.reminder_at or pledge.created_at,
        link=absolute(SLIP + seal_slip(pledge)),
        **contents(pledge),
    )
    end_read()
    smtp().send(message)
    with transaction():
        mailed.note_reminded(pledge_id)


def lapse(pledge_id: int) -> None:
    """Wait no longer for a check, three months after it was promised. A repeat does nothing."""
    with transaction():
        mailed.lapse_pledge(pledge_id)
