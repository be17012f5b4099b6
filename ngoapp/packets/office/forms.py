"""The form for days on which the office is closed."""

from ngoapp.organisation.queries import our_today
from ngoapp.web.fields import ActionKeyField, DayField, TextField, at_most, needed, optional
from ngoapp.web.forms import Form


class ClosureForm(Form):
    """A holiday, or “closed until …”."""

    action_key = ActionKeyField()
    first_on = DayField("First closed day", [needed("Enter the first closed day.")], default=our_today)
    last_on = DayField("Closed until", [optional()], description="The last closed day. Empty: one day only.")
    name = TextField("What for?", [needed("Enter a word or two, such as Thanksgiving."), at_most(80)])
