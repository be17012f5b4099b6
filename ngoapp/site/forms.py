"""Forms of the donor's own page."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput

from ngoapp.acknowledgments.operations import LONGEST_NAME, agree_to_be_named, decline_to_be_named
from ngoapp.core.db import locked
from ngoapp.donations.naming import CONSENT, NAMED, NOT_NAMED
from ngoapp.people.consents import WORDINGS, agreed_to, set_consents
from ngoapp.people.forms import DEFAULT_COUNTRY, AddressFields
from ngoapp.people.models import ADDRESS_PARTS, Person
from ngoapp.people.naming import naming_wish
from ngoapp.people.operations import set_address
from ngoapp.site.giving import Given
from ngoapp.site.standing import thank_by_name, thank_privately
from ngoapp.web.fields import EmailField, TextField, at_most, needed
from ngoapp.web.forms import Form

SOURCE = "donor's own page"


class AskForm(Form):
    """Whose page it shall be."""

    email = EmailField(
        "E-mail",
        [needed("Enter the e-mail address that your receipts go to.")],
        render_kw={"autocomplete": "email", "maxlength": 254},
    )


class AddressForm(AddressFields, Form):
    """Where a donor lives now."""

    @classmethod
    def of(cls, person: Person) -> "AddressForm":
        """The form with the address that we know."""
        address = person.address
        return cls(data=address.address_parts() if address else {"country_code": DEFAULT_COUNTRY})

    def save(self, person_id: int) -> None:
        """Write it down."""
        address = self.address(name="")
        set_address(locked(Person, person_id), **{part: getattr(address, part) for part in ADDRESS_PARTS})


class NamingForm(Form):
    """Whether a name may be shown, and which."""

    question = "How shall we thank you?"
    thanks = RadioField(
        choices=[
            SelectChoice(NOT_NAMED, "Privately: keep my name off the website"),
            SelectChoice(NAMED, "By name, on the website"),
        ],
        validators=[needed("Choose how we shall thank you.")],
    )
    recognition_name = TextField(
        "Your name as it should be thanked", [at_most(LONGEST_NAME)], render_kw={"autocomplete": "off"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thanks.label.text = self.question

    def validate_recognition_name(self, field: TextField) -> None:
        """A name where one is to be shown."""
        if self.thanks.data == NAMED and not field.data:
            raise ValidationError("Enter your name as it should be thanked.")


class ThanksForm(NamingForm):
    """How a donor is thanked for one gift."""

    @classmethod
    def of(cls, given: Given) -> "ThanksForm":
        """The form as things stand."""
        named = NAMED if given.shown_as else NOT_NAMED
        return cls(data={"thanks": named, "recognition_name": given.wished_as or given.gift.giver_name})

    def save(self, gift_id: int) -> None:
        """Agree, agree to other words, or take it back."""
        if self.thanks.data != NAMED:
            decline_to_be_named(gift_id, reason="donor")
            return
        name = self.recognition_name.data or ""
        agree_to_be_named(gift_id, recognition_name=name, wording=CONSENT, source=SOURCE)


class StandingForm(NamingForm):
    """How a donor is thanked from now on."""

    question = "From now on, thank me"
    earlier_too = BooleanField("Take my name off the gifts that I gave before, too")

    @classmethod
    def of(cls, person: Person) -> "StandingForm":
        """The form as things stand."""
        wish = naming_wish(person.id)
        name = wish.recognition_name if wish else person.name
        return cls(data={"thanks": NAMED if wish else NOT_NAMED, "recognition_name": name})

    def save(self, person_id: int) -> None:
        """Wish for it, for other words, or take it back."""
        if self.thanks.data == NAMED:
            thank_by_name(person_id, recognition_name=self.recognition_name.data or "", source=SOURCE)
        else:
            thank_privately(person_id, earlier_too=self.earlier_too.data)


class MailForm(Form):
    """What a donor likes to have from us by mail."""

    purposes = SelectMultipleField(
        "You may",
        choices=[SelectChoice(purpose, wording) for purpose, wording in WORDINGS.items()],
        option_widget=CheckboxInput(),
    )

    @classmethod
    def of(cls, person: Person) -> "MailForm":
        """The form as things stand."""
        return cls(data={"purposes": sorted(agreed_to(person.id))})

    def save(self, person_id: int) -> None:
        """Agree to what is ticked, take back what is not."""
        wanted: list[Any] = self.purposes.data or []
        set_consents(person_id, wanted, source=SOURCE)
