"""Forms of the packet desk beyond requests: what the queue shows."""

from typing import Any

from wtforms import (
    SelectField,
)

from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.queries import VIEWS, Filters, countries_asked_from
from ngoapp.packets.wording import CHANNELS, LANGUAGES
from ngoapp.web.forms import Form


class FiltersForm(Form):
    """What the queue shows; read from the address, so a wrong value is simply none."""

    class Meta:
        """Nothing is written, so there is no seal."""

        csrf = False

    channel = SelectField("Came by", choices=choices_of({"": "Any channel", **CHANNELS}))
    country = SelectField("Country", validate_choice=False)
    language = SelectField("Language", choices=choices_of({"": "Any language", **LANGUAGES}))

    def __init__(self, args: Any) -> None:
        super().__init__(args)
        self.countries = dict(countries_asked_from())
        self.country.choices = choices_of({"": "Any country", **self.countries})
        self.view = args.get("view") if args.get("view") in VIEWS else next(iter(VIEWS))
        self.number = args.get("page", 1, type=int)

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen of these, for another address."""
        filters = self.filters()
        parts = {"channel": filters.channel, "country": filters.country, "language": filters.language}
        return {name: value for name, value in parts.items() if value}

    def filters(self) -> Filters:
        """What was chosen."""
        channel = self.channel.data if self.channel.data in CHANNELS else ""
        country = self.country.data if self.country.data in self.countries else ""
        language = self.language.data if self.language.data in LANGUAGES else ""
        return Filters(
            view=self.view, channel=channel, country=country, language=language, number=self.number
        )
