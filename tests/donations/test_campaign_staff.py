"""Staff write a campaign, look at it, publish it, and take it along on paper."""

from io import BytesIO

import pikepdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.share_picture import Shown, draw
from tests.accounts.fixtures import StaffClient
from tests.donations.campaign_factories import make_campaign, make_draft
from tests.donations.factories import make_card_gift, make_fund
from tests.donations.giving import hidden
from tests.donations.pictures import opened, photograph

pytestmark = pytest.mark.usefixtures("organisation")
PLACE = "/staff/campaigns/"


@pytest.fixture
def editor(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who writes campaigns."""
    return staff_client("editor")


def written(client: FlaskClient, **changes: object) -> dict[str, object]:
    """The form, filled in."""
    return {
        "entry_key": hidden(client.get(f"{PLACE}new").text, "entry_key"),
        "title": "Warm hands",
        "summary": "Heated gloves.",
        "story": "## Why\n\nCold hurts.",
        "fund_id": str(make_fund().id),
        "goal": "1,000",
        "amounts": "30, 60; 120",
        "starts_on": "2026-11-01",
        "ends_on": "2099-12-31",
        "show_total": "y",
        **changes,
    }


def the_campaign(db: Session) -> Campaign:
    """The one campaign, as it is now."""
    db.rollback()
    return db.scalars(select(Campaign)).one()


def test_a_campaign_is_drafted_once_however_often_the_form_is_sent(db: Session, editor: FlaskClient) -> None:
    form = written(editor)
    for _ in range(2):
        assert editor.post(f"{PLACE}new", data=form).status_code == 303
    campaign = the_campaign(db)
    assert (campaign.slug, campaign.goal, campaign.state) == ("warm-hands", Money(100_000, "USD"), "draft")
    assert [it.minor for it in campaign.suggested] == [3000, 6000, 12000]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Give the campaign a title."),
        ({"amounts": "30 sixty"}, "Put spaces between the amounts."),
        ({"amounts": "1"}, "Enter $5 or more."),
        ({"goal": "much"}, "Enter an amount in figures"),
        ({"starts_on": ""}, "Choose the first day."),
        ({"starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "Swap them"),
        ({"picture": (BytesIO(b"<svg/>"), "drawing.svg")}, "no JPEG or PNG picture"),
        ({"picture": (BytesIO(photograph()), "gloves.jpg")}, "Say in a few words what is on the picture."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    db: Session, editor: FlaskClient, changes: dict[str, object], sentence: str
) -> None:
    page = editor.post(f"{PLACE}new", data=written(editor, **changes))
    assert page.status_code == 200
    assert sentence in page.text
    assert "Cold hurts." in page.text
    assert not db.scalars(select(Campaign)).all()


def test_an_address_that_is_taken_is_refused(db: Session, editor: FlaskClient) -> None:
    with transaction():
        make_campaign()
    page = editor.post(f"{PLACE}new", data=written(editor, slug="a-warm-winter")).text
    assert "There is a campaign at /campaigns/a-warm-winter already." in page


def test_a_draft_is_previewed_published_changed_and_closed(db: Session, editor: FlaskClient) -> None:
    editor.post(f"{PLACE}new", data=written(editor))
    one = f"{PLACE}{the_campaign(db).id}"
    assert "only staff see it" in editor.get(f"{one}/preview").text
    assert editor.get("/campaigns/warm-hands").status_code == 404
    for _ in range(2):
        assert editor.post(f"{one}/publish").status_code == 303
    assert "Cold hurts." in editor.get("/campaigns/warm-hands").text
    page = editor.get(f"{one}/edit").text
    assert "Address and fund stay as they are" in page
    assert 'name="fund_id"' not in page
    assert 'value="30 60 120"' in page
    form = {**written(editor), "title": "Warmer hands", "goal": ""}
    assert editor.post(f"{one}/edit", data=form).status_code == 303
    assert (the_campaign(db).title, the_campaign(db).slug, the_campaign(db).goal) == (
        "Warmer hands",
        "warm-hands",
        None,
    )
    editor.post(f"{one}/close")
    assert the_campaign(db).state == "closed"
    assert "Over" in editor.get(PLACE).text


def test_what_cannot_be_published_says_why(db: Session, editor: FlaskClient) -> None:
    with transaction():
        draft = make_draft(summary="")
    page = editor.post(f"{PLACE}{draft.id}/publish", follow_redirects=True).text
    assert "Write a sentence or a story" in page


def test_a_picture_is_kept_described_and_taken_away_again(db: Session, editor: FlaskClient) -> None:
    picture = (BytesIO(photograph(place=b"44.9N 93.3W")), "gloves.jpg")
    form = written(editor, picture=picture, picture_alt="A pair of gloves")
    editor.post(f"{PLACE}new", data=form)
    one = f"{PLACE}{the_campaign(db).id}"
    served = editor.get(f"{one}/picture")
    assert served.mimetype == "image/jpeg"
    assert b"44.9N" not in served.data
    editor.post(f"{one}/edit", data=written(editor, picture_alt="Two gloves"))
    assert the_campaign(db).picture_alt == "Two gloves"
    editor.post(f"{one}/edit", data=written(editor, remove_picture="y", picture_alt="Two gloves"))
    assert the_campaign(db).picture_id is None
    assert editor.get(f"{one}/picture").status_code == 404


def test_what_came_in_is_told_by_currency_with_the_way_to_the_gifts(db: Session, editor: FlaskClient) -> None:
    with transaction():
        campaign = make_campaign()
        make_card_gift(Money(4000, "USD"), campaign_id=campaign.id)
        make_card_gift(Money(7000, "EUR"), campaign_id=campaign.id)
    page = editor.get(f"{PLACE}{campaign.id}").text
    assert "€70.00" in page
    assert "$40.00" in page
    assert f"/staff/gifts/?campaign={campaign.id}" in page


def test_the_code_to_embed_leads_to_the_card_and_carries_no_markup_of_a_title(
    db: Session, editor: FlaskClient
) -> None:
    with transaction():
        campaign = make_campaign('Gloves "for <b>all</b>"')
    page = editor.get(f"{PLACE}{campaign.id}").text
    assert "http://localhost/campaigns/gloves-for-b-all-b/card" in page
    assert "&amp;lt;b&amp;gt;all" in page


def test_code_and_poster_lead_to_the_page(db: Session, editor: FlaskClient) -> None:
    with transaction():
        one = f"{PLACE}{make_campaign().id}"
    assert editor.get(f"{one}/code.svg").data.startswith(b"<?xml")
    code = editor.get(f"{one}/code.png")
    assert opened(code.data).format == "PNG"
    assert 'filename="a-warm-winter.png"' in code.headers["Content-Disposition"]
    for paper, height in (("letter", 792), ("a4", 841)):
        poster = editor.get(f"{one}/poster-{paper}.pdf").data
        with pikepdf.open(BytesIO(poster)) as pdf:
            assert len(pdf.pages) == 1
            assert int(pdf.pages[0].mediabox[3]) == height
        assert poster == editor.get(f"{one}/poster-{paper}.pdf").data
    assert editor.get(f"{one}/poster-tabloid.pdf").status_code == 404


def test_a_poster_with_many_words_is_one_page_too(db: Session, editor: FlaskClient) -> None:
    title, summary = "Wide words and warm hands " * 4, "Many people need heated gloves " * 9
    with transaction():
        campaign = make_campaign(title.strip(), summary=summary.strip())
    with pikepdf.open(BytesIO(editor.get(f"{PLACE}{campaign.id}/poster-letter.pdf").data)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize(
    "title", ["Research", "Long words " * 11, "Ελλάδα und наши друзья, 陳美玲", "سلام عليكم", "x" * 120]
)
def test_the_shared_picture_holds_any_title_in_its_size(title: str) -> None:
    shown = Shown(title, "The Northern Network", "$5 of $10", 50, "12 days left", "example.org/x", "#0b5560")
    assert opened(draw(shown)).size == (1200, 630)
    assert draw(shown) is draw(shown)


@pytest.mark.parametrize("role", ["finance", "packet desk", "auditor"])
def test_others_do_not_write_campaigns(staff_client: StaffClient, role: str) -> None:
    assert staff_client(role).get(PLACE).status_code == 403
