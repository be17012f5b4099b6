"""Where the packet goes on paper, when the e-mail was not the way."""

from typing import Any

from wtforms import ValidationError

from ngoapp.packets.models import PacketRequest
from ngoapp.people.forms import AddressFields
from ngoapp.people.models import ADDRESS_PARTS
from ngoapp.web.fields import TextField, at_most
from ngoapp.web.forms import Form


class OnPaperForm(AddressFields, Form):
    """Somebody who got a link wants the packet in the mail."""

    name = TextField("Name on the envelope", [at_most(200)], render_kw={"autocomplete": "name"})

    @classmethod
    def of(cls, request: PacketRequest) -> "OnPaperForm":
        """The form with nothing in it: who holds the link need not be who asked, so it tells nothing of them."""
        form = cls(data={"country_code": request.country_code} if request.country_code else None)
        form.name.flags.required = True
        return form

    def validate_name(self, field: TextField) -> None:
        """A label needs a name."""
        if not field.data:
            raise ValidationError("Enter the name that goes on the envelope.")

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `ask_for_paper` takes it."""
        address = self.address(name="")
        return {"name": self.name.data, "address": {part: getattr(address, part) for part in ADDRESS_PARTS}}
