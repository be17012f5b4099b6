"""What everybody sees of a campaign: the truth of the day, and nobody's name who did not agree."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.operations import draft_acknowledgment, publish, withdraw
from ngoapp.core import clock
from ngoapp.core.db import db as database
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.campaigns.operations import close_campaign, set_picture
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from ngoapp.organisation.queries import our_today
from tests.donations.campaign_factories import make_campaign, make_draft
from tests.donations.factories import make_card_gift, make_fund
from tests.donations.pictures import opened, photograph
from tests.organisation.factories import make_organisation
from tests.pages.stage import counted

HERE = "/campaigns/a-warm-winter"
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _organisation(db: Session) -> None:
    with transaction():
        make_organisation()
        make_fund()


def make_supporter(name: str, campaign_id: int) -> Gift:
    """A gift for the campaign, thanked in public."""
    gift = make_card_gift(Money(5000, "USD"), campaign_id=campaign_id, recognition_name=name, anonymous=False)
    publish(draft_acknowledgment(gift.id).id)
    return gift


def test_the_page_says_how_far_along_it_is_without_any_script(client: FlaskClient) -> None:
    with transaction():
        make_card_gift(Money(25_000, "USD"), campaign_id=make_campaign().id)
    page = client.get(HERE).text
    for fact in (
        "$250",
        "of $1,000",
        "25 % of the goal",
        "1 gift<",
        "10 days left",
        'value="25"',
        "/donate?campaign=",
    ):
        assert fact in page


def test_gifts_in_other_currencies_are_said_to_be_beside_the_sum(client: FlaskClient) -> None:
    with transaction():
        campaign = make_campaign()
        make_card_gift(Money(7000, "EUR"), campaign_id=campaign.id)
    page = client.get(HERE).text
    assert "gifts in other currencies: €70" in page
    assert "$0" in page


def test_who_wants_no_sum_shown_shows_none_anywhere(client: FlaskClient) -> None:
    with transaction():
        make_card_gift(Money(25_000, "USD"), campaign_id=make_campaign(show_total=False).id)
    for path in (HERE, "/", f"{HERE}/card", "/campaigns/"):
        page = client.get(path).text
        assert "$250" not in page
        assert "<progress" not in page


def test_after_the_end_the_page_thanks_and_points_on(client: FlaskClient) -> None:
    with transaction():
        campaign = make_campaign()
        make_card_gift(Money(25_000, "USD"), campaign_id=campaign.id)
    with clock.at(clock.now() + 11 * A_DAY):
        page = client.get(HERE).text
    assert "Thank you to everybody who gave!" in page
    assert "$250" in page
    assert 'href="/donate"' in page
    assert "/donate?campaign=" not in page


def test_supporters_are_named_only_where_they_agreed_and_never_with_an_amount(client: FlaskClient) -> None:
    with transaction():
        campaign = make_campaign(show_supporters=True)
        make_supporter("Ana Ruiz", campaign.id)
        make_card_gift(Money(7700, "USD"), campaign_id=campaign.id, donor_name="Silent Sam")
        make_supporter("Of another campaign", make_campaign("Other").id)
    page = client.get(HERE).text
    assert page.count("Ana Ruiz") == 2  # here, and in the thanks at the foot of every page
    assert "Silent Sam" not in page
    assert "$50<" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Of another campaign</li>" not in page


def test_a_name_that_is_taken_back_is_gone_at_the_next_request(client: FlaskClient) -> None:
    with transaction():
        gift = make_supporter("Ana Ruiz", make_campaign(show_supporters=True).id)
        named = draft_acknowledgment(gift.id).id
    assert "Ana Ruiz" in client.get(HERE).text
    with transaction():
        withdraw(named, reason="donor")
    assert "Ana Ruiz" not in client.get(HERE).text


def test_who_gave_and_got_it_back_is_not_named(client: FlaskClient) -> None:
    with transaction():
        gift = make_supporter("Ana Ruiz", make_campaign(show_supporters=True).id)
        add_movement(gift, kind="refund", source="re_1", amount=Money(-5000, "USD"), moved_on=our_today())
    assert "Ana Ruiz" not in client.get(HERE).text


def test_a_campaign_names_nobody_unless_staff_say_so(client: FlaskClient) -> None:
    with transaction():
        make_supporter("Ana Ruiz", make_campaign().id)
    assert "Our recent supporters" not in client.get(HERE).text
    assert "Ana Ruiz</li>" not in client.get(HERE).text


def test_other_sites_get_a_title_and_a_picture_of_the_day(client: FlaskClient) -> None:
    with transaction():
        campaign = make_campaign("Gloves & “more”", slug="a-warm-winter")
    page = client.get(HERE).text
    assert '<meta property="og:title" content="Gloves &amp; “more”">' in page
    address = page.partition('og:image" content="http://localhost')[2].partition('"')[0]
    kept = client.get(address)
    assert (kept.mimetype, opened(kept.data).size) == ("image/png", (1200, 630))
    assert "immutable" in kept.headers["Cache-Control"]
    with transaction():
        make_card_gift(Money(25_000, "USD"), campaign_id=campaign.id)
    older = client.get(address)
    assert "immutable" not in older.headers["Cache-Control"]
    assert older.data != kept.data
    assert address not in client.get(HERE).text


def test_the_card_may_stand_in_any_frame_and_can_do_nothing_but_lead_to_us(client: FlaskClient) -> None:
    with transaction():
        make_campaign()
    card = client.get(f"{HERE}/card")
    policy = card.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "frame-ancestors *", "form-action 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "script-src" not in policy
    assert "X-Frame-Options" not in card.headers
    assert "Set-Cookie" not in card.headers
    for absent in ("<form", "<script", "<input", "csrf"):
        assert absent not in card.text
    assert card.text.count("<a ") == card.text.count('target="_top"') == 2


def test_every_other_page_stays_out_of_frames(client: FlaskClient) -> None:
    with transaction():
        make_campaign()
    for path in (HERE, "/campaigns/", "/", "/donate?campaign=a-warm-winter", f"{HERE}/share.png"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]


def test_the_picture_is_served_for_who_may_see_the_page(client: FlaskClient) -> None:
    with transaction():
        campaign = make_campaign()
        set_picture(campaign.id, photograph(), "image/jpeg", words="Two gloves")
        draft = make_draft("Draft")
        set_picture(draft.id, photograph(), "image/jpeg", words="Two gloves")
        make_campaign("Without")
    assert 'alt="Two gloves"' in client.get(HERE).text
    assert client.get(f"{HERE}/picture").mimetype == "image/jpeg"
    assert client.get("/campaigns/draft/picture").status_code == 404
    assert client.get("/campaigns/without/picture").status_code == 404


def test_there_is_a_list_as_soon_as_there_is_a_campaign(client: FlaskClient) -> None:
    assert client.get("/campaigns/").status_code == 404
    with transaction():
        close_campaign(make_campaign("Last year’s").id)
        make_campaign()
    page = client.get("/campaigns/").text
    assert page.index("A warm winter") < page.index("Last year’s")


def test_the_home_page_shows_what_is_running_and_nothing_when_nothing_is(client: FlaskClient) -> None:
    assert "What we collect for" not in client.get("/").text
    with transaction():
        campaign = make_campaign()
    assert "Heated gloves for forty people." in client.get("/").text
    with transaction():
        close_campaign(campaign.id)
    assert "What we collect for" not in client.get("/").text


def test_a_page_asks_the_same_few_questions_however_many_gave(client: FlaskClient) -> None:
    with transaction():
        campaign = make_campaign(show_supporters=True)
        make_supporter("Ana Ruiz", campaign.id)
    few = questions(client)
    with transaction():
        for number in range(20):
            make_supporter(f"Donor {number}", campaign.id)
    assert questions(client) == few
    assert few <= 6


def questions(client: FlaskClient) -> int:
    """How often the page asks the database."""
    with counted(database.engine) as statements:
        client.get(HERE)
    return len(statements)


def test_an_address_of_nothing_is_not_there(client: FlaskClient) -> None:
    for path in ("/campaigns/nothing", "/campaigns/nothing/card", "/campaigns/nothing/share.png"):
        assert client.get(path).status_code == 404
