"""How a donor says whether to be thanked by name: the question, and the words that they agree to."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.web.fields import TextField, at_most, needed

LONGEST_NAME = 120
CONSENT = (
    "Thank me by name on the website. My name is shown without the amount. I can take this back at any time:"
    " my name then leaves every page at once, though search engines may show a copy for a while."
)
NAMED, NOT_NAMED = "named", "not-named"


def thanks_field() -> RadioField:
    """Privately, or by name."""
    return RadioField(
        "How would you like to be thanked?",
        choices=[
            SelectChoice(
                NOT_NAMED,
                "Privately: keep my name off the website",
                {"data-preview-instead": "thanks", "data-preview-words": "Anonymous"},
            ),
            SelectChoice(
                NAMED, "By name, on the website", {"data-preview-source": "thanks", "data-preview-silent": ""}
            ),
        ],
        default=NOT_NAMED,
        validators=[needed("Choose how you would like to be thanked.")],
    )


def recognition_field() -> TextField:
    """Under which name."""
    return TextField(
        "Your name as it should be thanked",
        [at_most(LONGEST_NAME)],
        render_kw={"autocomplete": "off", "data-preview-source": "thanks"},
    )
