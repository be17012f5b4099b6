"""Mail over a real connection to a real server of the tests' own."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography.x509 import GeneralName

from ngoapp.adapters.smtp import Smtp
from ngoapp.core.outbox import GiveUp
from tests.adapters.certificates import ELSEWHERE, HERE, certified


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


@contextmanager
def listening(postman: Postman, **options: Any) -> Iterator[str]:
    """Where the server listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def place(postman: Postman) -> Iterator[str]:
    with listening(postman) as place:
        yield place


def knows_us(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, proof: object) -> AuthResult:
    assert isinstance(proof, LoginPassword)
    return AuthResult(success=(proof.login, proof.password) == (b"us@example.org", b"pass word@1"))


def over_tls(scheme: str, encrypted: ssl.SSLContext) -> dict[str, Any]:
    """How aiosmtpd is told to speak TLS: from the first byte, or once it is asked to."""
    options = {"authenticator": knows_us, "auth_required": True}
    if scheme == "smtps":  # aiosmtpd counts STARTTLS only as encrypted
        return {**options, "ssl_context": encrypted, "auth_require_tls": False}
    return {**options, "tls_context": encrypted, "require_starttls": True}


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


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_over_tls_a_mail_is_handed_to_a_server_whose_certificate_is_trusted(
    postman: Postman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    encrypted, trusted = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with listening(postman, **over_tls(scheme, encrypted)) as place:
        Smtp(f"{scheme}://us%40example.org:pass%20word%401@{place}").send(letter())
    assert len(postman.taken) == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize(("name", "trusted"), [(HERE, False), (ELSEWHERE, True)])
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_over_tls_nothing_is_said_to_a_server_that_is_not_the_one(
    postman: Postman,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    name: GeneralName,
    trusted: bool,
) -> None:
    encrypted, certificate = certified(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with listening(postman, **over_tls(scheme, encrypted)) as place, pytest.raises(ssl.SSLError):
        Smtp(f"{scheme}://us:secret@{place}").send(letter())
    assert postman.taken == []
