"""What the addresses of pages about whoever asked for a packet are filled with."""

from flask import current_app
from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import session, transaction
from ngoapp.packets.calls.models import Call, CallScript
from ngoapp.packets.privacy.links import ask_for_page, seal_page_link
from ngoapp.packets.privacy.models import PageLink
from ngoapp.packets.privacy.own import requests_of
from ngoapp.packets.survey.models import SurveyInvitation
from ngoapp.packets.survey.operations import seal

MAILBOX = "dana.w@example.com"


def page_link() -> dict[str, object]:
    """The link to a requester's own page, as the mail brings it."""
    with transaction():
        ask_for_page(MAILBOX)
    with transaction():
        link_id = session.scalars(select(PageLink.id).order_by(PageLink.id.desc())).first()
        assert link_id
        return {"token": seal_page_link(link_id, secret=current_app.config["SECRET_KEY"])}


def own_request() -> dict[str, object]:
    """What the requester who looks asked for."""
    return {"request_id": requests_of(MAILBOX)[0].id}


def survey_token() -> dict[str, object]:
    """The link to the questions about a packet, as the mail brings it."""
    with transaction():
        invitation = SurveyInvitation(id=0, request_id=0, nonce="0" * 32, made_at=clock.now())  # never kept
        return {"token": seal(invitation, secret=current_app.config["SECRET_KEY"])}


def call() -> dict[str, object]:
    """A call to return."""
    return {"call_id": session.scalars(select(Call.id).where(Call.closed_at.is_(None))).first()}


def script() -> dict[str, object]:
    """Something to say on the telephone."""
    return {"script_id": session.scalars(select(CallScript.id)).first()}
