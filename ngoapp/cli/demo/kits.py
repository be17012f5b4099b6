"""What the demo sends: three kits in three languages, their shelf, and a card that turned out wrong."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app

from ngoapp.adapters.pdf import press
from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.core.paths import templates_folder
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.kits.contents import usual_kit
from ngoapp.packets.kits.editions import Review, add_edition, months_after
from ngoapp.packets.kits.holders import recall_sheet
from ngoapp.packets.kits.models import Edition, Item
from ngoapp.packets.kits.operations import (
    add_item,
    add_kit,
    change_kit,
    count_stock,
    fill_kit,
    receive_lot,
    set_reorder_point,
)
from ngoapp.packets.kits.recalls import mark_told, queue_corrections, withdraw, write_letter

REVIEWER = "Dr. Helen Abara (invented)"
OLD = timedelta(days=330)
BOOKLETS = {
    "en": "Living with scleroderma: first steps",
    "es": "Vivir con esclerodermia: los primeros pasos",
    "fr": "Vivre avec la sclérodermie : les premiers pas",
}
CARDS = {"en": "Our hotline, for your wallet", "es": "Nuestra línea de ayuda", "fr": "Notre ligne d’écoute"}
CARERS = {"en": "When somebody close to you is ill", "es": "Cuando enferma un ser querido"}
CLINICIANS = {"en": "What our callers wish their clinics knew"}
LEADS = {
    "en": "A demonstration leaflet of an invented organization. It is not medical advice.",
    "es": "Un folleto de demostración de una organización inventada. No es consejo médico.",
    "fr": "Un dépliant de démonstration d’une organisation inventée. Ce n’est pas un avis médical.",
}
WRONG = "The evening hours on the back are wrong: the hotline is open until nine, not until midnight."
LETTER = (
    "The wallet card with our hotline that we sent you has the wrong evening hours on its back. "
    "We answer until nine in the evening, not until midnight.\n\n"
    "Please throw the card away. We are sorry if you called and nobody was there."
)


@dataclass(frozen=True)
class Shelf:
    """What came from the printer of an item in a language: how many, for how much in cents, and when to order."""

    quantity: int
    cents: int
    reorder_point: int = 0


@dataclass(frozen=True)
class Leaflet:
    """An item with its title, and its shelf, by language."""

    name: str
    kind: str
    titles: dict[str, str]
    weight_mg: int
    shelf: dict[str, Shelf] = field(default_factory=dict)


LEAFLETS = (
    Leaflet("Hotline card", "card", CARDS, 2_100, {"en": Shelf(800, 9_600, 150), "es": Shelf(65, 2_900, 80)}),
    Leaflet("For those who care", "leaflet", CARERS, 9_080, {"en": Shelf(300, 14_400, 60)}),
    Leaflet("Sheet for clinics", "leaflet", CLINICIANS, 4_540),
)


def load_kits() -> None:
    """Three kits, what is in them, and a shelf that somebody counted. One leaflet is soon to be reviewed again."""
    with clock.at(clock.now() - OLD):
        general = usual_kit()
        booklet = general.parts[0].item
        for language, title in BOOKLETS.items():
            edition = _edition(booklet, language, title, _booklet(language, title))
            _arrive(edition, Shelf(240, 52_800, 40))
        card, carers, clinics = (_leaflet(leaflet) for leaflet in LEAFLETS)
        fill_kit(general.id, {booklet.id: 1, card.id: 1})
        change_kit(
            general.id,
            name=general.name,
            description="First steps, where to find help, what to ask.",
            envelope_mg=general.envelope_mg,
            position=1,
            active=True,
        )
        family = add_kit(
            name="For family and friends", description="For whoever is close to somebody.", position=2
        )
        fill_kit(family.id, {carers.id: 1, card.id: 2})
        clinic = add_kit(name="For professionals", description="For clinics and practices.", position=3)
        fill_kit(clinic.id, {clinics.id: 1, booklet.id: 1})
    with clock.at(clock.now() - timedelta(days=20)):
        edition = carers.editions[0]
        count_stock(action_key="demo-count", edition_id=edition.id, counted=291, reason="damaged")


def load_recall() -> None:
    """The card had a mistake: a new one is printed, and half of those who hold the old one are told."""
    with clock.at(clock.now() - timedelta(days=2)):
        card = next(part.item for part in usual_kit().parts if part.item.kind == "card")
        wrong = next(edition for edition in card.editions if edition.language == "en")
        right = _edition(card, "en", CARDS["en"], _page("en", CARDS["en"]), label="Second edition")
        _arrive(right, Shelf(500, 6_400, 150))
        recall = withdraw(action_key="demo-recall", edition_id=wrong.id, reason=WRONG)
        write_letter(recall.id, LETTER)
    with clock.at(clock.now() - timedelta(days=1)):
        queue_corrections(recall.id)
        for correction in recall_sheet(recall).mails:
            mark_told(correction.id)


def _leaflet(leaflet: Leaflet) -> Item:
    item = add_item(name=leaflet.name, kind=leaflet.kind)
    for language, title in leaflet.titles.items():
        edition = _edition(item, language, title, _page(language, title), weight_mg=leaflet.weight_mg)
        if language in leaflet.shelf:
            _arrive(edition, leaflet.shelf[language])
    return item


def _edition(
    item: Item,
    language: str,
    title: str,
    content: bytes,
    *,
    label: str = "First edition",
    weight_mg: int | None = None,
) -> Edition:
    reviewed_on = our_today() - timedelta(days=14)
    if item.name == "For those who care":  # due again in forty days
        reviewed_on = months_after(our_today() + OLD + timedelta(days=40), -24)
    return add_edition(
        action_key=f"demo-{item.id}-{language}-{label}",
        item_id=item.id,
        name=title,
        language=language,
        label=label,
        content=content,
        review=Review(REVIEWER, reviewed_on),
        weight_mg=weight_mg,
    )


def _arrive(edition: Edition, shelf: Shelf) -> None:
    receive_lot(
        action_key=f"demo-lot-{edition.id}",
        edition_id=edition.id,
        printed_on=our_today() - timedelta(days=6),
        quantity=shelf.quantity,
        cost=Money(shelf.cents, our_organisation().currency),
    )
    set_reorder_point(edition.id, shelf.reorder_point)


def _booklet(language: str, title: str) -> bytes:
    if language == "fr":
        return _page(language, title)
    return _print(f"demo_packet_{language}", language, title)


def _page(language: str, title: str) -> bytes:
    return _print("demo_leaflet", language, title)


def _print(template: str, language: str, title: str) -> bytes:
    html = current_app.jinja_env.get_template(f"pdf/{template}.html").render(
        organisation=our_organisation(), title=title, lead=LEADS[language], language=language
    )
    sheet = templates_folder() / "pdf" / "demo_packet.css"
    return press().print(html, style_sheets=[sheet], identifier=f"{template}-{language}-{title}")
