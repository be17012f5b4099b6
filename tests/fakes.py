"""Stand-ins for the outside world, put where the app looks for the real one."""

from email.message import EmailMessage


class FakeSmtp:
    """Keeps what was sent. Set `failure` to have the next messages refused with it."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.failure: Exception | None = None

    def send(self, message: EmailMessage) -> None:
        """Take the message, or fail as told."""
        if self.failure:
            raise self.failure
        self.sent.append(message)
