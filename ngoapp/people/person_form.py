"""A donor's name, ways to reach them, and address, as staff correct them."""

from wtforms import BooleanField

from ngoapp.core.db import locked
from ngoapp.people.forms import DEFAULT_COUNTRY, AddressFields
from ngoapp.people.models import ADDRESS_PARTS, Person
from ngoapp.people.operations import change_person, set_address, spare
from ngoapp.web.fields import EmailField, PhoneField, TextField, at_most, needed
from ngoapp.web.forms import Form

PLAIN = ("name", "email", "phone", "do_not_email", "do_not_mail")


class PersonForm(AddressFields, Form):
    """What can change about a donor."""

    address_is_optional = True
    address_follows = "phone"

    name = TextField("Name", [needed("Enter a name."), at_most(200)], render_kw={"autocomplete": "off"})
    email = EmailField("E-mail", render_kw={"autocomplete": "off"})
    phone = PhoneField("Phone", [at_most(40)], render_kw={"autocomplete": "off"})

    do_not_email = BooleanField("Send no e-mail")
    do_not_mail = BooleanField("Send no letters")

    @classmethod
    def of(cls, person: Person) -> "PersonForm":
        """The form with what is known."""
        address = person.address
        known = address.address_parts() if address else {"country_code": DEFAULT_COUNTRY}
        plain = {name: getattr(person, name) for name in PLAIN}
        return cls(data={**plain, **known})

    def save(self, person_id: int) -> None:
        """Write it down; an address that was emptied stays as it is, since mail may still be on its way there."""
        person = locked(Person, person_id)
        change_person(
            person, name=self.name.data or "", email=self.email.data or None, phone=self.phone.data or ""
        )
        spare(person, mail=self.do_not_mail.data, email=self.do_not_email.data)
        if self.has_address():
            address = self.address(name="")
            set_address(person, **{part: getattr(address, part) for part in ADDRESS_PARTS})
