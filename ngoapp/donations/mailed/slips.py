"""The slip that goes into the envelope with a check: behind its donor's link, on screen and on paper."""

from datetime import timedelta
from typing import Any

import segno
from flask import current_app
from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import session, transaction
from ngoapp.core.errors import NotThere
from ngoapp.core.paths import templates_folder
from ngoapp.core.tokens import derive, digest
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import promise_check
from ngoapp.donations.matching.queries import employer_on_pledge
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.together.queries import second_on_pledge
from ngoapp.donations.tributes.wishes import tribute_promised
from ngoapp.mailings.letterhead import LETTER_PAPER, on_paper
from ngoapp.mailings.lines import country_line
from ngoapp.organisation.models import Organisation
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.joint_names import joint_name
from ngoapp.web.pace import not_too_often

PURPOSE = "slip"
LASTS = timedelta(days=400)
SLIP = "/donate/check/"  # written down, since the worker has no request to build an address from
STYLE_SHEETS = (templates_folder() / "pdf" / "letter.css", templates_folder() / "pdf" / "slip.css")


def slip_address(wanted: Pledge) -> str:
    """Where the donor goes on to: the slip to print. The same form again leads to the same slip. Raises Refused."""
    with transaction():
        not_too_often("check slip")
        return SLIP + seal_slip(promise_check(wanted))


def seal_slip(pledge: MailedPledge) -> str:
    """The token of the slip's link; the database keeps its hash."""
    token = derive(current_app.config["SECRET_KEY"], PURPOSE, pledge.id, pledge.nonce)
    if pledge.token_digest is None:
        pledge.token_digest = digest(token)
    return token


def pledge_behind(token: str) -> MailedPledge:
    """The pledge whose link this is. Raises NotThere."""
    pledge = session.scalar(select(MailedPledge).where(MailedPledge.token_digest == digest(token)))
    if pledge is None or pledge.created_at < clock.now() - LASTS:
        raise NotThere
    return pledge


def contents(pledge: MailedPledge) -> dict[str, Any]:
    """What a slip shows, on screen, on paper and in mail."""
    ours, second = our_organisation(), second_on_pledge(pledge.id)
    return {
        "pledge": pledge,
        "donors": joint_name(pledge.donor_name, second.name) if second else pledge.donor_name,
        "thanked_as": second.public_name if second and second.public_name else pledge.recognition_name,
        "tribute": tribute_promised(pledge.id),
        "employer": employer_on_pledge(pledge),
        "send_to": [ours.legal_name, *_mailing_lines(ours, pledge.country_code)],
        "code": segno.make(pledge.reference, error="m", micro=False).svg_data_uri(
            dark="#000000", light="#ffffff", border=4
        ),
    }


def draw_slip(pledge: MailedPledge) -> bytes:
    """The slip as a PDF: the same bytes each time. What no font has is spelled out by its number in Unicode."""
    # Straight from the environment: context processors are for pages, and would ask the database.
    template = current_app.jinja_env.get_template("pdf/slip.html")
    paper = "letter" if pledge.country_code in LETTER_PAPER | {""} else "a4"
    html = template.render(ours=our_organisation(), paper=paper, **contents(pledge))
    return on_paper(html, style_sheets=STYLE_SHEETS, identifier=f"slip {pledge.reference}")


def _mailing_lines(ours: Organisation, sender_country: str) -> list[str]:
    """Our address as the donor writes it on the envelope: with our country for those who mail from another."""
    from_abroad = sender_country not in {"", ours.country_code}
    return [*ours.address_lines, *([country_line(ours.country_code)] if from_abroad else [])]
