"""Forms of the donor's own page."""

from ngoapp.web.fields import EmailField, needed
from ngoapp.web.forms import Form


class AskForm(Form):
    """Whose page it shall be."""

    email = EmailField(
        "E-mail",
        [needed("Enter the e-mail address that your receipts go to.")],
        render_kw={"autocomplete": "email", "maxlength": 254},
    )
