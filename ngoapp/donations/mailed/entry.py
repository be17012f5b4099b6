"""Recording the check that a slip belongs to: the reference fills the form in."""

from typing import Any

from wtforms import ValidationError

from ngoapp.core.errors import Refused
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import AlreadyReceived
from ngoapp.donations.mailed.queries import pledge_with
from ngoapp.donations.matching.queries import employer_on_pledge
from ngoapp.donations.together.forms import prefilled as with_second
from ngoapp.donations.together.queries import second_on_pledge
from ngoapp.donations.tributes.forms import filled_in
from ngoapp.donations.tributes.wishes import wish_promised
from ngoapp.people.forms import DEFAULT_COUNTRY
from ngoapp.people.queries import find_people, person_like
from ngoapp.web.fields import TextField, at_most
from ngoapp.web.forms import Form

NEW, PLEDGE_FORM = "new", "pledge form"


class SlipForm(Form):
    """The reference on a slip, typed or scanned; it stands in the address."""

    class Meta:
        """Nothing is changed by it."""

        csrf = False

    pledge = TextField(
        "Is there a slip? Its reference",
        [at_most(40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    awaited: MailedPledge | None = None

    def validate_pledge(self, field: TextField) -> None:
        """A pledge of ours whose check is not recorded yet."""
        if not field.data:
            return
        try:
            found = pledge_with(field.data)
            if found.state == "received":
                raise AlreadyReceived(found)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from refusal
        self.awaited = found


def prefilled(pledge: MailedPledge) -> dict[str, Any]:
    """What the form for a gift takes over from the promise; staff correct what the check says otherwise."""
    return {
        "pledge": pledge.reference,
        "method": "cheque",
        "amount": pledge.amount,
        "currency_code": pledge.amount.currency,
        "fund_id": pledge.fund_id,
        "campaign_id": pledge.campaign_id,
        "donor_name": pledge.donor_name,
        "donor": _likely_donor(pledge),
        "email": pledge.email,
        "named": bool(pledge.recognition_name),
        "recognition_name": pledge.recognition_name,
        "consent_source": PLEDGE_FORM if pledge.recognition_name else None,
        "message": pledge.message,
        "employer_name": employer_on_pledge(pledge),
        **with_second(second_on_pledge(pledge.id)),
        **filled_in(wish_promised(pledge.id)),
        **{**pledge.address_parts(), "country_code": pledge.country_code or DEFAULT_COUNTRY},
    }


def _likely_donor(pledge: MailedPledge) -> str | None:
    """The person with this very name and e-mail address; somebody new where nobody is like them; else staff choose."""
    known = person_like(name=pledge.donor_name, email=pledge.email)
    if known:
        return str(known.id)
    return None if find_people(pledge.donor_name) else NEW
