"""Letters that came back: nothing more goes to such an address until staff say that letters arrive there again."""

from ngoapp.core import audit, clock
from ngoapp.core.db import locked
from ngoapp.people.models import Person


def note_letter_returned(person_id: int) -> None:
    """A letter to the address in use came back. Nothing where there is none, or it was known."""
    person = locked(Person, person_id)
    address = person.address
    if address and address.returned_at is None:
        address.returned_at = clock.now()
        audit.record("person.letter_returned", person)


def letters_arrive(person_id: int) -> None:
    """Staff say that the address is right after all. A repeat does nothing."""
    person = locked(Person, person_id)
    address = person.address
    if address and address.returned_at:
        address.returned_at = None
        audit.record("person.letters_arrive", person)
