"""The question to the second donor."""

from ngoapp.acknowledgments.together.links import TOGETHER, seal_second
from ngoapp.acknowledgments.together.operations import note_asked
from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import locked, transaction
from ngoapp.donations.together.models import UNASKED, SecondDonor
from ngoapp.donations.together.queries import gifts_with
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail


def send_question(second_id: int, turn: int) -> None:
    """Ask the second of two donors whether both may be named; nothing once they or the first have decided otherwise."""
    with transaction():
        second = locked(SecondDonor, second_id)
        gifts = [gift for gift in gifts_with(second) if not gift.anonymous]
        if (second.consent, second.asked) != (UNASKED, turn) or not (second.public_name and gifts):
            return
        link = absolute(TOGETHER + seal_second(second))
    message = render_mail(
        "acknowledgments/together",
        key=f"together-{second.id}-{turn}",
        to=second.email,
        subject=f"A question from {our_organisation().short_name}",
        written_at=gifts[0].recorded_at,
        second=second,
        gift=gifts[0],
        link=link,
    )
    smtp().send(message)
    with transaction():
        note_asked(second_id, turn)
