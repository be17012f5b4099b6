"""Twenty people who ask for a packet in one evening, and the keys with which each request is entered.

They come by the web, the telephone and letters, from five countries, in three languages; five want an e-mail, and two
ask a second time."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.e2e.keys import Keyboard

# What a visitor fills in, by the label's beginning, in the order of the page.
DULUTH = {"Street": "418 Superior St", "City": "Duluth", "State": "Minnesota", "ZIP": "55802"}
BERLIN = {"Country": "Germany", "Street": "Musterstr. 8", "Postal": "10115", "City": "Berlin"}
MONTREAL = {
    "Country": "Canada",
    "Street": "1230 rue Exemple",
    "City": "Montreal",
    "Province": "Quebec",
    "Postal": "H2X 1Y4",
}
# Everybody of an evening has its name behind their own, so that the two do not know each other.
AREA_CODES = {"Dusk": "651", "Dawn": "507"}
LISTS = ("Country", "State", "Province")


@dataclass(frozen=True)
class Visitor:
    """Somebody at the website: by post with an address, by e-mail without."""

    name: str
    address: dict[str, str]
    language: str = ""


@dataclass(frozen=True)
class Heard:
    """Somebody on the telephone, or a letter: the address as it is said or written, empty for an e-mail."""

    name: str
    address: str = ""
    language: str = ""
    phone: str = ""
    decision: str = ""


VISITORS = (
    Visitor("Wanda Aho", DULUTH),
    Visitor("Wilhelm Brandt", BERLIN),
    Visitor("wes", {}, "Esp"),
    Visitor("Winifred Cole", MONTREAL | {"Street": "14 Example Rd"}),
    Visitor("Waltraud Doucet", MONTREAL, "Fran"),
    Visitor("Wim Ebner", BERLIN | {"Street": "Musterstr. 9"}),
    Visitor("wilma", {}, "Fran"),
    Visitor("Wanda Aho", DULUTH),  # a second time: staff close it as asked twice
)
CALLS = (
    Heard("Paula Fisk", "9 Lake Ave N\nDuluth, MN 55802", phone="0101"),
    Heard("Philippe Gagnon", "77 rue Exemple\nMontréal QC  H2X 1Y4\nCanada", "Fran", "0102"),
    Heard("Pia Hall"),
    Heard("Pilar Ibarra", "Calle Ejemplo 5\nCentro\n06000 Ciudad de México, CDMX\nMexico", "Esp", "0103"),
    Heard("Paula Fisk", "9 Lake Ave N\nDuluth, MN 55802", phone="0101", decision="It is the same request"),
    Heard("Piet Jensen", language="Fran"),
    Heard("Petra Kurz", "Musterstraße 12\n10115 Berlin\nGermany", phone="0104"),
)
LETTERS = (
    Heard("Lucia Mora", "22 Calle B\nSan Antonio, TX 78205", "Esp"),
    Heard("Lewis North", "3 Example Close\nBristol\nBS1 4ST\nUnited Kingdom", "Eng"),
    Heard("Lola Ortiz", language="Esp"),
    Heard("Leonard Pike", "31 Pine St\nAustin, TX 78701", "Eng"),
    Heard("Lena Quist", "5 Sample St W\nToronto ON  M5V 2T6\nCanada"),
)
TWICE = "Wanda Aho"
EMAILED = tuple(one.name for one in (*VISITORS, *CALLS, *LETTERS) if not one.address)
TO_POST = 20 - len(EMAILED) - 2


def mailbox(name: str, evening: str) -> str:
    """The address that somebody has their packet mailed to."""
    return f"{name.replace(' ', '.')}.{evening}@example.com".lower()


def visit(keys: Keyboard, who: Visitor, evening: str) -> None:
    """A visitor asks for the packet."""
    keys.page.goto("/info-packet")
    keys.past_the_head()
    keys.choose("By post" if who.address else "By e-mail")
    if who.address:
        keys.write("Name on the envelope", f"{who.name} {evening}")
    else:
        keys.write("E-mail", mailbox(who.name, evening))
    for label, what in who.address.items():
        (keys.pick if label in LISTS else keys.write)(label, what)
        if label == "Country":
            _next_fields(keys)
    if who.language:
        keys.pick("Language", who.language)
    keys.tick("You may keep")
    keys.send("Send me the packet")
    done = "We have your request" if who.address else "Look in your mailbox"
    expect(keys.page.get_by_role("heading", name=done)).to_be_visible()


def take_down(keys: Keyboard, who: Heard, evening: str, *, channel: str = "", last: bool = False) -> None:
    """Staff enter a call or a letter, and go on to the next; `channel` is chosen with the first of them."""
    page = keys.page
    expect(page.get_by_role("heading", name="Enter a request")).to_be_visible()
    if channel:
        keys.choose(channel)
    keys.tick("They agreed")
    keys.choose("By postal mail" if who.address else "By e-mail")
    keys.write("Name", f"{who.name} {evening}")
    if who.address:
        keys.write("Address", who.address)
        expect(page.locator("#address-summary")).to_contain_text("Goes to:")
    else:
        keys.write("E-mail", mailbox(who.name, evening))
    if who.phone:
        keys.write("Phone", f"{AREA_CODES[evening]}-555-{who.phone}")
        keys.choose("Yes")
    if who.decision:
        expect(page.get_by_text("This household asked on")).to_be_visible()
        keys.choose(who.decision)
    if who.language:
        keys.pick("Language", who.language)
    keys.send("Save the request" if last else "Save, and enter the next")
    expect(page.get_by_text("The request is in.")).to_be_visible()


def take_down_all(keys: Keyboard, channel: str, all_of_them: Sequence[Heard], evening: str) -> None:
    """A stack of letters, or one call after the other."""
    for number, who in enumerate(all_of_them, 1):
        last = number == len(all_of_them)
        take_down(keys, who, evening, channel=channel if number == 1 else "", last=last)


def _next_fields(keys: Keyboard) -> None:
    """Leaving the list of countries draws the page anew, with the fields of the chosen one."""
    with keys.page.expect_navigation():
        keys.key("Tab")


def everything_asked(visitor: Keyboard, staff: Keyboard, evening: str) -> None:
    """All twenty requests."""
    for who in VISITORS:
        visit(visitor, who, evening)
    for channel, all_of_them in (("Hotline", CALLS), ("Letter", LETTERS)):
        staff.go("p")
        staff.press("link", "Enter a request")
        take_down_all(staff, channel, all_of_them, evening)
