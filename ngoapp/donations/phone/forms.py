"""What staff ask a caller, and what the caller says on their own page."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.donations.amounts import check_amount
from ngoapp.donations.models import Fund
from ngoapp.donations.naming import CONSENT, LONGEST_NAME, NAMED, recognition_field, thanks_field
from ngoapp.donations.phone.operations import Naming
from ngoapp.donations.pledges import Pledge
from ngoapp.web.fields import ActionKeyField, EmailField, MoneyField, TextField, at_most, needed, taken_by
from ngoapp.web.forms import Form

OFF = {"autocomplete": "off"}


class CallForm(Form):
    """Four things to ask while the caller waits."""

    action_key = ActionKeyField()
    donor_name = TextField(
        "Name for the receipt", [needed("Enter the caller’s name."), at_most(LONGEST_NAME)], render_kw=OFF
    )
    email = EmailField(
        "E-mail", [needed("Enter the e-mail address that the caller can open now.")], render_kw=OFF
    )
    amount = MoneyField("Amount", [needed("Enter the amount."), taken_by(check_amount)])
    fund_id = SelectField("What it is for", [needed("Choose what it is for.")], coerce=int)

    def __init__(self, *, currency: str, funds: Sequence[Fund], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.amount.currency = currency
        self.fund_id.choices = [SelectChoice(fund.id, fund.name) for fund in funds]

    def pledge(self) -> Pledge:
        """What was said, as the domain takes it."""
        return Pledge(
            action_key=self.action_key.data or "",
            amount=self.amount.data,
            fund_id=self.fund_id.data,
            donor_name=self.donor_name.data or "",
            email=self.email.data or "",
        )


class MailAgainForm(Form):
    """To which mailbox."""

    email = EmailField("E-mail", [needed("Enter the e-mail address.")], render_kw=OFF)


class PayForm(Form):
    """The one question that only the donor can answer."""

    thanks = thanks_field()
    recognition_name = recognition_field()

    def naming(self, *, donor_name: str) -> Naming:
        """The answer, with the words that it was given to."""
        if self.thanks.data != NAMED:
            return Naming()
        return Naming(self.recognition_name.data or donor_name, CONSENT)
