"""Mail about matches: what the employer needs, and one reminder."""

from datetime import datetime

from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import locked, transaction
from ngoapp.donations.matching.links import MATCH, seal_match
from ngoapp.donations.matching.models import POSSIBLE, MatchingGift
from ngoapp.donations.matching.operations import note_noted, note_reminded
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail


def send_note(match_id: int) -> None:
    """Tell a donor what their employer needs for a match; nothing once it is settled. A repeat is the same mail."""
    with transaction():
        match = locked(MatchingGift, match_id)
        gift = match.gift
        if match.state != POSSIBLE or match.noted_at or gift is None or not _reachable(gift):
            return
        link = absolute(MATCH + seal_match(match))
    _send("match", match, gift, written_at=match.created_at, link=link)
    with transaction():
        note_noted(match_id)


def send_reminder(match_id: int, day: int) -> None:
    """Remind a donor once of a match that they have not said anything of; nothing where the day was changed since."""
    with transaction():
        match = locked(MatchingGift, match_id)
        gift = match.gift
        meant = match.remind_on is not None and match.remind_on.toordinal() == day
        open_still = (match.state, match.reminder) == (POSSIBLE, "none") and meant
        if not open_still or gift is None or not _reachable(gift):
            return
        link = absolute(MATCH + seal_match(match))
    _send("match_reminder", match, gift, written_at=match.updated_at, link=link)
    with transaction():
        note_reminded(match_id)


def _reachable(gift: Gift) -> bool:
    """Whether the gift still stands, and its donor wants mail from us."""
    return bool(gift.donor and gift.donor.mail_to) and net(gift).minor > 0


def _send(template: str, match: MatchingGift, gift: Gift, *, written_at: datetime, link: str) -> None:
    message = render_mail(
        f"donations/{template}",
        key=f"{template.replace('_', '-')}-{match.id}",
        to=(gift.donor and gift.donor.mail_to) or "",
        subject=f"Your employer and your gift to {our_organisation().short_name}",
        written_at=written_at,
        match=match,
        gift=gift,
        link=link,
    )
    smtp().send(message)
