"""Volunteers in the demo."""

from datetime import timedelta
from typing import Any

from ngoapp.core import clock
from ngoapp.volunteers.forms import CONSENT
from ngoapp.volunteers.operations import apply_to_volunteer, approve, decline, take_up

APPLICATIONS: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (
        200,
        "Rosa Delgado",
        "approve",
        {"interests": ["translation", "writing"], "languages": "English, Spanish"},
    ),
    (
        150,
        "Walter Lindqvist",
        "approve",
        {"interests": ["packets"], "place": "Duluth, MN", "age_band": "65_up"},
    ),
    (90, "Grace Kim", "approve", {"interests": ["hotline"], "languages": "English, Korean"}),
    (60, "Peter Novak", "decline", {"interests": ["events"], "place": "Prague"}),
    (
        9,
        "Amara Diallo",
        "take_up",
        {"interests": ["web"], "languages": "English, French", "skills": "Accessible websites"},
    ),
    (
        3,
        "Hannah Weiss",
        "",
        {"interests": ["mail", "anything"], "place": "Toronto, ON", "availability": ["weekend"]},
    ),
    (
        1,
        "Leo Martin",
        "",
        {
            "interests": ["packets"],
            "age_band": "under_18",
            "guardian_name": "Sophie Martin",
            "guardian_contact": "sophie.martin@example.com",
            "message": "I need forty hours for school.",
        },
    ),
)
STEPS = {"approve": approve, "decline": decline, "take_up": take_up}


def load_volunteers() -> None:
    """Seven applications; the newest two are still to be read."""
    today = clock.now()
    for age, name, step, facts in APPLICATIONS:
        with clock.at(today - timedelta(days=age)):
            email = f"{name.lower().replace(' ', '.')}@example.com"
            given = {
                "age_band": "25_44",
                "guardian_name": "",
                "guardian_contact": "",
                "availability": [],
                **facts,
            }
            volunteer = apply_to_volunteer(
                action_key=f"demo-{email}", name=name, email=email, consent_wording=CONSENT, **given
            )
        if step:
            with clock.at(today - timedelta(days=age - 2)):
                STEPS[step](volunteer.id)
