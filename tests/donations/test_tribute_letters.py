"""Letters to families: one for many gifts, never an amount, nothing twice, and put right when a name is wrong."""

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.queries import waiting
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.tributes.honourees import correct_honouree, correct_recipient, correct_tribute
from ngoapp.donations.tributes.invariants import broken
from ngoapp.donations.tributes.jobs import send_notice
from ngoapp.donations.tributes.letter import FamilyLetter
from ngoapp.donations.tributes.models import Tribute, TributeNotice
from ngoapp.donations.tributes.notices import (
    HELD_FOR,
    NobodyToTellOf,
    NoticeGone,
    NotOut,
    correct_letter,
    leave_untold,
    letter_of,
    mark_printed,
    release_letter,
    stop_letter,
    write_down,
)
from ngoapp.donations.tributes.piles import print_letters, release_letters
from ngoapp.donations.tributes.queries import due_letters, leaving_at, notices_of, to_print
from tests.donations.tributes import BY_POST, TOM, make_tribute, make_wish, release, send_out
from tests.fakes import FakeSmtp
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


def give_back(tribute: Tribute) -> None:
    """All of its gift goes back."""
    gift = tribute.gift
    assert gift
    back = Money(-gift.amount.minor, gift.amount.currency)
    add_movement(gift, kind="refund", source=f"re_{gift.id}", amount=back, moved_on=gift.gift_on)


def names_in(notice: TributeNotice) -> list[str]:
    """Who gave, as the letter says."""
    return [giver.name for giver in letter_of(notice).givers]


def words(message: EmailMessage) -> str:
    """Every word of a mail, in text and in HTML."""
    return "".join(str(message.get_body((kind,)).get_content()) for kind in ("plain", "html"))  # type: ignore[union-attr]  # both are there


def read(pdf: bytes) -> str:
    """Every word of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_many_gifts_become_one_letter_and_the_next_says_who_came_since(db: Session) -> None:
    first, second = make_tribute(donor_name="Bea"), make_tribute(donor_name="Cy")
    assert waiting()["families_to_tell"] == 1
    letter = send_out(release(first))
    assert names_in(letter) == ["Bea", "Cy"]
    assert not letter_of(letter).earlier
    with pytest.raises(NobodyToTellOf):
        release(second)
    third = make_tribute(donor_name="Dee")
    assert (third.recipient_id, waiting()["families_to_tell"]) == (first.recipient_id, 1)
    since = release(third)
    assert names_in(since) == ["Dee"]
    assert (
        letter_of(since).opening("NSN").startswith("Since our last letter, a gift has come to NSN in memory")
    )


def test_what_nobody_has_read_is_not_released(db: Session) -> None:
    seen, unseen = make_tribute(donor_name="Bea"), make_tribute(donor_name="Unread")
    assert seen.recipient_id
    notice = release_letter(seen.recipient_id, read=[seen.id])
    assert names_in(notice) == ["Bea"]
    assert [letter.tributes for letter in due_letters()] == [[unseen]]


def test_a_released_mail_is_held_sent_once_and_never_says_how_much(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with transaction():
        tribute = make_tribute(
            make_wish(**TOM, message="With <love>", occasion="her birthday"), donor_name="Bea"
        )
        notice_id = release(tribute).id
    work_off(app, only="donations.")
    assert outgoing.sent == []
    with clock.at(clock.now() + HELD_FOR):
        work_off(app, only="donations.")
    send_notice(notice_id)
    [message] = outgoing.sent
    assert (message["To"], message["Subject"]) == ("tom@example.org", "A letter for you from NSN")
    for said in (
        "Tom Miller",
        "in memory of Ann Miller",
        "Bea",
        "her birthday",
        "With &lt;love&gt;",
        "With <love>",
    ):
        assert said in words(message)
    [card] = message.iter_attachments()
    for text in (words(message), read(card.get_content())):
        assert "50" not in text.replace("800-555", "")
        assert "$" not in text
    db.rollback()
    [notice] = db.scalars(select(TributeNotice))
    assert (notice.state, waiting()["families_to_tell"]) == ("sent", 0)
    assert notices_of(tribute.id) == [notice]


def test_a_mail_that_is_tried_again_is_the_same_bytes(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    with transaction():
        notice_id = release(make_tribute()).id
    outgoing.failure = ConnectionError("away")
    with pytest.raises(ConnectionError):
        send_notice(notice_id)
    outgoing.failure = None
    with clock.at(clock.now() + timedelta(days=2)):
        send_notice(notice_id)
    with transaction():
        [notice] = db.scalars(select(TributeNotice))
        notice.state = "held"
    send_notice(notice_id)
    first, second = outgoing.sent
    assert first.as_bytes() == second.as_bytes()
    with transaction():
        notice.state = "sent"


def test_a_stopped_letter_waits_again(db: Session) -> None:
    tribute = make_tribute()
    notice = release(tribute)
    assert leaving_at([notice]).keys() == {notice.id}
    stop_letter(notice.id)
    assert waiting()["families_to_tell"] == 1
    with pytest.raises(NoticeGone):
        stop_letter(notice.id)
    with pytest.raises(NoticeGone, match="corrected"):
        stop_letter(send_out(release(tribute)).id)


def test_a_family_that_knows_is_not_told(db: Session) -> None:
    tribute = make_tribute()
    assert tribute.recipient_id
    leave_untold(tribute.recipient_id, read=[tribute.id])
    assert due_letters() == []
    with pytest.raises(NobodyToTellOf):
        leave_untold(tribute.recipient_id, read=[tribute.id])


def test_on_paper_a_letter_waits_on_the_pile_until_it_is_marked(db: Session) -> None:
    tribute = make_tribute(make_wish(**BY_POST), donor_name="Bea")
    notice = release(tribute)
    assert to_print() == [notice]
    assert waiting()["tribute_letters_to_print"] == 1
    text = read(print_letters([notice.id, 10**9]))
    assert "9 Elm St" in text
    assert "$" not in text
    assert mark_printed([notice.id]) == 1
    assert mark_printed([notice.id]) == 0
    assert (to_print(), notice.state) == ([], "printed")
    assert print_letters([notice.id]) == b""


def test_gifts_that_went_back_drop_out_of_letters_that_are_not_out(db: Session) -> None:
    stays, goes = (make_tribute(make_wish(**BY_POST), donor_name=name) for name in ("Bea", "Gone"))
    notice = release(stays)
    give_back(goes)
    assert names_in(notice) == ["Bea"]
    letter = write_down(notice.id)
    assert letter
    assert [giver.name for giver in letter.givers] == ["Bea"]
    assert [line.tribute_id for line in notice.lines] == [stays.id]


def test_a_letter_in_which_nobody_is_left_is_dropped(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    with transaction():
        by_mail = make_tribute()
        notice_id = release(by_mail).id
        give_back(by_mail)
        waits = make_tribute(make_wish(**BY_POST, honouree_name="Bo Berg"))
        give_back(waits)
    assert due_letters() == []
    send_notice(notice_id)
    assert outgoing.sent == []
    db.rollback()
    assert [notice.state for notice in db.scalars(select(TributeNotice))] == ["dropped"]


def test_a_misspelled_letter_is_sent_again_and_the_first_one_stays(db: Session) -> None:
    tribute = make_tribute(make_wish(**TOM, honouree_name="Anne Miler"), donor_name="Bea Holn")
    first = send_out(release(tribute))
    assert tribute.honouree
    assert tribute.recipient
    correct_honouree(tribute.honouree.id, name="Ann Miller", kind="memory")
    correct_tribute(tribute.id, donor_name="Bea Holm", donor_named=True, occasion="", message="")
    correct_recipient(
        tribute.recipient.id, name="Thomas Miller", channel="post", email="", address="9 Elm St\nFargo ND"
    )
    second = correct_letter(first.id)
    now, before = letter_of(second), letter_of(first)
    assert (now.honouree, now.recipient, now.givers[0].name) == ("Ann Miller", "Thomas Miller", "Bea Holm")
    assert now.replaces_of == before.written_on
    assert (before.honouree, before.givers[0].name) == ("Anne Miler", "Bea Holn")
    assert (first.state, second.channel) == ("corrected", "post")
    with pytest.raises(NotOut):
        correct_letter(first.id)
    send_out(second)
    assert due_letters() == []
    assert list(broken()) == []


def test_a_correction_that_is_stopped_leaves_the_first_letter_as_the_one_that_counts(db: Session) -> None:
    tribute = make_tribute()
    first = send_out(release(tribute))
    stop_letter(correct_letter(first.id).id)
    assert (first.state, due_letters()) == ("sent", [])
    assert correct_letter(first.id).corrects is first


def test_before_it_is_out_a_letter_has_every_correction(db: Session) -> None:
    tribute = make_tribute(donor_name="Bea")
    notice = release(tribute)
    correct_tribute(tribute.id, donor_name="Beatrice", donor_named=True, occasion="", message="")
    assert names_in(notice) == ["Beatrice"]


def test_several_letters_are_released_at_once_as_far_as_they_were_read(db: Session) -> None:
    one, other = make_tribute(), make_tribute(make_wish(**BY_POST, honouree_name="Bo Berg"))
    ids = [each.recipient.id for each in due_letters()]
    assert release_letters([*ids, 10**9], read=[one.id]) == 1
    assert release_letters(ids, read=[one.id, other.id]) == 1
    assert release_letters(ids, read=[one.id, other.id]) == 0


def test_a_letter_comes_back_as_it_was_written_down(db: Session) -> None:
    tribute = make_tribute()
    notice = send_out(release(tribute))
    assert notice.data
    letter = FamilyLetter.thawed(notice.data)
    assert letter.frozen() == notice.data
    assert letter_of(correct_letter(notice.id)).replaces_of == letter.written_on


@pytest.mark.breaks_rules
def test_the_check_finds_a_family_told_twice_and_a_letter_held_for_ever(db: Session) -> None:
    tribute = make_tribute()
    first = release(tribute)
    first.state = "stopped"
    db.flush()
    second = release(tribute)
    first.state = "held"
    db.execute(select(OutboxRow))
    for row in db.scalars(select(OutboxRow).where(OutboxRow.refs["notice_id"].as_integer() == second.id)):
        row.state = "stopped"
    db.flush()
    assert list(broken()) == [
        f"donations: a family is told more than once of tribute {tribute.id}",
        f"donations: letter {second.id} to a family is held and nobody will send it",
    ]
