"""The order of names on a page of thanks: by surname, without regard to case and accents."""

import re
import unicodedata

ARTICLES = ("the ", "a ", "an ")
SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"}
ORGANISATION = re.compile(
    r"\b(association|bank|charities|charity|church|club|co|company|corp|corporation|foundation|fund|group|gmbh|inc"
    r"|llc|llp|ltd|network|partners|school|services|society|trust|university)\b"
)
JOINED = re.compile(r"\s+(?:and|und|et|y|&)\s+|\s*[&+,]\s*")


def sort_key(name: str) -> str:
    """Where a recognition name belongs in the alphabet.

    “Jack and Elizabeth Lewis” stands under `lewis, jack`, two surnames under the first, “The Smith Family” under
    `smith`, organisations without The, A or An."""
    plain = _plain(name)
    bare = next((plain.removeprefix(article) for article in ARTICLES if plain.startswith(article)), plain)
    if bare.endswith((" family", " families")):
        return bare.rsplit(" ", 1)[0]
    if ORGANISATION.search(bare):
        return bare
    first, _, last = _ends(bare)
    return f"{last}, {first}" if first else last


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(letters.replace(".", " ").split())


def _ends(name: str) -> tuple[str, str, str]:
    """First names and surname of the first person named; a shared surname stands behind the last."""
    people = [[word for word in part.split() if word not in SUFFIXES] for part in JOINED.split(name)]
    people = [words for words in people if words] or [[name]]
    head = people[0]
    if len(head) > 1:
        return " ".join(head[:-1]), "", head[-1]
    return (head[0], "", people[-1][-1]) if len(people) > 1 else ("", "", head[0])
