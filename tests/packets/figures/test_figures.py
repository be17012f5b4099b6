"""Figures of the packet desk: the same before and after people are forgotten, and with nobody in them."""

import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.accounts.permissions import ADMINISTRATOR, ROLES
from ngoapp.core import clock
from ngoapp.core.db import save, transaction
from ngoapp.core.money import Money
from ngoapp.core.spreadsheets import from_csv
from ngoapp.organisation.models import Organisation
from ngoapp.organisation.queries import our_today
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.batches.returns import note_return
from ngoapp.packets.figures.periods import Period, period_of
from ngoapp.packets.figures.queries import Line, figures
from ngoapp.packets.figures.report import FEWER, HIDDEN, report_csv, report_pdf, told
from ngoapp.packets.figures.turns import at_percent
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import erase_person, move_request
from ngoapp.packets.privacy.models import PacketCount, PacketTurn
from ngoapp.packets.wording import CHANNELS, LANGUAGES
from ngoapp.people.countries import country_names
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.batches.factories import posted, text_of
from tests.packets.factories import CANADA, HOME, make_edition, make_request
from tests.packets.pages import page

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
MARCH = Period(date(2026, 3, 1), date(2026, 3, 1))
WISCONSIN = {**HOME, "city": "Madison", "country_area": "WI", "postal_code": "53703"}


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()
        make_edition("es")


def sent_after(days: int, name: str = "Ana Ruiz", **facts: object) -> PacketRequest:
    """Asked on Monday, 2 March 2026, and sent so many days later."""
    with clock.at(MONDAY):
        request = make_request(name, channel="phone", **facts)  # type: ignore[arg-type]  # facts of whatever kind
    with clock.at(MONDAY + timedelta(days=days)):
        move_request(request.id, "sent")
    return request


def test_what_came_back_is_counted_also_once_it_went_out_again_and_is_forgotten(db: Session) -> None:
    with transaction():
        request = make_request()
        batch = posted(request)
        piece = db.scalars(select(PacketPiece).where(PacketPiece.batch_id == batch.id)).one()
        note_return(piece.code, reason="not_here")
    this = Period(our_today().replace(day=1), our_today().replace(day=1))
    for act in (partial(move_request, request.id, "cancelled"), partial(erase_person, request.id)):
        assert figures(this).total.returned == 1
        with transaction():
            act()
    assert figures(this).total.returned == 1


def test_an_area_that_is_on_no_list_is_neither_reported_nor_kept(db: Session) -> None:
    ours = db.scalars(select(Organisation)).one()
    with transaction():
        db.merge(ours).country_code = "RO"
    strada = {**HOME, "country_code": "RO", "country_area": "for Ion, who is ill", "postal_code": "010011"}
    with transaction():
        request = sent_after(1, address=strada)
    assert [line.name for line in figures(MARCH).states] == ["Not known"]
    assert "Ion" not in report_csv(MARCH)
    with transaction():
        erase_person(request.id)
    assert [line.name for line in figures(MARCH).states] == ["Not known"]
    assert db.scalars(select(PacketCount.country_area)).all() == [""]


def some_of_march() -> list[PacketRequest]:
    with transaction():
        requests = [
            sent_after(1),
            sent_after(2, address=WISCONSIN, language="es"),
            sent_after(7, address=CANADA),
            sent_after(9),
        ]
        with clock.at(MONDAY):
            requests.append(make_request("Ben Open"))
    return requests


def test_requests_are_counted_by_month_place_language_and_packet(db: Session) -> None:
    some_of_march()
    found = figures(MARCH)
    assert (found.total.asked, found.total.sent, found.total.returned) == (5, 4, 0)
    assert [(line.name, line.asked, line.width) for line in found.states] == [("MN", 3, 100), ("WI", 1, 33)]
    assert [(line.name, line.asked) for line in found.countries] == [("United States", 4), ("Canada", 1)]
    assert [(line.name, line.asked) for line in found.languages] == [("English", 4), ("Español", 1)]
    assert [(line.name, line.sent) for line in found.months] == [("March 2026", 4)]


def test_the_time_to_sending_is_told_by_channel_in_working_days(db: Session) -> None:
    some_of_march()
    assert [(turn.channel, turn.sent, turn.median, turn.nine_tenths) for turn in figures(MARCH).turns] == [
        ("Hotline", 4, 2, 7)
    ]


def test_who_is_forgotten_is_counted_as_before(db: Session) -> None:
    requests = some_of_march()
    before = figures(MARCH)
    with transaction():
        for request in requests[:4]:
            erase_person(request.id)
    after = figures(MARCH)
    assert [
        after.total,
        after.months,
        after.states,
        after.countries,
        after.languages,
        after.kits,
        after.turns,
    ] == [
        before.total,
        before.months,
        before.states,
        before.countries,
        before.languages,
        before.kits,
        before.turns,
    ]


def test_what_was_posted_tells_what_a_packet_costs(db: Session) -> None:
    with clock.at(MONDAY), transaction():
        batch = posted(make_request("Ana Ruiz"), make_request("Ben Ruiz"), make_request("Cleo Ruiz"))
        for piece, (stamps, contents) in zip(
            batch.pieces, ((151, 80), (151, None), (None, None)), strict=True
        ):
            piece.postage_minor, piece.contents_minor = stamps, contents
    assert [(cost.envelopes, cost.total, cost.each, cost.back) for cost in figures(MARCH).costs] == [
        (2, Money(382, "USD"), Money(191, "USD"), 0)
    ]
    assert figures(Period(date(2026, 4, 1), date(2026, 4, 1))).costs == []


def test_open_requests_stand_by_how_long_they_wait(db: Session) -> None:
    some_of_march()
    with clock.at(MONDAY + timedelta(days=4)):
        assert figures(MARCH).ages == {"0 to 2": 0, "3 to 5": 1, "6 to 10": 0, "More than 10": 0}


@given(st.lists(st.integers(0, 40), min_size=1), st.sampled_from([50, 90]))
def test_so_many_of_a_hundred_went_out_within_the_days_told_and_not_within_fewer(
    waited: list[int], percent: int
) -> None:
    days = at_percent(Counter(waited), percent)
    within = sum(each <= days for each in waited)
    sooner = sum(each < days for each in waited)
    assert within * 100 >= percent * len(waited) > sooner * 100


def test_a_place_from_which_hardly_anybody_asked_is_not_told_and_cannot_be_worked_out() -> None:
    lines = [Line("MN", 40, 38, 0, 100), Line("WI", 9, 9, 0, 22), Line("ND", 1, 1, 0, 2)]
    assert [(cells.name, cells.asked, cells.sent) for cells in told(lines)] == [
        ("MN", "40", "38"),
        ("WI", HIDDEN, HIDDEN),
        ("ND", FEWER, FEWER),
    ]


@pytest.mark.parametrize("few", [[1, 1], [1, 1, 1], [4, 4]])
def test_small_places_whose_sum_tells_each_of_them_are_hidden_behind_a_larger_one(few: list[int]) -> None:
    small = [Line(f"small {place}", asked, 0, 0, 2) for place, asked in enumerate(few)]
    lines = [Line("MN", 40, 3, 0, 100), Line("WI", 9, 9, 0, 22), *small]
    assert [cells.asked for cells in told(lines)] == ["40", HIDDEN, *[FEWER] * len(few)]


def test_two_small_places_hide_each_other() -> None:
    lines = [Line("MN", 40, 3, 0, 100), Line("SD", 4, 4, 0, 2), Line("ND", 1, 1, 0, 2)]
    assert [(cells.asked, cells.sent) for cells in told(lines)] == [
        ("40", FEWER),
        (FEWER, FEWER),
        (FEWER, FEWER),
    ]


def test_the_report_names_nobody(db: Session) -> None:
    some_of_march()
    rows = list(from_csv(report_csv(MARCH)))
    assert {(row["part"], row["name"], row["asked"]) for row in rows} >= {
        ("total", "", "5"),
        ("state", "MN", FEWER),
        ("country", "Canada", FEWER),
    }
    paper = text_of(report_pdf(MARCH))
    assert "Ruiz" not in report_csv(MARCH) + paper
    assert "fewer than 5" in paper


def test_the_report_stays_on_one_page_wherever_people_asked_from(db: Session) -> None:
    places = zip(LANGUAGES, country_names(), ("MN", "WI", "ND", "SD", "IA", "IL", "MI", "OH"), strict=False)
    with transaction():
        for language, country, area in places:
            for code, state in ((country, ""), ("US", area)):
                place = {"country_code": code, "country_area": state, "language": language}
                save(PacketCount(month=MARCH.since, channel="web", way="post", asked=9, sent=9, **place))
        for channel in CHANNELS:
            save(PacketTurn(month=MARCH.since, channel=channel, working_days=2, requests=9))
    assert len(PdfReader(io.BytesIO(report_pdf(MARCH))).pages) == 1


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2026-01", "2026-03", 3),
        ("2026-03", "2026-01", 3),
        ("nonsense", "9999-99", 12),
        ("0000-01", "2026-11", 12),
    ],
)
def test_any_address_gives_a_period(db: Session, since: str, until: str, months: int) -> None:
    with clock.at(datetime(2026, 11, 22, 18, tzinfo=UTC)):
        assert len(period_of(since, until).months) == months


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"packet desk", ADMINISTRATOR}))
def test_no_other_role_sees_the_figures(client: FlaskClient, role: str) -> None:
    sign_in(client, saved_staff(role))
    paths = ("", "report.csv", "report.pdf")
    assert [client.get(f"/staff/packets/figures/{path}").status_code for path in paths] == [403] * 3


def test_the_page_shows_the_figures_of_the_chosen_months(client: FlaskClient, db: Session) -> None:
    some_of_march()
    sign_in(client, saved_staff("packet desk"))
    with clock.at(datetime(2026, 11, 22, 18, tzinfo=UTC)):
        html = page(client, "/staff/packets/figures/?since=2026-03&until=2026-03")
    assert "<dd>5</dd>" in html
    assert "since=2026-03&amp;until=2026-03" in html
    assert "Ruiz" not in html
