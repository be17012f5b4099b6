"""A request as a form: what a visitor fills in, and what staff fill in for somebody."""

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.kits.contents import active_kits, languages_of, named_languages
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import Asker, Consent
from ngoapp.packets.wording import (
    AGREE,
    ASKS_AS,
    LANGUAGES,
    NEWSLETTER,
    NOTE_WARNING,
    POST_INSTEAD,
    RELATIONS,
    SURVEY,
    VOICEMAIL,
    WAYS,
)
from ngoapp.people.forms import AddressFields
from ngoapp.people.models import ADDRESS_PARTS
from ngoapp.web.fields import (
    ActionKeyField,
    EmailField,
    LongTextField,
    PhoneField,
    TextField,
    at_most,
    needed,
    optional,
)
from ngoapp.web.forms import Form

LONGEST_NOTE = 1000
POST = "post"


class RequestFields(AddressFields, Form):
    """What every request for a packet has."""

    way = RadioField(
        "How would they like it?", [needed("Choose e-mail or postal mail.")], choices=choices_of(WAYS)
    )
    kit = RadioField("Which packet?", coerce=int, validate_choice=False)
    language = SelectField("Language of the packet", validate_choice=False)
    name = TextField("Name", [at_most(200)], render_kw={"autocomplete": "name"})
    email = EmailField("E-mail", render_kw={"autocomplete": "email", "maxlength": 254})
    phone = PhoneField("Phone", [at_most(40)], render_kw={"autocomplete": "tel", "placeholder": " "})
    voicemail = RadioField(
        "May we leave a message there?",
        choices=choices_of(VOICEMAIL),
        default="",
        validators=[optional()],
    )
    voicemail_name = TextField("In whose name?", [at_most(120)], render_kw={"autocomplete": "off"})
    note = LongTextField(
        "Anything we should know to get it to you?",
        [at_most(LONGEST_NOTE)],
        description=NOTE_WARNING,
        render_kw={"rows": 3, "autocomplete": "off", "data-private": ""},
    )
    newsletter = BooleanField(NEWSLETTER)
    post_instead = BooleanField(POST_INSTEAD)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        chosen = (kwargs.get("data") or {}).get("kit")  # it may have been taken off the form since
        self.kits = {kit.id: kit for kit in active_kits(also=chosen)}
        self.kit.choices = [SelectChoice(kit.id, kit.name) for kit in self.kits.values()]
        if self.kit.data not in self.kits:
            self.kit.data = next(iter(self.kits))
        self.spoken = languages_of(list(self.kits.values()))
        self.languages = named_languages(self.spoken) or {"en": LANGUAGES["en"]}
        self.language.choices = choices_of(self.languages)
        self.language.flags.required = True

    @property
    def offers_kits(self) -> bool:
        """Whether there is anything to choose between."""
        return len(self.kits) > 1

    @property
    def kit_notes(self) -> dict[int, str]:
        """What each kit is, for beside its name."""
        return {kit.id: kit.description for kit in self.kits.values() if kit.description}

    @property
    def by_post(self) -> bool:
        """Whether an address is what this one needs: for the post, or for the case that the e-mail does not arrive."""
        return bool(self.way.data == POST or (self.way.data and self.post_instead.data))

    @property
    def address_is_optional(self) -> bool:  # type: ignore[override]  # the base has a constant where this one decides
        """A packet by e-mail needs no postal address."""
        return bool(self.way.data and not self.by_post)

    def has_address(self) -> bool:
        """What was typed before e-mail was chosen is not looked at."""
        return self.by_post and bool(super().has_address())

    def validate_language(self, field: SelectField) -> None:
        """A language may have gone while the form lay open, and not every packet is there in each."""
        if field.data not in self.languages:
            raise ValidationError("Choose a language from the list.")
        kit = self.kits[self.kit.data]
        spoken = self.spoken[kit.id]
        if self.offers_kits and spoken and field.data not in spoken:
            there = ", ".join(self.languages[code] for code in spoken)
            raise ValidationError(f"“{kit.name}” is not there in this language yet. Choose one of: {there}.")

    def validate_name(self, field: TextField) -> None:
        """A label needs a name; a mail does not."""
        if self.by_post and not field.data:
            raise ValidationError("Enter the name that goes on the envelope.")

    def validate_email(self, field: EmailField) -> None:
        """A mail needs an address."""
        if self.way.data == "email" and not field.data:
            raise ValidationError("Enter the e-mail address that the link goes to.")

    def asker(self, *, relation: str = "") -> Asker:
        """Who asks; without a postal address where none is needed."""
        return Asker(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            voicemail=self.voicemail.data or "",
            voicemail_name=self.voicemail_name.data or "",
            relation=relation,
            note=self.note.data or "",
            address=_parts(self) if self.by_post else {},
            post_instead=self.way.data != POST and self.by_post,
        )

    def consent(self, wording: str) -> Consent:
        """The words agreed to."""
        wants_news = self.newsletter.data and self.email.data
        return Consent(wording=wording, newsletter_wording=NEWSLETTER if wants_news else "")


class InfoPacketForm(RequestFields):
    """A visitor asks for a packet."""

    action_key = ActionKeyField()
    relation = RadioField(
        "Who are you asking as?", choices=choices_of(RELATIONS), default="", validators=[optional()]
    )
    page_email = EmailField("E-mail, if you like", render_kw={"autocomplete": "email", "maxlength": 254})
    survey = BooleanField(SURVEY)
    voicemail = RadioField(
        "May we leave a message there?",
        choices=choices_of({answer: words for answer, words in VOICEMAIL.items() if answer}),
        validators=[optional()],
    )
    agree = BooleanField(
        AGREE, [needed("Tick this box, so that we may keep what you entered to send the packet.")]
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name.flags.required = self.email.flags.required = True  # each is shown only where it is needed
        self.mark_needed()

    def asker(self, *, relation: str = "") -> Asker:
        """Who asks: for the post a name, where to, and the key to their own page if they like; for e-mail the
        address and not even a name."""
        asker = super().asker(relation=relation)
        if self.way.data == POST:
            return replace(asker, email=self.page_email.data or "")
        return asker if self.by_post else replace(asker, name="")

    def consent(self, wording: str) -> Consent:
        """The words agreed to; only whoever gets the packet by e-mail is asked about it by e-mail."""
        consent = super().consent(wording)
        wants_to_be_asked = self.survey.data and self.way.data == "email"
        return replace(consent, survey_wording=SURVEY if wants_to_be_asked else "")

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `ask_for_packet` takes it."""
        return {
            "action_key": self.action_key.data,
            "channel": "web",
            "kit_id": self.kit.data,
            "way": self.way.data,
            "language": self.language.data,
            "asker": self.asker(relation=self.relation.data or ""),
            "consent": self.consent(AGREE),
        }


class StaffFields(RequestFields):
    """What staff take down beyond that."""

    relation = SelectField("Asks as", choices=choices_of(ASKS_AS), default="")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in self:  # or the browser offers the address of whoever sits here
            field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}


class CorrectRequestForm(StaffFields):
    """Staff mend what was taken down; the consents stay as they were given."""

    newsletter = None  # type: ignore[assignment]  # how WTForms leaves out a field of the base

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `correct_request` takes it."""
        asker = self.asker(relation=self.relation.data or "")
        return {
            "kit_id": self.kit.data,
            "way": self.way.data,
            "language": self.language.data,
            "asker": asker,
        }


def facts_of(request: PacketRequest) -> dict[str, Any]:
    """A request as the form for correcting it shows it."""
    columns = ("way", "language", "name", "email", "phone", "voicemail", "voicemail_name", "relation", "note")
    facts = {column: getattr(request, column) for column in columns}
    allowed = {"post_instead": bool(request.post_wording)}
    return {"kit": request.kit_id, **request.address_parts(), **facts, **allowed}


def _parts(form: AddressFields) -> dict[str, str]:
    address = form.address(name="")
    return {part: getattr(address, part) for part in ADDRESS_PARTS}
