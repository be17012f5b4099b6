"""What a form says of the second of two donors."""

from dataclasses import dataclass

from ngoapp.donations.together.models import AGREED, UNASKED
from ngoapp.people.joint_names import joint_name, stands_for_both

WORDING = (
    "Thank us both by name on the website, as “{}”. Our names are shown without the amount. I can take this back at"
    " any time: my name then leaves every page at once, though search engines may show a copy for a while."
)


@dataclass(frozen=True, kw_only=True)
class Together:
    """The second donor as the first has written them down; `public_name` as both would be thanked.

    `agreed_in` is where staff read or heard that the second agrees to that."""

    name: str
    email: str = ""
    public_name: str = ""
    agreed_in: str = ""

    @property
    def consent(self) -> str:
        """How far the question to the second has come."""
        return AGREED if self.agreed_in and self.public_name else UNASKED


def names_to_thank(first: str, second: str, wish: str) -> tuple[str, str]:
    """What may be shown of the first alone, and of both once the second has agreed.

    A wish that tells of both waits for the second, and until then the first goes by their own name; a wish that
    does not is the first's alone."""
    if wish and not stands_for_both(wish, first, second):
        return wish, ""
    return first, wish or joint_name(first, second)
