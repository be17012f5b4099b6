"""Every night: whom to ask. Then the mail, which carries all there is to know of who answers."""

from flask import current_app

from ngoapp.adapters.smtp import AddressRefused, smtp
from ngoapp.core.db import end_read, found, transaction
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.survey.operations import (
    drop_invitation,
    forget_words,
    invite,
    note_refused,
    note_sent,
    seal,
)
from ngoapp.packets.survey.queries import invitation_of
from ngoapp.web.mail import absolute, render_mail


def plan() -> None:
    """Have everybody asked whose weeks are over, and forget what is out of date. A repeat asks nobody twice."""
    with transaction():
        forget_words()
        invite()


def send_survey(invitation_id: int) -> None:
    """Ask once; nothing where the person is forgotten, or was asked. A repeat is the same mail."""
    invitation = invitation_of(invitation_id)
    if invitation is None:
        return
    request = found(PacketRequest, invitation.request_id)
    if request.erased_at or not (request.survey_wording and request.email):
        with transaction():
            drop_invitation(invitation_id)
        return
    with transaction():
        token = seal(invitation, secret=current_app.config["SECRET_KEY"])
    message = render_mail(
        "packets/survey",
        key=f"packet-survey-{invitation.nonce[:12]}",
        to=request.email,
        subject=f"A few questions from {our_organisation().short_name}",
        written_at=invitation.made_at,
        url=absolute(f"/info-packet/survey/{token}"),
    )
    end_read()
    try:
        smtp().send(message)
    except AddressRefused:
        with transaction():
            note_refused(invitation_id, token)
        return
    with transaction():
        note_sent(invitation_id)
