"""Public thanks for tests."""

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.operations import draft_acknowledgment, publish
from ngoapp.donations.models import Gift
from tests.donations.factories import make_card_gift


def make_agreed_gift(name: str = "Jack and Elizabeth Lewis", **values: object) -> Gift:
    """A gift whose donor agreed to be named."""
    return make_card_gift(donor_name=name, recognition_name=name, anonymous=False, **values)  # type: ignore[arg-type]  # keyword arguments of the factory


def make_published(name: str = "Jack and Elizabeth Lewis", **values: object) -> Acknowledgment:
    """Thanks that are shown."""
    return publish(draft_acknowledgment(make_agreed_gift(name, **values).id).id)
