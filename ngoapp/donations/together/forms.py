"""The second of two donors on a form: the name, and an address to ask them at."""

from wtforms import ValidationError

from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.parts import Together, names_to_thank
from ngoapp.people.joint_names import joint_name
from ngoapp.web.fields import EmailField, TextField, at_most
from ngoapp.web.forms import Form

LONGEST_NAME = LONGEST_TOGETHER = 120  # as long as a name in public can be


def second_name_field() -> TextField:
    """Who it is."""
    return TextField("Second person’s name", [at_most(LONGEST_NAME)], render_kw={"autocomplete": "off"})


def second_email_field() -> EmailField:
    """Where they are asked."""
    return EmailField("Second person’s e-mail", render_kw={"autocomplete": "off", "maxlength": 254})


class TogetherFields(Form):
    """A mixin for forms with the two fields above, a `donor_name` and a `recognition_name`."""

    donor_name: TextField
    second_name: TextField
    second_email: EmailField
    recognition_name: TextField

    @property
    def shows_together(self) -> bool:
        """Whether the folded part is open: something is in it."""
        return bool(self.second_name.data or self.second_email.data)

    def validate_second_name(self, field: TextField) -> None:
        """A name where an address is given, not the donor's own, and short enough to be written beside it."""
        first, second = self.donor_name.data or "", field.data or ""
        if self.second_email.data and not second:
            raise ValidationError("Enter the second person’s name, too.")
        if second and second.casefold() == first.casefold():
            raise ValidationError("Enter the second person’s own name, or leave this empty.")
        if len(joint_name(first, second)) > LONGEST_TOGETHER:
            raise ValidationError(f"Use at most {LONGEST_TOGETHER} characters for both names together.")

    def together(
        self, first: str, wish: str, *, named: bool, agreed_in: str = ""
    ) -> tuple[str, Together | None]:
        """The name that may show as long as only the first agreed, and who the second is."""
        second = self.second_name.data or ""
        if not second:
            return wish or first, None
        own, both = names_to_thank(first, second, wish)
        return own, Together(
            name=second,
            email=self.second_email.data or "",
            public_name=both if named else "",
            agreed_in=agreed_in,
        )


def prefilled(second: SecondDonor | None) -> dict[str, str]:
    """What a form takes over of the second donor, by its fields' names."""
    if second is None:
        return {}
    known = {"second_name": second.name, "second_email": second.email}
    return known | ({"recognition_name": second.public_name} if second.public_name else {})
