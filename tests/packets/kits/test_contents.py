"""What lies in a kit, and what stands against sending it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from ngoapp.packets.kits.contents import (
    CannotGoOut,
    NothingByEmail,
    contents,
    languages_of,
    mailed_contents,
    usual_kit,
)
from ngoapp.packets.kits.editions import (
    LabelTaken,
    OverrideNotAhead,
    Review,
    end_override,
    note_review,
    override_review,
    set_active,
)
from ngoapp.packets.kits.models import Edition, Kit
from ngoapp.packets.kits.operations import count_stock
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition
from tests.packets.kits.factories import arrive, make_item, make_kit

TODAY = date(2026, 11, 22)
OLD = Review("Dr. Abara", date(2024, 11, 20))


@pytest.fixture
def kit(db: Session) -> Kit:
    """A leaflet and two cards, in English."""
    make_organisation()
    leaflet, card = make_item("First steps"), make_item("Card")
    make_edition(item_id=leaflet.id, name="First steps", weight_mg=30_000)
    make_edition(item_id=card.id, name="Card", content=b"", weight_mg=4_400)
    return make_kit(items={leaflet: 1, card: 2})


def codes(kit: Kit, language: str = "en", on: date = TODAY) -> list[str]:
    """What stands against sending this kit."""
    return [problem.code for problem in contents(kit, language, on).problems]


def edition(kit: Kit, place: int = 0) -> Edition:
    """One of the editions in the kit."""
    return contents(kit, "en", TODAY).lines[place].edition


def test_the_newest_active_edition_of_each_item_is_in(kit: Kit) -> None:
    newer = make_edition(item_id=kit.parts[0].item_id, name="First steps, anew")
    inside = contents(kit, "en", TODAY)
    assert [(line.edition.name, line.copies) for line in inside.lines] == [
        ("First steps, anew", 1),
        ("Card", 2),
    ]
    set_active(newer.id, active=False)
    assert edition(kit).name == "First steps"


def test_the_weight_is_of_everything_and_the_envelope_rounded_up(kit: Kit) -> None:
    assert contents(kit, "en", TODAY).weight_grams == 49  # 30 + 2 × 4.4 + 10


def test_a_language_that_an_item_is_not_there_in_is_a_problem(kit: Kit) -> None:
    make_edition("es", item_id=kit.parts[0].item_id)
    inside = contents(kit, "es", TODAY)
    assert [problem.sentence for problem in inside.problems] == ["There is no “Card” in Español to send now."]
    assert languages_of([kit]) == {kit.id: ["en"]}


def test_a_review_is_due_24_months_on_and_then_the_edition_waits(kit: Kit) -> None:
    note_review(edition(kit).id, OLD)
    assert codes(kit, on=date(2026, 11, 20)) == []
    assert codes(kit) == ["review_overdue"]
    with pytest.raises(CannotGoOut, match="review of “First steps”"):
        mailed_contents(kit, "en", TODAY)


def test_a_review_on_a_leap_day_is_due_on_the_last_of_february() -> None:
    assert Review("Dr. Abara", date(2024, 2, 29)).due == date(2026, 2, 28)


def test_staff_can_let_it_go_out_for_now_and_take_that_back(kit: Kit) -> None:
    leaflet = edition(kit)
    note_review(leaflet.id, OLD)
    override_review(leaflet.id, until=date(2026, 12, 1), reason="checked", today=TODAY)
    assert codes(kit, on=date(2026, 12, 1)) == []
    assert codes(kit, on=date(2026, 12, 2)) == ["review_overdue"]
    end_override(leaflet.id)
    assert codes(kit) == ["review_overdue"]
    with pytest.raises(OverrideNotAhead):
        override_review(leaflet.id, until=date(2026, 11, 21), reason="checked", today=TODAY)


def test_too_few_on_the_shelf_is_a_problem_for_the_post_alone(kit: Kit) -> None:
    arrive(edition(kit, 1), 1)
    inside = contents(kit, "en", TODAY)
    assert [problem.sentence.split(": ")[1] for problem in inside.problems_by("post")] == [
        "only 1 is left on the shelf."[-30:]
    ]
    assert inside.problems_by("email") == []
    count_stock(action_key="c", edition_id=edition(kit, 1).id, counted=2, reason="found")
    assert codes(kit) == []


def test_by_email_only_what_has_a_pdf_goes_out(kit: Kit) -> None:
    assert [line.edition.name for line in mailed_contents(kit, "en", TODAY)] == ["First steps"]
    paper = make_kit("On paper", items={kit.parts[1].item: 1})
    with pytest.raises(NothingByEmail, match="“On paper” has no PDF"):
        mailed_contents(paper, "en", TODAY)


def test_two_editions_of_an_item_in_a_language_are_not_called_the_same(kit: Kit) -> None:
    with pytest.raises(LabelTaken):
        make_edition(item_id=kit.parts[0].item_id, label=edition(kit).label)


def test_the_usual_kit_is_the_first(kit: Kit) -> None:
    assert usual_kit().name == "General information"
