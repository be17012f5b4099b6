"""The part of staff's form for a gift by mail about a donor-advised fund: which account, and who advised it."""

from wtforms import RadioField, ValidationError

from ngoapp.core.db import found
from ngoapp.donations.choosing import ROW_ID, UNKNOWN, people_choices
from ngoapp.donations.gifts import gift_of_entry
from ngoapp.people.forms import AddressFields
from ngoapp.people.models import ADDRESS_PARTS, Person
from ngoapp.people.operations import find_or_make_person, set_address
from ngoapp.people.queries import find_people
from ngoapp.web.fields import ActionKeyField, EmailField, TextField, at_most


def advised_fund_field() -> TextField:
    """The account's name: it stands on the form where the form says, as the two below do."""
    return TextField("Name of the fund’s account", [at_most(120)], render_kw={"autocomplete": "off"})


def adviser_name_field() -> TextField:
    """Who advised it."""
    return TextField("Who advised it", [at_most(200)], render_kw={"autocomplete": "off"})


def adviser_field() -> RadioField:
    """Which of the people of this name."""
    return RadioField("Which of them advised it?", validate_choice=False)


class AdvisedFields(AddressFields):
    """A mixin for the form with the three fields above."""

    entry_key: ActionKeyField
    donor: RadioField
    second_name: TextField
    method: RadioField
    email: EmailField
    ira_custodian: TextField
    advised_fund: TextField
    adviser_name: TextField
    adviser: RadioField

    @property
    def shows_advised(self) -> bool:
        """Whether the folded part is open: something is in it."""
        return bool(self.advised_fund.data or self.adviser_name.data)

    def offer_advisers(self) -> None:
        """Let staff choose among the people of the name that is typed in."""
        named = self.adviser_name.data or ""
        choices = people_choices(named, self.adviser.data) if named else []
        self.adviser.choices = choices
        self.advisers = {choice.value for choice in choices}

    def validate_advised_fund(self, field: TextField) -> None:
        """An account where somebody advised it; then a check of the fund's, and of nobody else."""
        if not field.data:
            if self.adviser_name.data:
                raise ValidationError("Enter the name of the account, as on the fund’s letter.")
            return
        if self.method.data != "cheque":
            raise ValidationError("A fund sends a check. Choose check, or leave this empty.")
        if self.donor.data == UNKNOWN:
            raise ValidationError(
                "Choose as donor the fund that sent the check, such as Fidelity Charitable."
            )
        if self.second_name.data or self.ira_custodian.data:
            raise ValidationError("The fund alone is the donor. Leave out the second person and the IRA.")

    def validate_adviser(self, field: RadioField) -> None:
        """Somebody other than the donor, and no second person of the same name made unawares."""
        if not self.adviser_name.data:
            return
        if field.data and field.data not in self.advisers:
            raise ValidationError("Choose one of the people listed.")
        if ROW_ID.fullmatch(field.data or "") and field.data == self.donor.data:
            raise ValidationError("The donor is the fund. Choose who advised it, or leave the name empty.")
        sent_before = gift_of_entry(self.entry_key.data or "")
        if not field.data and not sent_before and find_people(self.adviser_name.data):
            raise ValidationError("We know people of this name. Choose one of them, or somebody new.")

    def advised_by(self) -> Person | None:
        """Who advised it, made where need be; the e-mail and address on the form are theirs."""
        if not self.adviser_name.data:
            return None
        if ROW_ID.fullmatch(self.adviser.data or ""):
            adviser = found(Person, int(self.adviser.data))
        else:
            adviser = find_or_make_person(name=self.adviser_name.data, email=self.email.data or None)
        self.place(adviser)
        return adviser

    def place(self, person: Person) -> None:
        """Give a person the address on the form, where there is one."""
        if self.has_address():
            address = self.address(name="")
            set_address(person, **{part: getattr(address, part) for part in ADDRESS_PARTS})
