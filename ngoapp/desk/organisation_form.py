"""The form for the organisation's profile, at set-up and later."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional, Regexp

from ngoapp.core.currencies import in_use
from ngoapp.core.money import Money
from ngoapp.organisation.models import REFUND_LIMIT, REPEAT_DAYS
from ngoapp.people.countries import countries
from ngoapp.web.fields import (
    EmailField,
    LongTextField,
    MoneyField,
    PhoneField,
    TextField,
    WholeField,
    at_most,
    needed,
)
from ngoapp.web.forms import Form

JURISDICTIONS = (
    SelectChoice("US", "United States (501(c)(3) wording)"),
    SelectChoice("ZZ", "Elsewhere (a plain acknowledgment, no tax statement)"),
)
REGIONS = (
    *("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/"),
    *("Europe/", "Indian/", "Pacific/"),
)
STATEMENT = "a public charity under section 501(c)(3) of the Internal Revenue Code"


class ProfileForm(Form):
    """Who the organisation is."""

    legal_name = TextField("Legal name", [needed("Enter the name as it is registered."), at_most(200)])
    public_name = TextField("Name in public", [needed("Enter the name people know you by."), at_most(200)])
    short_name = TextField(
        "Neutral short name",
        [needed("Enter a short name of up to 22 characters."), at_most(22)],
        description="On envelopes, as the sender of mail and on card statements. It should not tell a diagnosis.",
    )
    mission = LongTextField("What you do, in a sentence or two", [at_most(600)], render_kw={"rows": 3})
    street_address = LongTextField(
        "Street address",
        [needed("Enter your street address or P.O. box."), at_most(200)],
        render_kw={"rows": 2},
    )
    city = TextField("City", [needed("Enter the city."), at_most(100)])
    country_area = TextField("State or province", [at_most(100)])
    postal_code = TextField("ZIP or postal code", [at_most(20)])
    country_code = SelectField("Country", [needed("Choose the country.")], default="US")
    ein = TextField(
        "EIN", [at_most(20)], description="The employer identification number, such as 12-3456789."
    )
    statement_501c3 = LongTextField(
        "Tax status, as receipts state it",
        [at_most(400)],
        description=f"Completes the sentence “We are …”, such as: {STATEMENT}.",
        render_kw={"rows": 2},
    )
    receipt_jurisdiction = SelectField("Receipts follow the rules of", choices=JURISDICTIONS)
    receipt_signer = TextField(
        "Who signs receipts", [at_most(120)], description="Name and office, such as: Ana Ruiz, Treasurer."
    )
    time_zone = SelectField("Time zone", [needed("Choose the time zone.")], default="America/Chicago")
    currency = SelectField("Currency", [needed("Choose the currency.")], default="USD")
    refund_limit = MoneyField(
        "Refunds that one person may make alone, up to",
        default=Money(REFUND_LIMIT, "USD"),
        description="In your own currency; 0 means that each refund needs two people, as those in other currencies do.",
    )
    packet_repeat_days = WholeField(
        "Days within which a second request for a packet is pointed out",
        [Optional(), NumberRange(1, 730, "Enter a number of days from 1 to 730.")],
        default=REPEAT_DAYS,
    )
    hotline = PhoneField("Hotline", [at_most(30)])
    hotline_note = TextField("When and from where it can be called", [at_most(120)])
    email = EmailField("E-mail address for visitors", [needed("Enter an e-mail address."), at_most(254)])
    sender_email = EmailField(
        "E-mail address that mail is sent from", [needed("Enter an e-mail address."), at_most(254)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Locale("en").currencies
        self.country_code.choices = [SelectChoice(code, name) for code, name in countries()]
        zones = [zone for zone in sorted(available_timezones()) if zone.startswith(REGIONS)]
        self.time_zone.choices = [SelectChoice(zone, zone.replace("_", " ")) for zone in (*zones, "UTC")]
        self.currency.choices = [SelectChoice(code, f"{code} – {names.get(code, code)}") for code in in_use()]

        if self.currency.data in in_use():
            self.refund_limit.currency = self.currency.data

    def values(self) -> dict[str, Any]:
        """The profile; a number that was left empty stays as it is."""
        return {
            name: value
            for name, value in super().values().items()
            if name not in {"refund_limit", "packet_repeat_days"} or value is not None
        }


class LooksForm(Form):
    """Logo and colours."""

    logo = FileField("Logo", description="SVG, PNG or JPEG. Leave empty to keep the one you have.")
    primary_colour = TextField(
        "Main color",
        [Regexp(r"#[0-9a-fA-F]{6}$", message="Write the color as # and six digits, such as #0b5560.")],
        description="For headings, links and buttons.",
    )
    accent_colour = TextField(
        "Donate button",
        [Regexp(r"#[0-9a-fA-F]{6}$", message="Write the color as # and six digits, such as #b93a22.")],
        description="For the Donate button, and only that.",
    )

    def colours(self) -> dict[str, str]:
        """The colours in small letters, as they are kept."""
        return {name: self._fields[name].data.lower() for name in ("primary_colour", "accent_colour")}
