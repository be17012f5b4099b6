"""Calls in the demo: some to return, a note, two scripts, and an office that closes over the holidays."""

from datetime import date, timedelta

from ngoapp.core import clock
from ngoapp.organisation.queries import our_today
from ngoapp.packets.calls.operations import Caller, end_call, take_down, try_again
from ngoapp.packets.calls.shifts import write_note, write_script
from ngoapp.packets.office.operations import close_office

CALLS = (
    (50, "talked", "support_group", "Arlene", Caller(name="Arlene"), "Asked for a group near Duluth."),
    (
        20,
        "voicemail",
        "information",
        "message",
        Caller(name="Rosa", phone="612-555-0148", call_back=True, call_back_when="mornings"),
        "Would like to know when the next class is.",
    ),
    (
        9,
        "talked",
        "listen",
        "safe",
        Caller(
            name="Devin",
            phone="651-555-0121",
            safe="yes",
            safe_name="Ines",
            call_back=True,
            call_back_when="after six",
        ),
        "Wants to talk to somebody who has been through it.",
    ),
    (
        7,
        "voicemail",
        "volunteering",
        "unsafe",
        Caller(name="Mrs. Oduya", phone="218-555-0186", safe="no", call_back=True),
        "",
    ),
)
NOTE = (
    "The hotline rang twice between three and four without anybody speaking. If it rings again, stay on the line a "
    "little longer. The printer in the back room is out of labels."
)
CRISIS = (
    "Take your time, and stay with them.\n\n"
    "- “I am glad that you called. Are you safe where you are?”\n"
    "- In danger now: **911**.\n"
    "- In despair, or thinking of ending it: **988**, call or text, day and night.\n\n"
    "Do not hang up first. When it is over, tell somebody about it, for your own sake."
)
QUESTION = (
    "We do not advise on medicines or results: “That is one for your doctor or nurse. I can send you what helps to "
    "ask.”\n\nOffer the packet, the next support group, and a call back."
)


def load_calls() -> None:
    """Four calls of the last days, two scripts, a note for the morning, and the closed days to come."""
    now = clock.now()
    write_script(action_key="demo-script-crisis", title="Somebody in distress", words=CRISIS, crisis=True)
    write_script(
        action_key="demo-script-question", title="A question about treatment", words=QUESTION, crisis=False
    )
    for hours, kind, about, key, caller, words in CALLS:
        with clock.at(now - timedelta(hours=hours)):
            call = take_down(
                action_key=f"demo-call-{key}", kind=kind, about=about, words=words, caller=caller
            )
        if key == "message":
            with clock.at(now - timedelta(hours=3)):
                try_again(call.id)
        if key == "safe":
            with clock.at(now - timedelta(hours=2)):
                end_call(call.id, "message_left")
    with clock.at(now - timedelta(hours=5)):
        write_note(action_key="demo-shift-note", words=NOTE)
    _close_over_the_holidays(our_today())


def _close_over_the_holidays(today: date) -> None:
    christmas = date(today.year, 12, 24)
    close_office(
        action_key="demo-closed-holidays",
        name="Winter holidays",
        first_on=christmas,
        last_on=date(today.year + 1, 1, 1),
    )
