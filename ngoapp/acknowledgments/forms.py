"""Forms about public thanks."""

from ngoapp.acknowledgments.operations import LONGEST_NAME
from ngoapp.web.fields import TextField, at_most, needed
from ngoapp.web.forms import Form


class NameForm(Form):
    """How a donor's name is written in public."""

    recognition_name = TextField(
        "Name in public", [needed("Enter the name as it should appear."), at_most(LONGEST_NAME)]
    )
