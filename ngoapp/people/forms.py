"""Address fields that follow the chosen country, with or without scripts."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from wtforms import Field, Form, HiddenField, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from ngoapp.people.addresses import PostalAddress, Problem, in_sentence, problems, tidy
from ngoapp.people.countries import country_groups, country_names
from ngoapp.people.country_rules import AddressField, CountryRules, country_rules
from ngoapp.web.fields import LongTextField, TextField, at_most

DEFAULT_COUNTRY = "US"
PARTS = ("company_name", "street_address", "city", "city_area", "country_area", "postal_code")


@cache
def country_choices() -> list[SelectChoice]:
    """The countries in their groups, as a select wants them."""
    return [
        SelectChoice(code, name, optgroup=group)
        for group, pairs in country_groups().items()
        for code, name in pairs
    ]


def _autofill(token: str) -> dict[str, str]:
    return {"autocomplete": token}


class AddressFields(Form):
    """A mixin: `class PacketForm(AddressFields, Form)`. Templates draw it with components/address_fields.html.

    Labels, order, choices and what must be filled in are those of the chosen country. A form that asks for the
    address only if someone cares to give it says `address_is_optional = True`. `address_follows` names the field
    that stands above the address on the page, so that what is wrong is listed in the order in which it is seen."""

    address_is_optional = False
    address_follows = "name"

    country_code = SelectField(
        "Country",
        choices=country_choices,
        default=DEFAULT_COUNTRY,
        validate_choice=False,
        render_kw={"autocomplete": "country", "data-autosubmit": "change_country"},
    )
    drawn_country = HiddenField()
    change_country = SubmitField("Change country")
    company_name = TextField(validators=[at_most(200)], render_kw=_autofill("organization"))
    street_address = LongTextField(
        validators=[at_most(400)], render_kw={"autocomplete": "street-address", "rows": "2"}
    )
    city = TextField(validators=[at_most(120)], render_kw=_autofill("address-level2"))
    city_area = TextField(validators=[at_most(120)], render_kw=_autofill("address-level3"))
    country_area = TextField(validators=[at_most(120)], render_kw=_autofill("address-level1"))
    postal_code = TextField(validators=[at_most(40)], render_kw=_autofill("postal-code"))

    def process(
        self,
        formdata: Any = None,
        obj: object | None = None,
        data: Mapping[str, Any] | None = None,
        extra_filters: Mapping[str, Sequence[Any]] | None = None,
        **kwargs: object,
    ) -> None:
        """Read what was sent, then shape the fields after the chosen country."""
        super().process(formdata, obj, data, extra_filters, **kwargs)
        if self.country_code.data not in country_names():
            self.country_code.data = DEFAULT_COUNTRY
        drawn_for = self.drawn_country.data or self.country_code.data
        self._country_changed = bool(self.change_country.data) and drawn_for != self.country_code.data
        self.drawn_country.data = self.country_code.data
        self._shape()
        self._stand_as_on_the_page()

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether all is well; never while the country is being changed, and then nothing is found fault with."""
        if self._country_changed:
            return False
        valid = super().validate(extra_validators)
        if self.address_is_optional and not self.has_address():
            return valid
        wrong = list(self._address_problems())
        for problem in wrong:
            field = self._fields[problem.field]
            field.errors = [*field.errors, problem.sentence]
        return valid and not wrong

    def address(self, name: str) -> PostalAddress:
        """The address under this name, tidied; only with what the country writes."""
        typed = {field.short_name: field.data or "" for field in self.address_fields()}
        return tidy(PostalAddress(name=name, country_code=self.country_code.data, **typed))

    def has_address(self) -> bool:
        """Whether any of it was filled in; the country alone is none."""
        return any((field.data or "").strip() for field in self.address_fields())

    def address_fields(self) -> list[Field]:
        """The fields that the chosen country has, in its order."""
        return [self._fields[field.name] for field in self._rules().fields if field.name in PARTS]

    def other_address_fields(self) -> list[Field]:
        """What the chosen country does not have: kept unseen, in case the country changes back."""
        return [self._fields[name] for name in PARTS if not self._rules().wants(name)]

    def _rules(self) -> CountryRules:
        return country_rules(self.country_code.data)

    def _shape(self) -> None:
        self.country_code.flags.required = True
        for rule in self._rules().fields:
            if rule.name not in PARTS:
                continue
            if rule.choices:
                self._offer_areas(rule)
            field = self._fields[rule.name]
            field.label.text = rule.label
            field.flags.required = rule.required and not self.address_is_optional

    def mark_needed(self) -> None:
        """Call no part optional that is needed as soon as the address is shown."""
        for rule in self._rules().fields:
            if rule.name in PARTS:
                self._fields[rule.name].flags.required = rule.required

    def _stand_as_on_the_page(self) -> None:
        names = ["country_code", *(field.short_name for field in self.address_fields())]
        moved = {name: self._fields.pop(name) for name in names}
        for name in list(self._fields):
            self._fields[name] = self._fields.pop(name)
            if name == self.address_follows:
                self._fields.update(moved)
        self._fields.update(moved)

    def _offer_areas(self, rule: AddressField) -> None:
        typed = self.country_area
        chosen = self._rules().area_value(typed.data or "")
        choices = [SelectChoice("", f"Choose a {in_sentence(rule.label)}")]
        choices += [SelectChoice(value, name) for value, name in rule.choices]
        if chosen and all(chosen != choice.value for choice in choices):
            choices.append(SelectChoice(chosen))
        unbound: Any = SelectField(choices=choices, validate_choice=False, render_kw=typed.render_kw)
        options = {"name": typed.short_name, "prefix": typed.name.removesuffix(typed.short_name)}
        select: Any = self.meta.bind_field(self, unbound, options)
        select.data = chosen
        self._fields["country_area"] = self.country_area = select

    def _address_problems(self) -> Iterator[Problem]:
        address = self.address(name="")
        yield from (it for it in problems(address) if it.blocking and it.field != "name")
        area = self._rules().by_name.get("country_area")
        if (
            area
            and area.choices
            and address.country_area
            and not self._rules().area_code(address.country_area)
        ):
            yield Problem("country_area", f"Choose a {in_sentence(area.label)} from the list.", blocking=True)
