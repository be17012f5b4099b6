"""Two years of packets in the demo: whoever asked over a year ago is forgotten, and the counts stay."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ngoapp.core import clock
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.operations import Asker, Consent, ask_for_packet, move_request
from ngoapp.packets.privacy.purge import AT_ONCE, KINDS, purge_some
from ngoapp.packets.survey.operations import add_question, keep_answers, tally
from ngoapp.packets.wording import AGREE, READ_OUT

FIRST, EVERY, REQUESTS = 90, 6, 100  # the youngest is so many days old, then one every so many days
FORGOTTEN_EVERY = 30
AREAS = (
    ("Minneapolis", "MN", "55408", "US"),
    ("Duluth", "MN", "55802", "US"),
    ("Madison", "WI", "53703", "US"),
    ("St. Paul", "MN", "55104", "US"),
    ("Austin", "TX", "78701", "US"),
    ("Fargo", "ND", "58102", "US"),
    ("Rochester", "MN", "55901", "US"),
    ("Toronto", "ON", "M5V 2T6", "CA"),
    ("Minneapolis", "MN", "55454", "US"),
    ("Bristol", "", "BS1 4ST", "GB"),
    ("Des Moines", "IA", "50309", "US"),
)
CHANNELS = ("web", "phone", "web", "letter", "phone", "web", "event", "email")
LANGUAGES = ("en", "en", "es", "en", "en", "en", "es")
DAYS_TO_SEND = (1, 2, 2, 3, 5, 1, 4, 2, 9, 3, 1, 2, 14)

QUESTIONS = (
    ("scale", "How easy was the packet to read?", ""),
    ("choice", "How much did you read?", "All of it\nSome of it\nNone yet"),
    ("text", "What was missing?", ""),
)
SCALE = (5, 4, 5, 3, 4, 5, 2, 4)
WISHES = (
    "More about where to find a specialist near me.",
    "Larger print, please.",
    "A page that I can hand to my employer.",
    "Nothing, thank you.",
    "Something for my children.",
    "Addresses of groups in the north of the state.",
)
ANSWERED = 24


def load_packet_privacy() -> None:
    """A request every six days since two years ago, each sent, one in fourteen called off; then the nights on which
    somebody was forgotten."""
    _survey()
    for number in range(REQUESTS):
        _ask(number, age=FIRST + number * EVERY)
    for age in range(FIRST + REQUESTS * EVERY - 365, 0, -FORGOTTEN_EVERY):
        with clock.at(_at(age, 3)):
            for kind in KINDS:
                while purge_some(kind) == AT_ONCE:
                    pass


def _survey() -> None:
    """Three questions, and what two dozen people said in the last months."""
    asked = [
        add_question(action_key=f"demo-survey-{number}", kind=kind, wording=wording, choices=choices).id
        for number, (kind, wording, choices) in enumerate(QUESTIONS)
    ]
    for number in range(ANSWERED):
        with clock.at(_at(5 + 6 * number, 12)):
            way = "mail" if number % 3 else "open"
            if way == "mail":
                tally("mail", asked=2)
            words = {asked[2]: WISHES[number // 4 % len(WISHES)]} if number % 4 == 0 else {}
            keep_answers(way, {asked[0]: SCALE[number % len(SCALE)], asked[1]: 1 + number % 3, **words})


def _ask(number: int, *, age: int) -> None:
    city, area, postal_code, country = AREAS[number % len(AREAS)]
    channel = CHANNELS[number % len(CHANNELS)]
    with clock.at(_at(age, 9 + number % 8)):
        request = ask_for_packet(
            action_key=f"demo-packet-past-{number}",
            channel=channel,
            way="post",
            language=LANGUAGES[number % len(LANGUAGES)],
            asker=Asker(
                name=f"Sample Person {number + 1}",
                address={
                    "street_address": f"{100 + number} Example Street",
                    "city": city,
                    "country_area": area,
                    "postal_code": postal_code,
                    "country_code": country,
                },
            ),
            consent=Consent(wording=AGREE if channel == "web" else READ_OUT),
        )
    with clock.at(_at(age - DAYS_TO_SEND[number % len(DAYS_TO_SEND)], 15)):
        if number % 14 == 13:
            move_request(request.id, "cancelled")
            return
        if request.state == "new":
            move_request(request.id, "approved")
        move_request(request.id, "sent")


def _at(age: int, hour: int) -> datetime:
    day = our_today() - timedelta(days=age)
    return datetime.combine(day, time(hour), ZoneInfo(our_organisation().time_zone))
