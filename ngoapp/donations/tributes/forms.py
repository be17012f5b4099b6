"""What a donor, or staff for them, fills in about a gift in somebody's honor or memory."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import BooleanField, Form, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.donations.tributes.models import EMAIL, KINDS, NOBODY, POST
from ngoapp.donations.tributes.wishes import TributeWish
from ngoapp.web import forms as web
from ngoapp.web.fields import EmailField, LongTextField, TextField, at_most

FOR_NOBODY = ""
LONGEST_MESSAGE = 600
LONGEST_ADDRESS = 400
FEWEST_LINES = 2
WAYS = {NOBODY: "Nobody", EMAIL: "By e-mail", POST: "By post"}
UNFILLED = {"autocomplete": "off"}


class TributeFields(Form):
    """A mixin: `class DonateForm(TributeFields, Form)`. Drawn by donations/public/tribute.html.

    `tribute_follows` names the field that stands above it on the page, so that what is wrong is listed in the order
    in which it is seen."""

    tribute_follows = "recognition_name"

    tribute_kind = RadioField(
        "Is it in honor or in memory of someone?",
        choices=[
            SelectChoice(FOR_NOBODY, "No"),
            *(SelectChoice(kind, words) for kind, words in KINDS.items()),
        ],
        default=FOR_NOBODY,
    )
    honouree_name = TextField("Their name", [at_most(120)], render_kw=UNFILLED)
    occasion = TextField("The occasion", [at_most(120)], render_kw=UNFILLED)
    tribute_tell = RadioField(
        "Shall we tell the family?",
        choices=[SelectChoice(way, words) for way, words in WAYS.items()],
        default=NOBODY,
    )
    recipient_name = TextField("Whom we tell", [at_most(120)], render_kw=UNFILLED)
    recipient_email = EmailField("Their e-mail", render_kw={**UNFILLED, "maxlength": 254})
    recipient_address = LongTextField(
        "Their postal address", [at_most(LONGEST_ADDRESS)], render_kw={**UNFILLED, "rows": 3}
    )
    tribute_message = LongTextField(
        "Your words to the family",
        [at_most(LONGEST_MESSAGE)],
        render_kw={**UNFILLED, "data-private": "", "rows": 3},
    )
    donor_named = BooleanField("Tell them my name", default=True)

    def process(
        self,
        formdata: Any = None,
        obj: object | None = None,
        data: Mapping[str, Any] | None = None,
        extra_filters: Mapping[str, Sequence[Any]] | None = None,
        **kwargs: object,
    ) -> None:
        """Read what was sent, and stand where the page has these fields."""
        super().process(formdata, obj, data, extra_filters, **kwargs)
        moved = {name: self._fields.pop(name) for name in TRIBUTE_FIELDS}
        for name in list(self._fields):
            self._fields[name] = self._fields.pop(name)
            if name == self.tribute_follows:
                self._fields.update(moved)
        self._fields.update(moved)
        self._mark_required()

    def _mark_required(self) -> None:
        tell = self.tribute_tell.data
        self.tribute_kind.flags.required = self.tribute_tell.flags.required = (
            True  # there is always an answer
        )
        self.honouree_name.flags.required = bool(self.tribute_kind.data)
        self.recipient_name.flags.required = tell in {EMAIL, POST}
        self.recipient_email.flags.required = tell == EMAIL
        self.recipient_address.flags.required = tell == POST

    def validate_honouree_name(self, field: TextField) -> None:
        """A name goes with one of the two, and one of the two with a name."""
        if self.tribute_kind.data and not field.data:
            raise ValidationError("Enter the name of the person for whom you give.")

    def validate_tribute_kind(self, field: RadioField) -> None:
        """Somebody named is honored or remembered."""
        if not field.data and (self.honouree_name.data or self.tribute_tell.data in {EMAIL, POST}):
            raise ValidationError("Choose “In honor of” or “In memory of”, or empty the fields below.")

    def validate_recipient_name(self, field: TextField) -> None:
        """A letter begins with a name."""
        if self.tribute_tell.data in {EMAIL, POST} and not field.data:
            raise ValidationError("Enter the name of the person whom we shall tell.")

    def validate_recipient_email(self, field: EmailField) -> None:
        """A mail has somewhere to go."""
        if self.tribute_tell.data == EMAIL and not field.data and not field.errors:
            raise ValidationError("Enter the e-mail address of the person whom we shall tell.")

    def validate_recipient_address(self, field: LongTextField) -> None:
        """So has a letter."""
        if self.tribute_tell.data == POST and len((field.data or "").splitlines()) < FEWEST_LINES:
            raise ValidationError("Enter street, town and ZIP code, each line as on an envelope.")

    @property
    def shows_tribute(self) -> bool:
        """Whether the folded part is open: something is in it, or wrong."""
        return bool(self.tribute_kind.data or any(self._fields[name].errors for name in TRIBUTE_FIELDS))

    def tribute(self) -> TributeWish | None:
        """What was filled in, as the domain takes it; none for an ordinary gift."""
        if not self.tribute_kind.data:
            return None
        tell = self.tribute_tell.data or NOBODY
        return TributeWish(
            kind=self.tribute_kind.data,
            honouree_name=self.honouree_name.data or "",
            occasion=self.occasion.data or "",
            message=self.tribute_message.data or "",
            tell=tell,
            recipient_name=self.recipient_name.data or "" if tell != NOBODY else "",
            recipient_email=self.recipient_email.data or "" if tell == EMAIL else "",
            recipient_address=self.recipient_address.data or "" if tell == POST else "",
            donor_named=bool(self.donor_named.data),
        )


class TributeOfGiftForm(TributeFields, web.Form):
    """Whom a gift that is recorded already honors."""

    def wish(self) -> TributeWish:
        """What was filled in; validated."""
        return cast("TributeWish", self.tribute())

    def validate_tribute_kind(self, field: RadioField) -> None:
        """One of the two."""
        if not field.data:
            raise ValidationError("Choose “In honor of” or “In memory of”.")


TRIBUTE_FIELDS = (
    "tribute_kind",
    "honouree_name",
    "occasion",
    "tribute_tell",
    "recipient_name",
    "recipient_email",
    "recipient_address",
    "tribute_message",
    "donor_named",
)


def filled_in(wish: TributeWish | None) -> dict[str, Any]:
    """The fields' data for a wish, for a form that is shown once more."""
    if wish is None:
        return {}
    return {
        "tribute_kind": wish.kind,
        "honouree_name": wish.honouree_name,
        "occasion": wish.occasion,
        "tribute_tell": wish.tell,
        "recipient_name": wish.recipient_name,
        "recipient_email": wish.recipient_email,
        "recipient_address": wish.recipient_address,
        "tribute_message": wish.message,
        "donor_named": wish.donor_named,
    }
