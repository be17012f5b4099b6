"""Print runs for donors: one per household, the others listed with the reason, kept as printed, any sheet again."""

import io
from datetime import date

import pytest
from pikepdf import Pdf
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.mailings.invariants import broken
from ngoapp.mailings.labels import NothingToPrint, StartNotOnSheet
from ngoapp.mailings.paper import paper_of
from ngoapp.mailings.queries import first_free
from ngoapp.mailings.runs.models import LeftOutOfRun, PrintedAddress, PrintRun
from ngoapp.mailings.runs.operations import keep_run, run_pdf
from ngoapp.mailings.runs.recipients import Recipients, Wanted, recipients
from ngoapp.mailings.runs.sheets import NoSuchSheet, on_sheets, sheets_named
from ngoapp.mailings.stock import find_stock
from ngoapp.people.models import Person
from ngoapp.people.operations import set_address, spare
from ngoapp.people.returned import letters_arrive, note_letter_returned
from tests.mailings.sheets import ink
from tests.organisation.factories import make_organisation
from tests.people.factories import make_joint_household, make_person, make_person_at_home

PAPER = find_stock("5160")
CANADA = {"city": "Ottawa", "country_area": "ON", "postal_code": "K1A 0B1", "country_code": "CA"}


@pytest.fixture(autouse=True)
def home(db: Session) -> None:
    """Our own address, from which mail is sent."""
    make_organisation()


def chosen(*people: Person, per: str = "household", order: str = "queue", style: str = "upper") -> Recipients:
    wanted = Wanted(per=per, order=order, style="typed" if style == "typed" else "upper", sender_country="US")
    return recipients(people, wanted, PAPER)


def names(found: Recipients) -> list[str]:
    return [label.lines[0] for label in found.labels]


def reasons(found: Recipients) -> dict[str, str]:
    return {one.person.name: one.why for one in found.left_out}


def kept(found: Recipients, *, key: str = "a" * 24, start: int = 1) -> PrintRun:
    return keep_run(action_key=key, chosen="Everybody", people=found, paper=PAPER, start=start)


def many(count: int) -> Recipients:
    return chosen(
        *(
            make_person_at_home(f"Donor N{number:03}", street_address=f"{number} Elm St")
            for number in range(count)
        )
    )


def sheets_of(pdf: bytes) -> list[str]:
    """The numbers of the donors on each page."""
    pages: dict[int, str] = {}
    for char in ink(pdf):
        pages[char.page] = pages.get(char.page, "") + char.text
    return [pages[number] for number in sorted(pages)]


def test_who_has_died_wants_no_mail_or_has_no_whole_address_is_left_out_and_listed(db: Session) -> None:
    died, spared, nowhere = (
        make_person_at_home("Dee"),
        make_person_at_home("Sam"),
        make_person("Noa", "noa@example.org"),
    )
    died.deceased_on = date(2026, 1, 2)
    spare(spared, mail=True, email=False)
    broken = make_person_at_home("Bo", city="")
    found = chosen(died, spared, nowhere, broken, make_person_at_home("Ann Lee"))
    assert names(found) == ["ANN LEE"]
    assert reasons(found) == {"Dee": "died", "Sam": "no_mail", "Noa": "no_address", "Bo": "incomplete"}
    assert all(one.sentence for one in found.left_out)


def test_where_a_letter_came_back_none_is_sent_until_staff_say_so_or_there_is_another_address(
    db: Session,
) -> None:
    person = make_person_at_home("Ann Lee")
    for _ in range(2):
        note_letter_returned(person.id)
    assert reasons(chosen(person)) == {"Ann Lee": "returned"}
    for _ in range(2):
        letters_arrive(person.id)
    assert names(chosen(person)) == ["ANN LEE"]
    note_letter_returned(person.id)
    set_address(
        person,
        street_address="9 New St",
        city="Edina",
        country_area="MN",
        postal_code="55435",
        country_code="US",
    )
    db.refresh(person)
    assert names(chosen(person)) == ["ANN LEE"]


def test_a_household_gets_one_label_under_its_own_name_and_each_person_one_if_wanted(db: Session) -> None:
    household = make_joint_household()
    ana, ben = db.scalars(select(Person).where(Person.household_id == household.id).order_by(Person.id))
    set_address(
        ana,
        street_address="1 Elm St",
        city="Edina",
        country_area="MN",
        postal_code="55435",
        country_code="US",
    )
    household.envelope_name = "The Ruiz-Cho Family"
    together = chosen(ana, ben)
    assert (names(together), together.sharing, together.left_out) == (["THE RUIZ-CHO FAMILY"], 1, [])
    assert names(chosen(ana, ben, per="person")) == ["ANA RUIZ"]
    spare(ben, mail=True, email=False)
    db.flush()
    assert names(chosen(ana, ben)) == ["ANA RUIZ"]
    assert names(chosen(ana)) == ["ANA RUIZ"]


def test_people_of_one_surname_at_one_address_share_a_label_and_strangers_do_not(db: Session) -> None:
    jack, eliza = (
        make_person_at_home("Jack Lewis"),
        make_person_at_home("Elizabeth Lewis", street_address="120 LAKE ST. W"),
    )
    lodger = make_person_at_home("Max Ode")
    assert names(chosen(jack, eliza, lodger)) == ["JACK AND ELIZABETH LEWIS", "MAX ODE"]
    assert len(chosen(jack, eliza, lodger, per="person").labels) == 3


def test_a_name_that_is_said_in_another_is_not_said_twice(db: Session) -> None:
    both, one = make_person_at_home("Oskar and Lena Brandt"), make_person_at_home("Oskar Brandt")
    assert names(chosen(one, both)) == ["OSKAR AND LENA BRANDT"]


def test_the_same_name_at_the_same_address_gets_one_label_and_the_other_is_listed(db: Session) -> None:
    once, twice = (
        make_person_at_home("Ruth Berg", "a@example.org"),
        make_person_at_home("RUTH BERG.", "b@example.org"),
    )
    found = chosen(once, twice, per="person")
    assert (names(found), reasons(found)) == (["RUTH BERG"], {"RUTH BERG.": "twice"})


def test_what_does_not_fit_a_label_is_left_out_and_listed_and_nothing_is_cut(db: Session) -> None:
    found = chosen(make_person_at_home("W" * 180), make_person_at_home("Ann Lee"))
    assert (names(found), list(reasons(found).values())) == (["ANN LEE"], ["no_room"])


def test_labels_are_sorted_as_the_post_does_by_surname_or_as_queued(db: Session) -> None:
    people = [
        make_person_at_home(
            "Zoe Ask", street_address="1 A St", postal_code="90210", city="Beverly Hills", country_area="CA"
        ),
        make_person_at_home("Ann Zürn", street_address="2 B St", **CANADA),
        make_person_at_home(
            "Cy Ärm", street_address="3 C St", postal_code="10001", city="New York", country_area="NY"
        ),
    ]
    assert [name.split()[0] for name in names(chosen(*people))] == ["ZOE", "ANN", "CY"]
    assert [name.split()[0] for name in names(chosen(*people, order="surname"))] == ["CY", "ZOE", "ANN"]
    by_code = chosen(*people, order="postal_code")
    assert [name.split()[0] for name in names(by_code)] == ["CY", "ZOE", "ANN"]
    assert by_code.by_country == [("United States", 2), ("Canada", 1)]


def test_a_run_is_kept_as_printed_whatever_changes_later_and_the_same_form_is_one_run(db: Session) -> None:
    person = make_person_at_home("Ann Lee")
    dead = make_person_at_home("Dee")
    dead.deceased_on = date(2026, 1, 2)
    run = kept(chosen(person, dead), start=4)
    assert kept(chosen(person), start=4) is run
    before = run_pdf(run.id)
    set_address(
        person,
        street_address="9 New St",
        city="Edina",
        country_area="MN",
        postal_code="55435",
        country_code="US",
    )
    assert run_pdf(run.id) == before
    assert (run.count, run.start, first_free(find_stock("5160"))) == (1, 4, 5)
    assert db.scalars(select(PrintedAddress.lines)).all() == ["ANN LEE\n120 LAKE ST W\nMINNEAPOLIS MN 55408"]
    assert [(one.person_id, one.why) for one in db.scalars(select(LeftOutOfRun))] == [(dead.id, "died")]


def test_after_a_jam_some_sheets_come_again_with_each_label_in_its_old_place(db: Session) -> None:
    run = kept(many(70), start=21)
    whole = sheets_of(run_pdf(run.id))
    assert len(whole) == 3
    assert sheets_of(run_pdf(run.id, sheets="2-3")) == whole[1:]
    assert sheets_of(run_pdf(run.id, sheets="1, 3")) == [whole[0], whole[2]]
    assert sheets_of(run_pdf(run.id, sheets="3")) == [whole[2]]
    places = {(round(char.left, 1), round(char.top, 1)) for char in ink(run_pdf(run.id)) if char.page == 1}
    assert {(round(char.left, 1), round(char.top, 1)) for char in ink(run_pdf(run.id, sheets="2"))} == places
    assert db.scalar(select(func.count(PrintRun.id))) == 1
    with pytest.raises(NoSuchSheet, match="sheets 1 to 3"):
        run_pdf(run.id, sheets="3-4")


def test_a_run_on_envelopes_is_one_a_page(db: Session) -> None:
    run = keep_run(action_key="b" * 24, chosen="All", people=many(3), paper=paper_of("#10"), start=1)
    with Pdf.open(io.BytesIO(run_pdf(run.id, sheets="2-3"))) as pdf:
        assert len(pdf.pages) == 2


def test_nothing_is_kept_where_nothing_can_be_printed(db: Session) -> None:
    with pytest.raises(NothingToPrint):
        kept(chosen(make_person("Noa", "noa@example.org")))
    with pytest.raises(StartNotOnSheet):
        kept(chosen(make_person_at_home("Ann")), start=31)
    with transaction():
        assert db.scalar(select(func.count(PrintRun.id))) == 0


@pytest.mark.parametrize(
    ("written", "found"), [("", set()), ("3", {3}), ("3–4", {3, 4}), ("2, 5 1", {1, 2, 5})]
)
def test_sheets_are_named_as_people_write_them(written: str, found: set[int]) -> None:
    assert sheets_named(written, 5) == found


@pytest.mark.parametrize("written", ["6", "0", "4-3", "x", "-2", "1-"])
def test_sheets_that_there_are_not_are_refused(written: str) -> None:
    with pytest.raises(NoSuchSheet):
        sheets_named(written, 5)


def test_every_label_is_on_exactly_one_sheet() -> None:
    for start in (1, 2, 30):
        for count in (1, 29, 30, 31, 95):
            last = -(-(start - 1 + count) // 30)
            ranges = on_sheets(set(range(1, last + 1)), count, start=start, size=30)
            assert [place for one in ranges for place in one] == list(range(1, count + 1))


@pytest.mark.breaks_rules
def test_a_run_that_lost_a_label_is_told_of_by_check(db: Session) -> None:
    run = kept(many(3))
    assert list(broken()) == []
    db.execute(delete(PrintedAddress).where(PrintedAddress.position == 2))
    assert list(broken()) == [f"mailings: print run {run.id} printed 3 labels and keeps 2"]
