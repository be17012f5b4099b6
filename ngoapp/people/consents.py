"""What people agreed to have from us by mail: given in certain words, taken back at any time, never deleted."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.people.models import Consent, Person

NEWSLETTER, APPEALS = "newsletter", "appeals"
WORDINGS = {
    NEWSLETTER: "Send me news about your work by e-mail, a few times a year. I can stop it at any time.",
    APPEALS: "Write to me now and then when a gift would help. I can stop it at any time.",
}


def consents_of(person_ids: Collection[int]) -> Sequence[Consent]:
    """Everything that these people ever agreed to, oldest first."""
    return session.scalars(
        select(Consent).where(Consent.person_id.in_(person_ids)).order_by(Consent.id)
    ).all()


def agreed_to(person_id: int) -> set[str]:
    """The kinds of mail that a person agrees to at present."""
    held = consents_of([person_id])
    return {it.purpose for it in held if it.withdrawn_at is None and it.purpose in WORDINGS}


def set_consents(person_id: int, wanted: Collection[str], *, source: str) -> None:
    """Have a person agree to these purposes, in our words, and to no other. What stays as it was is left alone."""
    person = locked(Person, person_id)
    held = {consent.purpose: consent for consent in consents_of([person_id]) if consent.withdrawn_at is None}
    for purpose, wording in WORDINGS.items():
        if purpose in wanted and purpose not in held:
            save(
                Consent(
                    person_id=person.id, purpose=purpose, wording=wording, source=source, given_at=clock.now()
                )
            )
            audit.record("consent.given", person, purpose=purpose)
        elif purpose in held and purpose not in wanted:
            held[purpose].withdrawn_at = clock.now()
            audit.record("consent.withdrawn", person, purpose=purpose)
