"""The form that an operator fills in while somebody talks."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.wording import IN_WRITING
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_request
from tests.packets.pages import error_of, page, valid

NEW = "/staff/packets/new"
PASTED = "Ana Ruiz\n120 Lake St W\nMinneapolis, MN 55408\n612-555-0139"


@pytest.fixture(autouse=True)
def desk(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_organisation()
        make_edition()
    sign_in(client, saved_staff("packet desk"))


def call(**changes: str) -> dict[str, str]:
    plain = {"channel": "phone", "way": "post", "language": "en", "agree": "y", "pasted": PASTED}
    return {**plain, "received_on": our_today().isoformat(), **changes}


def first_on(html: str) -> list[str]:
    return re.findall(r'id="(\w+)"[^>]* autofocus', html)


def requests(db: Session) -> list[PacketRequest]:
    db.rollback()
    return list(db.scalars(select(PacketRequest).order_by(PacketRequest.id)))


def test_a_pasted_address_is_split_while_everything_else_stays(db: Session, client: FlaskClient) -> None:
    html = valid(client.post(NEW, data=call(split="1", agree="", note="Side door")))
    assert "Goes to: 120 Lake St W, Minneapolis, MN 55408, US" in html
    assert "Side door" in html
    assert PASTED.splitlines()[0] in html
    assert "error-summary" not in html
    assert not requests(db)


def test_an_address_that_is_not_clear_opens_its_parts_and_loses_no_line(client: FlaskClient) -> None:
    html = valid(client.post(NEW, data=call(split="1", pasted="The blue house\nnear Bemidji")))
    assert "Please look this over" in html
    assert "The blue house\nnear Bemidji</textarea>" in html.replace("&#10;", "\n")


def test_one_press_splits_and_saves(db: Session, client: FlaskClient) -> None:
    assert client.post(NEW, data=call()).location == "/staff/packets/1"
    asked = requests(db)[0]
    assert (asked.name, asked.phone, asked.city) == ("Ana Ruiz", "612-555-0139", "Minneapolis")


def test_a_part_that_was_mended_by_hand_is_not_split_over(db: Session, client: FlaskClient) -> None:
    html = valid(client.post(NEW, data=call(split="1")))
    mark = html.split('name="split_of" type="hidden" value="')[1].split('"')[0]
    mended = call(
        split_of=mark,
        country_code="US",
        street_address="120 Lake St E",
        city="Minneapolis",
        country_area="MN",
        postal_code="55408",
    )
    client.post(NEW, data=mended)
    assert requests(db)[0].street_address == "120 Lake St E"


def test_an_address_in_parts_and_another_in_one_piece_are_not_guessed_between(
    db: Session, client: FlaskClient
) -> None:
    html = valid(client.post(NEW, data=call(street_address="9 Elm Rd", city="Duluth")))
    assert "There is an address below as well." in error_of(html, "pasted")
    assert "9 Elm Rd" in html
    assert not requests(db)


def test_who_asked_before_is_said_while_typing_and_that_is_entered(db: Session, client: FlaskClient) -> None:
    with transaction():
        make_request(phone="612-555-0139")
    html = valid(client.post(NEW, data=call(look="1", pasted="", phone="(612) 555 0139")))
    assert "This household asked on" in html
    assert "Send it again" in html
    assert 'id="decision-about-1" hx-preserve' in html, "or an answer that comes late takes the choice away"
    entries = db.scalars(select(AuditEntry.action).where(AuditEntry.action == "packet_requests.listed"))
    assert len(entries.all()) == 1


def test_saving_without_a_decision_asks_for_one_and_with_one_does_it(
    db: Session, client: FlaskClient
) -> None:
    with transaction():
        make_request()
    html = valid(client.post(NEW, data=call()))
    assert "They asked before." in error_of(html, "decision")
    assert client.post(NEW, data=call(decision="same")).location == "/staff/packets/2"
    assert [asked.state for asked in requests(db)] == ["new", "duplicate"]


def test_a_stack_of_letters_keeps_what_it_shares_and_nothing_else(db: Session, client: FlaskClient) -> None:
    to = client.post(NEW, data=call(channel="letter", save_next="1", received_on="2026-11-16")).location
    assert "Ana" not in to
    html = page(client, to)
    assert 'value="letter" checked' in html
    assert 'value="2026-11-16"' in html
    assert requests(db)[0].consent_wording == IN_WRITING


def test_the_next_caller_has_to_agree_first_and_the_next_letter_has_done_so(client: FlaskClient) -> None:
    assert first_on(page(client, f"{NEW}?channel=phone&way=post")) == ["agree"]
    assert first_on(page(client, f"{NEW}?channel=letter&way=post")) == ["name"]


def test_the_next_caller_does_not_get_the_language_of_the_one_before(client: FlaskClient) -> None:
    with transaction():
        make_edition("es")
    sent = call(language="es", save_next="1", received_on="2026-11-16")
    assert client.post(NEW, data=sent).location == f"{NEW}?channel=phone"


def test_the_name_of_an_event_is_kept_for_the_next_on_the_list(db: Session, client: FlaskClient) -> None:
    to = client.post(NEW, data=call(channel="event", event="Walk in the Park", save_next="1")).location
    assert 'value="Walk in the Park"' in page(client, to)
    assert requests(db)[0].event == "Walk in the Park"


@pytest.mark.parametrize(
    "query",
    ["channel=pigeon", "channel=letter&received_on=soon&way=air&kit=9", "channel=letter&kit=x", "event=x"],
)
def test_an_address_that_makes_no_sense_is_an_empty_form(client: FlaskClient, query: str) -> None:
    page(client, f"{NEW}?{query}")
