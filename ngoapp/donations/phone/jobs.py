"""The mail with the page to pay on."""

from ngoapp.adapters.smtp import smtp
from ngoapp.core import clock
from ngoapp.core.db import end_read, found, locked, transaction
from ngoapp.donations.links import seal
from ngoapp.donations.phone.models import PhonePage
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail

PAY = "/donate/pay/"


def send_phone_page(page_id: int) -> None:
    """Send the caller the address of their page; nothing once it is paid or called off."""
    page = found(PhonePage, page_id)
    turn, donation, ours = page.mails, page.donation, our_organisation()
    if page.state in {"paid", "processing", "called_off"}:
        return
    message = render_mail(
        "donations/phone_page",
        key=f"phone-page-{page.id}-{turn}",
        to=donation.email,
        subject=f"Your gift to {ours.short_name}: the page to pay on",
        written_at=page.created_at,
        donation=donation,
        pay_url=absolute(PAY + seal(donation)),
    )
    end_read()
    smtp().send(message)
    with transaction():
        sent = locked(PhonePage, page_id)
        if sent.mails == turn:
            sent.sent_at = sent.sent_at or clock.now()
