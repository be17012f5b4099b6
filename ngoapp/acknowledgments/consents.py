"""Every consent to be named, each with its own day and words: a new one never overwrites what was agreed before."""

from sqlalchemy import select, update

from ngoapp.acknowledgments.models import NameConsent
from ngoapp.core import clock
from ngoapp.core.db import save, session
from ngoapp.donations.models import Gift


def keep_former(gift: Gift) -> None:
    """Before the gift's own words change: keep those that it came with, if nobody has yet."""
    known = session.scalar(select(NameConsent.id).where(NameConsent.gift_id == gift.id).limit(1))
    if known is None and gift.recognition_name:
        save(
            NameConsent(
                gift_id=gift.id,
                recognition_name=gift.recognition_name,
                wording=gift.consent_wording,
                source=gift.consent_source,
                agreed_at=gift.recorded_at,
            )
        )


def keep_consent(gift: Gift, *, wording: str, source: str) -> None:
    """The donor agreed just now, under the name that the gift has."""
    end_consents(gift)
    save(
        NameConsent(
            gift_id=gift.id,
            recognition_name=gift.recognition_name,
            wording=wording,
            source=source,
            agreed_at=clock.now(),
        )
    )


def end_consents(gift: Gift) -> None:
    """What was agreed before holds no more from now on."""
    standing = (NameConsent.gift_id == gift.id, NameConsent.withdrawn_at.is_(None))
    session.execute(update(NameConsent).where(*standing).values(withdrawn_at=clock.now()))
