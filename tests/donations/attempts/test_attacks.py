"""Four hundred posts that try cards get ten payment pages at most, and a person who comes meanwhile still gives."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.money import Money
from ngoapp.donations.attempts.models import FormPause
from ngoapp.donations.attempts.queries import sight
from ngoapp.donations.models import Donation
from tests.donations.attempts.crowd import HERE, Visitor, address, after
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

POSTS, SECONDS, MOST_PAGES = 400, 300, 10
THREADS = 8
DONOR = "ruth@example.org"
SMALL = {"amount": "other", "other": "5.00"}
Attack = Callable[[Visitor, int], str | None]


def one_block(machine: Visitor, number: int) -> str | None:
    """A machine somewhere, with a new name each time."""
    machine.address = f"203.0.113.{number % 250}"
    return machine.send(email=f"m{number}@example.net").location


def same_small_amount_from_everywhere(machine: Visitor, number: int) -> str | None:
    """A net of machines, each used once."""
    machine.address = address(number)
    return machine.send(email=f"m{number}@example.net", **SMALL).location


def usual_amount_from_everywhere(machine: Visitor, number: int) -> str | None:
    """The same, and nothing about the form is unusual."""
    machine.address = address(number)
    return machine.send(email=f"m{number}@example.net").location


def sums_done_in_one_block(machine: Visitor, number: int) -> str | None:
    """A machine that runs a browser."""
    machine.address = f"203.0.113.{number % 250}"
    return machine.give(email=f"m{number}@example.net", **SMALL).location


def sums_done_everywhere(machine: Visitor, number: int) -> str | None:
    """A net of machines that run browsers, and amounts that differ."""
    machine.address = address(number)
    return machine.give(
        email=f"m{number}@example.net", amount="other", other=f"{20 + number % 70}.00"
    ).location


# Each with whether the cards are declined, or the payment pages just left alone.
ATTACKS = [
    (one_block, True),
    (same_small_amount_from_everywhere, False),
    (usual_amount_from_everywhere, True),
    (sums_done_in_one_block, False),
    (sums_done_everywhere, True),
]


def gives_in_the_end(person: Visitor, app: Flask, outgoing: FakeSmtp) -> str:
    """A person with scripts: straight on, after a sum, or by the mailed link; where they pay."""
    answer = person.give(email=DONOR, amount="10000", donor_name="Ruth Berg")
    if answer.status_code == 303:
        return answer.location
    assert "Ruth Berg" in answer.text
    person.press(answer, way="link")
    work_off(app, only="donations.send_link")
    [mail] = [sent for sent in outgoing.sent if sent["To"] == DONOR]
    body = mail.get_body(("plain",))
    assert body
    path = re.search(r"http://localhost(/donate/continue/\S+)", body.get_content())
    assert path
    assert "$100.00 from Ruth Berg" in person.client.get(path[1]).text
    return person.client.post(path[1]).location


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("attack", "declines"), ATTACKS)
def test_card_testing_gets_nowhere_and_a_person_still_gives(
    app: Flask,
    client: FlaskClient,
    bank: FakeStripe,
    outgoing: FakeSmtp,
    fund: int,
    attack: Attack,
    declines: bool,
) -> None:
    machine, person = Visitor(client, fund), Visitor(app.test_client(), fund)
    paid_at = ""
    for number in range(POSTS):
        with after(number * SECONDS / POSTS):
            location = attack(machine, number)
            if declines and location:
                decline(app, client, bank, location, card=f"card-{number}")
            if number == POSTS // 2:
                paid_at = gives_in_the_end(person, app, outgoing)
    assert paid_at.startswith("https://checkout.test/")
    assert len(bank.pages) <= MOST_PAGES
    assert bank.pages[paid_at.rpartition("/")[2]].amount == Money(10000, "USD")


def decline(app: Flask, client: FlaskClient, bank: FakeStripe, location: str, *, card: str) -> None:
    """The bank says no, and Stripe tells us."""
    payment = bank.decline(location.rpartition("/")[2], card)
    assert post(client, event("payment_intent.payment_failed", payment)).status_code == 200
    work_off(app, only="donations.process_event")


def test_without_scripts_a_person_goes_on_by_mail_while_machines_are_at_it(
    app: Flask, visitor: Visitor, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    machine = Visitor(app.test_client(), visitor.fund)
    with after(0):
        for number in range(20):
            one_block(machine, number)
        page = visitor.send(email=DONOR, message="For the hotline")
        assert "One more step" in page.text
        assert "For the hotline" in page.text
        visitor.fields |= {"way": "link"}
        answer = visitor.client.post("/donate", data=visitor.fields, environ_base={"REMOTE_ADDR": HERE})
        assert answer.location == "/donate/continue/sent"
        work_off(app, only="donations.send_link")
    assert [sent["To"] for sent in outgoing.sent] == [DONOR]


def test_the_check_slip_is_open_whatever_happens(app: Flask, visitor: Visitor) -> None:
    with after(0):
        for number in range(60):
            sums_done_in_one_block(visitor, number)
        page = visitor.send(email=DONOR)
        assert page.status_code == 429
        slip = visitor.press(page, way="mail")
    assert slip.location.startswith("/donate/check/")


def test_after_many_in_vain_the_form_pauses_once_tells_staff_and_resumes_by_itself(
    app: Flask, db: Session, visitor: Visitor, outgoing: FakeSmtp
) -> None:
    for number in range(60):
        with after(number):
            sums_done_everywhere(visitor, number)
    with after(60):
        assert sight().level == "paused"
        work_off(app)
    db.rollback()
    [pause] = db.scalars(select(FormPause)).all()
    assert "at the same moment" in pause.reason
    assert [sent["Subject"] for sent in outgoing.sent] == ["NSN: the donation form is paused"]
    with after(40 * 60):
        work_off(app, only="donations.follow_pause")
        db.rollback()
        assert sight().level == "calm"
        assert visitor.send(email=DONOR).status_code == 303


def test_two_presses_under_attack_are_one_donation_and_one_page(
    app: Flask, db: Session, visitor: Visitor, bank: FakeStripe
) -> None:
    machine = Visitor(app.test_client(), visitor.fund)
    with after(0):
        for number in range(20):
            one_block(machine, number)
        before = len(bank.pages)
        page = visitor.send(email=DONOR)
        first, second = visitor.press(page), visitor.press(page)
        third = visitor.client.post("/donate", data=visitor.fields, environ_base={"REMOTE_ADDR": HERE})
    assert first.location == second.location == third.location
    assert len(bank.pages) == before + 1
    db.rollback()
    assert len(db.scalars(select(Donation).where(Donation.email == DONOR)).all()) == 1


def test_a_sum_counts_for_the_form_that_it_was_done_for_and_no_other(
    app: Flask, visitor: Visitor, bank: FakeStripe
) -> None:
    machine = Visitor(app.test_client(), visitor.fund)
    with after(0):
        for number in range(20):
            one_block(machine, number)
        page = visitor.send(email=DONOR)
        proof = visitor.press(page)
        assert proof.status_code == 303
        again = visitor.press(page, email="somebody@example.net")
        assert again.status_code == 200
        assert "data-proof-sends" not in again.text


def test_many_at_the_same_instant_are_seen_as_many(app: Flask, bank: FakeStripe, fund: int) -> None:
    def send(number: int) -> None:
        one_block(Visitor(app.test_client(), fund), number)

    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(send, number) for number in range(60)]:
            done.result()
    assert 0 < len(bank.pages) <= MOST_PAGES
