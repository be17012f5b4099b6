"""Choosing the months that figures are about."""

from wtforms import SelectField

from ngoapp.packets.figures.periods import Period, key_of, offered, words_of
from ngoapp.packets.form_fields import choices_of
from ngoapp.web.forms import Form


class PeriodForm(Form):
    """From one month to another; it stands in the address."""

    class Meta:
        """Nothing is written, so there is no seal."""

        csrf = False

    since = SelectField("From")
    until = SelectField("to")

    def __init__(self, period: Period) -> None:
        super().__init__(formdata=None, data=period.keys)
        months = choices_of({key_of(month): words_of(month) for month in offered()})
        self.since.choices = self.until.choices = months
