"""Mail to volunteers."""

from ngoapp.adapters.smtp import smtp
from ngoapp.core.db import end_read, found
from ngoapp.core.outbox import GiveUp
from ngoapp.organisation.queries import our_organisation
from ngoapp.volunteers.models import Volunteer
from ngoapp.web.mail import render_mail

ANSWERS = {"approved": "volunteers/welcome", "declined": "volunteers/declined"}


def send_confirmation(volunteer_id: int) -> None:
    """Tell them that the form arrived, and what happens next."""
    volunteer = found(Volunteer, volunteer_id)
    message = render_mail(
        "volunteers/confirmation",
        key=f"volunteer-{volunteer.id}",
        to=volunteer.email,
        subject=f"Thank you for offering to help ({our_organisation().short_name})",
        written_at=volunteer.applied_at,
        volunteer=volunteer,
    )
    end_read()
    smtp().send(message)


def send_answer(volunteer_id: int) -> None:
    """Tell them what was decided; nothing, if it was taken back meanwhile."""
    volunteer = found(Volunteer, volunteer_id)
    if volunteer.state not in ANSWERS or volunteer.answered_at is None:
        raise GiveUp("the answer was taken back")
    message = render_mail(
        ANSWERS[volunteer.state],
        key=f"volunteer-{volunteer.id}-{volunteer.state}-{int(volunteer.answered_at.timestamp())}",
        to=volunteer.email,
        subject=f"Your offer to help ({our_organisation().short_name})",
        written_at=volunteer.answered_at,
        volunteer=volunteer,
    )
    end_read()
    smtp().send(message)
