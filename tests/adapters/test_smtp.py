"""Mail over a real connection to a real server of the tests' own."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ngoapp.adapters.smtp import Smtp
from ngoapp.core.outbox import GiveUp


class Postman:
    """aiosmtpd's handler: takes every mail, unless told what to answer to a recipient."""

    answer = "250 OK"

    def __init__(self) -> None:
        self.taken: list[Envelope] = []

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def place(postman: Postman) -> Iterator[str]:
    """Where the server listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"127.0.0.1:{port}"
    controller.stop()


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "us@example.org", "ann@example.org", "Hello"
    message.set_content("Dear Ann")
    return message


def test_a_mail_is_handed_over(postman: Postman, place: str) -> None:
    Smtp(f"smtp://{place}").send(letter())
    [envelope] = postman.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("us@example.org", ["ann@example.org"])


def test_an_address_that_is_refused_for_good_is_not_tried_again(postman: Postman, place: str) -> None:
    postman.answer = "550 No such mailbox"
    with pytest.raises(GiveUp, match="the address was refused"):
        Smtp(f"smtp://{place}").send(letter())


def test_an_address_that_is_refused_for_now_is_tried_again(postman: Postman, place: str) -> None:
    postman.answer = "450 Come back later"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        Smtp(f"smtp://{place}").send(letter())


def test_a_password_never_leaves_unencrypted(postman: Postman, place: str) -> None:
    with pytest.raises(smtplib.SMTPNotSupportedError, match="STARTTLS"):
        Smtp(f"smtp://us:secret@{place}").send(letter())
    assert postman.taken == []
