"""What is filled in about accounts."""

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.widgets import CheckboxInput, ListWidget

from ngoapp.accounts.permissions import ROLES
from ngoapp.web.fields import EmailField, TextField, at_most, needed
from ngoapp.web.forms import Form

EVERY_ROLE = [
    SelectChoice(name, f"{name.capitalize()}: {role.purpose[0].lower()}{role.purpose[1:]}")
    for name, role in ROLES.items()
]


class NameForm(Form):
    """One's own name."""

    name = TextField(
        "Your name",
        [needed("Enter your name."), at_most(120)],
        description="Colleagues see it beside what you did.",
        render_kw={"autocomplete": "name"},
    )


def _roles_field() -> SelectMultipleField:
    return SelectMultipleField(
        "Roles",
        [needed("Choose at least one role.")],
        choices=EVERY_ROLE,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class RolesForm(Form):
    """What somebody may do."""

    roles = _roles_field()


class NewStaffForm(Form):
    """Somebody new."""

    name = TextField("Name", [needed("Enter the person’s name."), at_most(120)])
    email = EmailField(
        "E-mail address",
        [needed("Enter the person’s e-mail address.")],
        description="The invitation goes there.",
    )
    roles = _roles_field()
