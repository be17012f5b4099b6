"""Reports of undeliverable mail, as several servers write them and as an attacker might."""

import base64

import pytest

from ngoapp.adapters.bounces import read_bounce
from tests.adapters.reports import FAILED, human_mail, report

pytestmark = pytest.mark.once
LETTER = "<packet-link-7.0123456789abcdef@desk.example.org>"
HOSTILE = {
    "nothing": b"",
    "noise": bytes(range(256)) * 500,
    "a false charset": b"Content-Type: text/plain; charset=no-such\n\n\xff\xfe",
    "a false boundary": b"Content-Type: multipart/report; boundary=\n\n--\n--\n",
    "a header without end": b"Subject: " + b"a" * 120_000,
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)
    ),
    "a delivery status that is text": b"Content-Type: message/delivery-status\n\nnothing here",
    "an address in letters of its own": report("grüße@example.org"),
    "one line of openings": b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Description: notification\n"
    b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(b"the postfix\n" + b"<" * 80_000),
    "blanks without end": b"Subject: x\n\nUser's mailbox is full:" + b" " * 120_000,
}


@pytest.mark.parametrize("server", FAILED)
def test_a_report_names_the_address_and_our_letter_whoever_wrote_it(server: str) -> None:
    found = read_bounce(report("Ana@example.org", LETTER, server=server))
    assert found
    assert found.failed == {"ana@example.org"}
    assert LETTER in found.letters


@pytest.mark.parametrize("server", ["postfix", "exchange"])
def test_mail_that_is_only_late_is_no_failure(server: str) -> None:
    assert read_bounce(report("ana@example.org", LETTER, server=server, action="delayed")) is None


def test_an_address_that_a_mailbox_forwards_to_is_told_by_our_letter_alone() -> None:
    found = read_bounce(report("ana@elsewhere.example", LETTER))
    assert found
    assert found.failed == {"ana@elsewhere.example"}
    assert LETTER in found.letters


@pytest.mark.parametrize(
    "text", ["Thank you for the packet!", "I am away until Monday.", "My old address failed: ana@old.example"]
)
def test_what_people_write_is_no_report(text: str) -> None:
    assert read_bounce(human_mail(text, answers=LETTER)) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_mail_made_to_break_or_to_keep_busy_does_neither(content: bytes) -> None:
    read_bounce(content)


def test_a_report_without_a_sender_is_read_all_the_same() -> None:
    lines = report("ana@example.org", LETTER, server="qmail").split(b"\n")
    found = read_bounce(b"\n".join(line for line in lines if not line.startswith(b"From: MAILER")))
    assert found
    assert found.failed == {"ana@example.org"}


def test_what_is_stumbled_over_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    read_bounce(b"Subject: the secret of somebody\n\nthe secret")
    assert caplog.text == ""
