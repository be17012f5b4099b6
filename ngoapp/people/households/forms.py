"""The four names of a household, as staff write them."""

from ngoapp.people.households.operations import LONGEST_IN_PUBLIC, LONGEST_NAME, FourNames
from ngoapp.people.models import Household
from ngoapp.web.fields import TextField, at_most, needed
from ngoapp.web.forms import Form

BY_HAND = {"autocomplete": "off"}


class NamesForm(Form):
    """One name for each thing that a name is written on."""

    receipt_name = TextField(
        "On receipts", [needed("Enter the name for receipts."), at_most(LONGEST_NAME)], render_kw=BY_HAND
    )
    envelope_name = TextField(
        "On envelopes", [needed("Enter the name for envelopes."), at_most(LONGEST_NAME)], render_kw=BY_HAND
    )
    salutation = TextField(
        "After “Dear”", [needed("Enter how letters begin."), at_most(LONGEST_NAME)], render_kw=BY_HAND
    )
    public_name = TextField(
        "In public", [needed("Enter the name for thanks."), at_most(LONGEST_IN_PUBLIC)], render_kw=BY_HAND
    )

    @classmethod
    def of(cls, household: Household | None) -> "NamesForm":
        """The form as the names stand."""
        return cls(obj=household)

    def names(self) -> FourNames:
        """The names as they were typed."""
        return FourNames(**self.values())
