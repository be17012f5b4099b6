"""News in the demo."""

from datetime import timedelta

from ngoapp.core import clock
from ngoapp.news.operations import publish_article, write_article

ARTICLES = (
    (
        120,
        "Our packet now speaks Spanish",
        "“First steps” is ready in Spanish, by e-mail and on paper.",
        "Nine volunteers translated, read and read again. Thank you!\n\n"
        "The packet says in plain words what to ask at the first appointments, how others manage cold days, and where"
        " to find company. [Ask for it](/info-packet): it is free, and comes in a plain envelope.",
    ),
    (
        61,
        "Hotline hours grow",
        "From this month on somebody answers until eight in the evening, Central Time.",
        "Evenings are when questions come. Three new listeners make it possible, all of whom live with scleroderma"
        " themselves.\n\n## How to reach us\n\nCall toll-free from the U.S. and Canada. You need not say your name.",
    ),
    (
        20,
        "Autumn research grant goes to two young teams",
        "Your gifts pay for a year of work on early signs and on wounds that heal badly.",
        "Our board followed the advice of five reviewers from three countries.\n\n"
        "- **Early signs:** pictures of small blood vessels, taken with a telephone\n"
        "- **Wounds:** which dressings patients themselves find best\n\n"
        "Both teams report here in spring. Nothing of this is medical advice; please ask your own doctor.",
    ),
    (
        4,
        "Cold hands? A winter list from our readers",
        "Eleven small things that make cold days easier, collected on the hotline.",
        "We asked, you answered. The most loved: heated gloves from the fishing shop, a thermos by the bed, and asking"
        " others to open jars.\n\nDo you have one more? [Tell us](/contact).",
    ),
)


def load_news() -> None:
    """Publish four articles over the last months, and leave a draft."""
    today = clock.now()
    for age, title, summary, body in ARTICLES:
        with clock.at(today - timedelta(days=age)):
            publish_article(write_article(title=title, summary=summary, body=body).id)
    write_article(
        title="Annual meeting in spring",
        summary="Save the day.",
        body="We meet in person again, and on the telephone for those who cannot travel.\n\nPlace and time follow.",
    )
