"""Which name may be shown for a gift of two."""

from ngoapp.core.errors import Refused
from ngoapp.donations.models import Gift
from ngoapp.donations.together.models import AGREED, SecondDonor
from ngoapp.donations.together.queries import second_of
from ngoapp.people.joint_names import stands_for_both


class SecondNotAgreed(Refused):
    """A name tells of somebody who was not asked, or said no."""

    def __init__(self, second: SecondDonor) -> None:
        super().__init__(
            f"{second.name} has not agreed to be named, so this can only be a name for the first donor.",
            field="recognition_name",
        )


def name_to_show(gift: Gift) -> str:
    """The name for public thanks as things stand: both, where both agreed, else the first one's own."""
    second = second_of(gift)
    return second.public_name if second and both_agreed(second) else gift.recognition_name


def both_agreed(second: SecondDonor) -> bool:
    """Whether two donors are to be thanked by both names; the first one agrees with the gift itself."""
    return second.consent == AGREED and bool(second.public_name)


def tells_of_second(gift: Gift, name: str) -> SecondDonor | None:
    """The second donor whom a name would show, too."""
    second = second_of(gift)
    return second if second and stands_for_both(name, gift.donor_name, second.name) else None
