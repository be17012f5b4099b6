import mailbox
import smtplib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import pytest
from flufl.bounce import scan_message

from ngoapp.sandbox import SandboxConfig, start
from tests.sandbox.shop import Shop, ask


def letter(to: str = "ana@example.org", subject: str = "Vielen Dank, Zoë") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Front Desk <desk@example.org>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.org>"
    message.set_content("Grüße – see https://charity.example/receipts/abc\n")
    message.add_alternative("<p>Grüße <script>alert(1)</script></p>", subtype="html")
    message.add_attachment(b"%PDF-1.7 \xff", maintype="application", subtype="pdf", filename="Beleg ü.pdf")
    return message


def send(shop: Shop, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", shop.smtp_port, timeout=10) as server:
        server.send_message(message)


def inbox(shop: Shop, query: str = "") -> list[dict[str, object]]:
    messages: list[dict[str, object]] = shop.get(f"/inbox.json{query}").json()
    return messages


def test_a_mail_is_kept_with_its_parts(shop: Shop) -> None:
    send(shop, letter())
    (message,) = shop.get("/inbox.json").json()
    assert message["to"] == ["ana@example.org"]
    assert message["from"] == "Front Desk <desk@example.org>"
    assert message["subject"] == "Vielen Dank, Zoë"
    assert message["headers"]["Message-ID"] == "<1@example.org>"
    assert message["text"].startswith("Grüße – see")
    assert "<p>Grüße" in message["html"]


def test_an_attachment_can_be_downloaded_unchanged(shop: Shop) -> None:
    send(shop, letter())
    (attachment,) = shop.get("/inbox.json").json()[0]["attachments"]
    assert (attachment["filename"], attachment["content_type"]) == ("Beleg ü.pdf", "application/pdf")
    assert (attachment["size"], attachment["sha256"]) == (10, sha256(b"%PDF-1.7 \xff").hexdigest())
    path = attachment["url"].removeprefix(shop.url)
    assert shop.get(path).body == b"%PDF-1.7 \xff"
    assert shop.get(path[:-1] + "7").status == 404


def test_the_newest_mail_comes_first_and_addresses_filter(shop: Shop) -> None:
    send(shop, letter(subject="First"))
    send(shop, letter(to="Ben@Example.org", subject="Second"))
    assert [message["subject"] for message in inbox(shop)] == ["Second", "First"]
    assert [message["subject"] for message in inbox(shop, "?to=ben@example.org")] == ["Second"]
    assert inbox(shop, "?to=cleo@example.org") == []


def test_the_inbox_can_be_emptied(shop: Shop) -> None:
    send(shop, letter())
    assert ask(shop.url, "DELETE", "/inbox.json").json() == {"deleted": 1}
    assert inbox(shop) == []
    assert shop.get("/inbox/1").status == 404


def test_the_html_of_a_mail_can_run_and_fetch_nothing(shop: Shop) -> None:
    send(shop, letter())
    id = inbox(shop)[0]["id"]
    answer = shop.get(f"/inbox/{id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "<script>" not in shop.get(f"/inbox/{id}").text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no headers at all",
        b"Subject: =?utf-9?q?=ff?=\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Disposition: attachment; filename*0*=x'y\r\nContent-Type: ;;;=\r\n\r\nhello",
        b"To: <<>,\r\nFrom: @@\r\nDate: never\r\nMessage-ID: <[\r\n\r\nhello",
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
    ],
)
def test_a_broken_mail_can_still_be_looked_at(shop, raw):
    with smtplib.SMTP("127.0.0.1", shop.smtp_port, timeout=10) as server:
        server.sendmail("desk@example.org", ["ana@example.org"], raw)
    (message,) = inbox(shop)
    assert shop.get("/inbox").status == 200
    for part in ("", "/html", "/raw"):
        assert shop.get(f"/inbox/{message['id']}{part}").status == 200


def test_mail_can_be_refused_for_now(shop: Shop) -> None:
    shop.switch(smtp_fail=1)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(shop, letter())
    assert refusal.value.smtp_code == 451
    assert inbox(shop) == []


def test_mail_can_be_kept_without_a_word(shop: Shop) -> None:
    shop.switch(smtp_drop_after_accept=1)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(shop, letter())
    assert len(inbox(shop)) == 1


@pytest.fixture
def returning(tmp_path: Path) -> Iterator[Shop]:
    """A sandbox of its own, with a file for mail that comes back."""
    sandbox = start(SandboxConfig(port=0, smtp_port=0, returned_path=tmp_path / "returned.mbox"))
    yield Shop(sandbox)
    sandbox.stop()


def returned_mail(folder: Path) -> list[bytes]:
    file = mailbox.mbox(folder / "returned.mbox")
    try:
        return [bytes(message) for message in file]
    finally:
        file.close()


def test_a_mail_can_come_back_as_mail_servers_say_it(returning: Shop, tmp_path: Path) -> None:
    send(returning, letter())
    assert ask(returning.url, "POST", "/inbox/1/return").json() == {"returned": 1}
    [report] = returned_mail(tmp_path)
    assert b"Final-Recipient: rfc822; ana@example.org" in report
    assert b"Message-ID: <1@example.org>" in report
    [failed] = scan_message(message_from_bytes(report))
    assert failed == b"ana@example.org"


def test_a_mail_can_be_late(returning: Shop, tmp_path: Path) -> None:
    send(returning, letter())
    ask(returning.url, "POST", "/inbox/1/return", form={"kind": "delayed"})
    [report] = returned_mail(tmp_path)
    assert scan_message(message_from_bytes(report)) == frozenset()


def test_without_a_file_nothing_comes_back(shop: Shop) -> None:
    send(shop, letter())
    id = inbox(shop)[0]["id"]
    assert ask(shop.url, "POST", f"/inbox/{id}/return").status == 409
    assert ask(shop.url, "POST", "/inbox/9999/return").status in {404, 409}
