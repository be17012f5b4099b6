"""Households in the demo: two donors who turned out to live together."""

from ngoapp.people.households.operations import FourNames, join, rename
from ngoapp.people.queries import find_people

NAMES = FourNames(
    receipt_name="Robert Lindqvist and Helen Andersson",
    envelope_name="Mr. Lindqvist and Ms. Andersson",
    salutation="Robert and Helen",
    public_name="Robert Lindqvist and Helen Andersson",
)


def load_households() -> None:
    """Join them, under names that staff have chosen."""
    (robert,), (helen,) = find_people("Robert Lindqvist"), find_people("Helen Andersson")
    rename(join(robert.id, helen.id).id, NAMES)
