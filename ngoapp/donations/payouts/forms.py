"""The form about a payout."""

from ngoapp.web.fields import LongTextField, at_most, needed
from ngoapp.web.forms import Form


class NoteForm(Form):
    """What somebody found out about a payout that does not tie out."""

    note = LongTextField(
        "What you found",
        [needed("Write what explains the difference."), at_most(1000)],
        render_kw={"rows": 3, "autocomplete": "off"},
    )
