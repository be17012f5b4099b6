"""Reading a mailbox where it lies: an mbox file, a Maildir, a folder on an IMAP server."""

import mailbox as standard
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography.x509 import GeneralName

from ngoapp.adapters.kept_mail import MOST, MailboxAway
from ngoapp.adapters.mailbox import mailbox_at
from tests.adapters.certificates import ELSEWHERE, HERE, certified
from tests.adapters.imap_server import PASSWORD, ImapServer
from tests.adapters.reports import human_mail, report

pytestmark = pytest.mark.once


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with closing(ImapServer()) as running:
        yield running


def contents(url: str) -> list[bytes]:
    return [kept.read() for kept in mailbox_at(url).messages()]


def names(url: str) -> list[str]:
    return [kept.name for kept in mailbox_at(url).messages()]


def url_of(
    server: ImapServer, *, scheme: str = "imap", password: str = PASSWORD, folder: str = "INBOX"
) -> str:
    return f"{scheme}://desk:{quote(password)}@127.0.0.1:{server.port}/{folder}"


def put_into_mbox(path: Path, *mails: bytes) -> None:
    box = standard.mbox(path)
    for mail in mails:
        box.add(mail)
    box.close()


def test_an_mbox_is_read_message_by_message_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "in the file.mbox"
    put_into_mbox(path, report("ana@example.org"), human_mail("From here on, all is well."))
    before = path.read_bytes()
    first, second = contents(f"mbox://{quote(str(path))}")
    assert b"Final-Recipient: rfc822; ana@example.org" in first
    assert b"all is well" in second
    assert path.read_bytes() == before


def test_a_message_in_an_mbox_keeps_its_name_when_others_come(tmp_path: Path) -> None:
    put_into_mbox(tmp_path / "box", report("ana@example.org"))
    before = names(f"mbox://{tmp_path}/box")
    put_into_mbox(tmp_path / "box", report("ben@example.org"))
    assert names(f"mbox://{tmp_path}/box")[:1] == before


def test_an_mbox_that_is_still_to_come_is_empty(tmp_path: Path) -> None:
    assert contents(f"mbox://{tmp_path}/box") == []


def test_of_a_huge_message_only_the_beginning_is_read(tmp_path: Path) -> None:
    huge = report("ana@example.org") + b"A" * 5_000_000
    (tmp_path / "box").write_bytes(b"From MAILER-DAEMON Sun Nov 22 09:00:00 2026\n" + huge)
    [content] = contents(f"mbox://{tmp_path}/box")
    assert len(content) < 2 * MOST
    assert b"Final-Recipient" in content


def test_a_maildir_is_read_whether_or_not_somebody_has_looked(tmp_path: Path) -> None:
    box = standard.Maildir(tmp_path / "Maildir")
    key = box.add(report("ana@example.org"))
    url = f"maildir://{tmp_path}/Maildir"
    before = names(url)
    message = box[key]
    message.set_subdir("cur")
    message.add_flag("S")
    box[key] = message
    assert names(url) == before
    assert b"ana@example.org" in contents(url)[0]


def test_what_is_no_message_keeps_none_from_being_read(tmp_path: Path) -> None:
    box = standard.Maildir(tmp_path / "Maildir")
    box.add(report("ana@example.org"))
    (tmp_path / "Maildir" / "new" / ".stray").mkdir()
    (tmp_path / "Maildir" / "cur" / "gone").symlink_to(tmp_path / "nowhere")
    assert len(contents(f"maildir://{tmp_path}/Maildir")) == 1


@pytest.mark.parametrize("url", ["mbox:///nowhere/at/all", "maildir:///nowhere", "mbox:///tmp"])
def test_a_mailbox_that_is_not_there_is_said_to_be_away(url: str) -> None:
    with pytest.raises(MailboxAway):
        contents(url)


def test_without_a_setting_nothing_comes_back() -> None:
    assert contents("") == []


def test_an_imap_folder_is_opened_for_reading_only(server: ImapServer) -> None:
    server.mails = {4: report("ana@example.org"), 9: human_mail()}
    url = url_of(server, folder="Came%20back")
    assert names(url) == ["17:4", "17:9"]
    assert b"ana@example.org" in contents(url)[0]
    assert 'EXAMINE "Came back"' in server.asked
    assert not any("STORE" in asked or "SELECT" in asked for asked in server.asked)


def test_of_a_folder_no_more_is_asked_for_than_what_is_new(server: ImapServer) -> None:
    server.mails = {4: report("ana@example.org"), 9: report("ben@example.org")}
    new = [kept for kept in mailbox_at(url_of(server)).messages() if kept.name.endswith(":9")]
    assert len(new) == 1
    assert not any("FETCH" in asked for asked in server.asked)
    assert any(asked.startswith("UID SEARCH SINCE ") for asked in server.asked)


@pytest.mark.parametrize("moment", ["LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"])
def test_a_server_that_hangs_up_is_away(server: ImapServer, moment: str) -> None:
    server.mails, server.dies_at = {4: report("ana@example.org")}, moment
    with pytest.raises(MailboxAway):
        contents(url_of(server))


def test_a_wrong_password_is_said_without_saying_it(server: ImapServer) -> None:
    with pytest.raises(MailboxAway) as refused:
        contents(url_of(server, password="wrong-secret"))
    assert "secret" not in f"{refused.value!r} {refused.value.__cause__!r}"


def test_a_server_that_is_not_there_is_away() -> None:
    with pytest.raises(MailboxAway):
        contents("imap://desk:secret@127.0.0.1:1/INBOX")


def test_over_tls_a_server_whose_certificate_is_trusted_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted, trusted = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with closing(ImapServer(encrypted)) as server:
        server.mails = {4: report("ana@example.org")}
        assert b"ana@example.org" in contents(url_of(server, scheme="imaps"))[0]


@pytest.mark.parametrize(("name", "trusted"), [(HERE, False), (ELSEWHERE, True)])
def test_over_tls_nothing_is_said_to_a_server_that_is_not_the_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: GeneralName, trusted: bool
) -> None:
    encrypted, certificate = certified(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with closing(ImapServer(encrypted)) as server, pytest.raises(MailboxAway):
        contents(url_of(server, scheme="imaps"))
    assert server.asked == []
