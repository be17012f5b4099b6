"""Info packets in the demo: requests of every kind and state."""

from dataclasses import dataclass, field
from datetime import timedelta

from ngoapp.core import clock
from ngoapp.packets.batches.operations import freeze_batch, mark_posted, pack_all
from ngoapp.packets.kits.contents import active_kits
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import Asker, Consent, ask_for_packet, mark_link_mailed, move_request
from ngoapp.packets.wording import AGREE, NEWSLETTER, READ_OUT

MINNEAPOLIS = {
    "street_address": "2810 Fremont Ave S Apt 4",
    "city": "Minneapolis",
    "country_area": "MN",
    "postal_code": "55408",
    "country_code": "US",
}
DULUTH = {
    "street_address": "418 E Superior St",
    "city": "Duluth",
    "country_area": "MN",
    "postal_code": "55802",
    "country_code": "US",
}
SAN_JUAN = {
    "street_address": "URB Las Gladiolas\n150 Calle A",
    "city": "San Juan",
    "postal_code": "00926-3232",
    "country_code": "PR",
}
AUSTIN = {
    "street_address": "901 Sample Oak Dr",
    "city": "Austin",
    "country_area": "TX",
    "postal_code": "78701",
    "country_code": "US",
}
MONTREAL = {
    "street_address": "1230 rue Exemple, app. 5",
    "city": "Montréal",
    "country_area": "QC",
    "postal_code": "H2X 1Y4",
    "country_code": "CA",
}
TORONTO = {
    "street_address": "77 Sample St W",
    "city": "Toronto",
    "country_area": "ON",
    "postal_code": "M5V 2T6",
    "country_code": "CA",
}
BRISTOL = {
    "street_address": "14 Example Road",
    "city": "Bristol",
    "postal_code": "BS1 4ST",
    "country_code": "GB",
}
BERLIN = {
    "street_address": "Musterstraße 8",
    "city": "Berlin",
    "postal_code": "10115",
    "country_code": "DE",
}
UNFINISHED = {
    "street_address": "Rural Route 2",
    "city": "Bemidji",
    "country_area": "MN",
    "country_code": "US",
}


@dataclass(frozen=True)
class Story:
    """A request, how many days ago it came, and how it went on: `to` is a state, or empty while it waits."""

    age: int
    name: str
    address: dict[str, str] = field(default_factory=dict)
    channel: str = "web"
    language: str = "en"
    to: str = ""
    email: str = ""
    phone: str = ""
    relation: str = ""
    note: str = ""
    newsletter: str = ""
    page_email: str = ""


KITS = {"caregiver": "For family and friends", "professional": "For professionals"}
STORIES = (
    Story(61, "Marjorie Quist", DULUTH, "phone", to="sent", phone="218-555-0117", relation="patient"),
    Story(58, "Delia Santos", SAN_JUAN, "letter", "es", to="sent"),
    Story(57, "Étienne Gagnon", MONTREAL, to="sent", relation="caregiver"),
    Story(40, "", email="ruth.n@example.com", to="mailed"),
    Story(33, "", email="t.osei@example.com", to="mailed", newsletter=NEWSLETTER),
    Story(12, "", email="camila.rojas@example.com", language="es", to="mailed"),
    Story(11, "Joan Pruitt", AUSTIN, "event", to="cancelled", note="Picked one up at our table after all."),
    Story(9, "Samuel Aaltonen", UNFINISHED, "phone", to="needs_info", phone="218-555-0164"),
    Story(
        8, "Nora Feld", BERLIN, to="on_hold", note="Away until the first of December, please send it then."
    ),
    Story(7, "Beth Amundson", MINNEAPOLIS, "phone", to="batched", phone="612-555-0139"),
    Story(6, "Priya Raman", TORONTO, to="batched", relation="professional"),
    Story(6, "Oliver Hext", BRISTOL, relation="caregiver"),
    Story(5, "Luz Herrera", SAN_JUAN | {"street_address": "22 Calle B"}, language="es", relation="patient"),
    Story(4, "Carl Bergstrom", DULUTH | {"street_address": "9 Lake Ave N"}, "letter"),
    Story(3, "Marjorie Quist", DULUTH, note="I gave mine to my sister."),
    Story(
        2,
        "Dana Whitfield",
        AUSTIN | {"street_address": "12 Live Oak Ct"},
        relation="patient",
        page_email="dana.w@example.com",
    ),
    Story(1, "Tom Eklund", MINNEAPOLIS | {"street_address": "77 Grand Ave"}, "phone", phone="612-555-0175"),
    Story(1, "Aisha Warsame", MINNEAPOLIS | {"street_address": "1515 E Lake St Ste 3"}),
    Story(0, "Greta Holm", UNFINISHED | {"street_address": "31 Pine St"}, "phone", phone="218-555-0101"),
    Story(0, "Irene Castellanos", AUSTIN | {"street_address": "8 Bluebonnet Ln"}, language="es"),
)


def load_packets() -> None:
    """Twenty requests: some sent, some in a run, some that wait."""
    requests = [_take_in(story, number) for number, story in enumerate(STORIES)]
    _print(requests, "sent", days_ago=55)
    _print(requests, "batched", days_ago=1)


def _take_in(story: Story, number: int) -> PacketRequest:
    kits = {kit.name: kit.id for kit in active_kits()}
    with clock.at(clock.now() - timedelta(days=story.age, minutes=20 + number)):
        request = ask_for_packet(
            action_key=f"demo-packet-request-{number}",
            kit_id=kits.get(KITS.get(story.relation, "")),
            channel=story.channel,
            way="email" if story.email else "post",
            language=story.language,
            asker=Asker(
                name=story.name,
                email=story.email or story.page_email,
                phone=story.phone,
                relation=story.relation,
                note=story.note,
                address=story.address,
            ),
            consent=Consent(
                wording=AGREE if story.channel == "web" else READ_OUT, newsletter_wording=story.newsletter
            ),
        )
        for link in request.links if story.to == "mailed" else ():
            mark_link_mailed(link.id)
        if story.to in {"needs_info", "on_hold", "cancelled"}:
            move_request(request.id, story.to)
    return request


def _print(requests: list[PacketRequest], state: str, *, days_ago: int) -> None:
    chosen = [request.id for request, story in zip(requests, STORIES, strict=True) if story.to == state]
    with clock.at(clock.now() - timedelta(days=days_ago)):
        batch = freeze_batch(
            action_key=f"demo-packet-batch-{state}", request_ids=chosen, stock="5160", start=1
        )
        if state == "sent":
            pack_all(batch.id)
            mark_posted(batch.id)
