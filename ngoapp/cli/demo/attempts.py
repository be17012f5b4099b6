"""Attempts in the demo: an ordinary day, and a night in which somebody tried cards and got nowhere."""

from datetime import datetime, timedelta

from ngoapp.core import clock
from ngoapp.donations.attempts.ledger import note_form
from ngoapp.donations.attempts.pauses import pause_form, resume_form
from ngoapp.donations.attempts.sight import Knock

NIGHT = timedelta(hours=9)
MACHINE = "5ea1" + "0" * 28
WHY = "Many small gifts of exactly the same amount stay unpaid."


def load_attempts() -> None:
    """Two hours of a machine, paused and resumed by itself, and visitors before and after."""
    now = clock.now()
    for hours in (20, 16, 15, 4, 3, 2):
        _try(now - timedelta(hours=hours), "let", f"{hours:0>32x}", minor=5000)
    for number in range(90):
        outcome = "let" if number < 5 else "asked" if number < 60 else "paused"
        _try(now - NIGHT + timedelta(seconds=40 * number), outcome, MACHINE, minor=500)
    with clock.at(now - NIGHT + timedelta(minutes=40)):
        pause = pause_form(reason=WHY)
    with clock.at(now - NIGHT + timedelta(hours=2)):
        resume_form(pause.id)


def _try(at: datetime, outcome: str, source: str, *, minor: int) -> None:
    knock = Knock(source=source, mailbox=f"{at.timestamp():.0f}", amount=(minor, "USD"), tiny=minor < 2500)
    with clock.at(at):
        note_form(knock, action_key=f"demo-try-{at.timestamp():.0f}", outcome=outcome)
