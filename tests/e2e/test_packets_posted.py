"""Twenty requests from the first word to the post, by keyboard alone, and a printer that jams.

The clock runs from the first key until everything is posted and every e-mail has come."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select

from ngoapp.core.db import session, transaction
from ngoapp.packets.batches.models import PacketBatch
from ngoapp.packets.batches.operations import freeze_batch, mark_posted, pack_all
from ngoapp.packets.kits.models import Edition
from ngoapp.packets.kits.stock import balances
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.queries import Filters, ids_to_post
from tests.e2e.doing import link_in
from tests.e2e.installation import Running
from tests.e2e.keys import Keyboard
from tests.e2e.twenty import EMAILED, TO_POST, TWICE, everything_asked, mailbox

pytestmark = [pytest.mark.e2e, pytest.mark.alone, pytest.mark.timeout(400)]
LONGEST = 120.0
MOST_STEPS = 600


@pytest.fixture(scope="module", autouse=True)
def desk(installed: Flask) -> None:
    """What the demo has waiting went out before the evening began."""
    with installed.app_context(), transaction():
        waiting = ids_to_post(Filters(), most=300)
        batch = freeze_batch(action_key="before", request_ids=waiting, stock="5160", start=1)
        pack_all(batch.id)
        mark_posted(batch.id)


@contextmanager
def within_two_minutes(*hands: Keyboard) -> Iterator[None]:
    """The time that all of it takes, and the keys."""
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    steps, letters = (sum(getattr(each, count) for each in hands) for count in ("steps", "letters"))
    figures = f"{took:.1f} s, {steps} keys that move and press, {letters} letters"
    assert took < LONGEST, figures
    assert steps < MOST_STEPS, figures


def weigh_the_second(keys: Keyboard, evening: str) -> None:
    """Staff see in the queue that somebody asked before, look, and close the second request."""
    keys.go("p")
    rows = keys.page.get_by_role("row").filter(has_text=f"{TWICE} {evening}")
    expect(rows.filter(has_text="Asked before?")).to_have_count(2)
    keys.to(rows.nth(1), key="j")
    keys.key("Enter")
    keys.past_the_head()
    keys.pick("Set it aside or close it", "Asked")
    keys.send("Set aside or close")
    expect(keys.page.get_by_text("Closed as asked twice.")).to_be_visible()


def freeze(keys: Keyboard, first_label: str) -> int:
    """Everything that waits becomes a batch; returns its number."""
    keys.go("p")
    keys.press("link", "Make a batch of all")
    keys.past_the_head()
    keys.write("Or type its number", first_label)
    keys.send("Freeze these")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("In hand")
    return int(re.findall("[0-9]+", keys.page.url)[-1])


def marks_on(keys: Keyboard, paper: str) -> list[str]:
    """Save a paper with Alt and Enter; the sequence marks on it, in their order."""
    with keys.page.expect_download() as download:
        keys.press("link", paper, key="Alt+Enter")
    text = "\n".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    return re.findall(r"B[0-9]+-[0-9]{3}", text)


def to_the_post(keys: Keyboard) -> None:
    """Everything is packed, and posted."""
    keys.send("All packed")
    keys.send("All posted")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("Posted")


def arrived(installation: Running, evening: str) -> list[str]:
    """The links in the mails of those who wanted one."""
    return [link_in(installation.mail(mailbox(name, evening)), "/packets/") for name in EMAILED]


def asked_on(evening: str) -> list[PacketRequest]:
    """The evening's requests."""
    by_name, by_mail = PacketRequest.name.endswith(evening), PacketRequest.email.contains(evening.lower())
    return list(session.scalars(select(PacketRequest).where(by_name | by_mail)))


def shelf(app: Flask) -> Counter[tuple[str, str]]:
    """How many copies there are to take of each kind of leaflet, in each language; a batch takes what it holds."""
    with app.app_context():
        editions = session.scalars(select(Edition)).all()
        there = balances([edition.id for edition in editions])
        return sum(
            (Counter({(one.item.kind, one.language): there[one.id].free}) for one in editions), Counter()
        )


def test_twenty_requests_go_from_the_first_word_to_the_post_in_two_minutes_by_keyboard(
    visitor: Page, staff: Page, installation: Running, installed: Flask
) -> None:
    staff.goto("/staff/")
    there, here = Keyboard(visitor), Keyboard(staff)
    with within_two_minutes(there, here):
        everything_asked(there, here, "Dusk")
        weigh_the_second(here, "Dusk")
        batch = freeze(here, first_label="1")
        labels, slips = marks_on(here, "Labels"), marks_on(here, "Packing slips")
        to_the_post(here)
        links = arrived(installation, "Dusk")
    assert labels == slips == [f"B{batch}-{place:03}" for place in range(1, TO_POST + 1)]
    visitor.goto(links[0])
    expect(visitor.get_by_role("heading", name="Your packet is here")).to_be_visible()
    with installed.app_context():
        asked = asked_on("Dusk")
        assert Counter(one.channel for one in asked) == {"web": 8, "phone": 7, "letter": 5}
        assert Counter((one.way, one.state) for one in asked) == {
            ("post", "sent"): TO_POST,
            ("post", "duplicate"): 2,
            ("email", "sent"): len(EMAILED),
        }
        assert {one.country_code for one in asked if one.way == "post"} == {"US", "DE", "GB", "CA", "MX"}
        assert {one.language for one in asked} == {"en", "es", "fr"}


def test_when_the_printer_jams_on_the_second_sheet_it_comes_again_and_nothing_is_counted_twice(
    visitor: Page, staff: Page, installation: Running, installed: Flask
) -> None:
    staff.goto("/staff/")
    there, here = Keyboard(visitor), Keyboard(staff)
    before = shelf(installed)
    with within_two_minutes(there, here):
        everything_asked(there, here, "Dawn")
        weigh_the_second(here, "Dawn")
        batch = freeze(here, first_label="25")
        labels, slips = marks_on(here, "Labels"), marks_on(here, "Packing slips")
        here.write("Sheets", "2")
        here.send("Print these again")
        again = marks_on(here, "[0-9]+ labels again")
        to_the_post(here)
        arrived(installation, "Dawn")
    on_first_sheet = labels[:6]  # from the 25th label to the 30th
    assert on_first_sheet + again == labels == slips
    with installed.app_context():
        pieces = session.get_one(PacketBatch, batch).pieces
        assert [piece.mark for piece in pieces] == labels
        assert all(piece.posted_at and piece.request.sendings == 1 for piece in pieces)
        spoken = Counter(piece.language for piece in pieces)
    booklets = Counter({("booklet", language): count for language, count in spoken.items()})
    cards = Counter(
        {("card", language): spoken[language] for language in ("en", "es")}
    )  # there is none in French
    assert before - shelf(installed) == booklets + cards
