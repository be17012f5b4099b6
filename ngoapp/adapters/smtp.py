"""Mail leaves here, over SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app

from ngoapp.core.outbox import GiveUp

TIMEOUT = 20  # seconds
PERMANENT = 500


class AddressRefused(GiveUp):
    """The server knows that this address takes no mail: it is as if the mail had come back."""

    def __init__(self) -> None:
        super().__init__("the address was refused")


class Smtp:
    """A server given as `smtp://user:password@host:587` or `smtps://…:465`. A password leaves encrypted only."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        """Hand the message over; returns once the server has taken it.

        Raises AddressRefused when the address is refused for good, else smtplib's or the socket's own error."""
        try:
            with self._open() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            if all(code >= PERMANENT for code, _ in refused.recipients.values()):
                raise AddressRefused from refused
            raise

    def _open(self) -> smtplib.SMTP:
        host = self.url.hostname or "localhost"
        if self.url.scheme == "smtps":
            port = self.url.port or 465
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, self.url.port or 25, timeout=TIMEOUT)
        try:
            if self.url.scheme != "smtps":
                self._encrypt(server)
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _encrypt(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif self.url.username:
            raise smtplib.SMTPNotSupportedError("no STARTTLS: the password would be readable on its way")


def init_smtp(app: Flask, url: str) -> None:
    """Give the app its way to send mail; tests put a fake in its place."""
    app.extensions["ngoapp.smtp"] = Smtp(url)


def smtp() -> Smtp:
    """The app's way to send mail."""
    carrier: Smtp = current_app.extensions["ngoapp.smtp"]
    return carrier
