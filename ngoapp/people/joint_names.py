"""Two names in one line, as a letter or a page of thanks writes them."""

from collections.abc import Sequence

# What stands before or behind a name without being a part of it: with it, each name is written out.
TITLES = frozenset({"dr", "prof", "rev", "mr", "mrs", "ms", "mx", "sir", "dame", "hon"})
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"})
JOINERS = frozenset({"and", "&", "+", "y", "und", "et", "family", "families"})


def joint_name(*names: str) -> str:
    """“Jack and Elizabeth Lewis”, “Ana Ruiz and Ben Cho”; several as “Ana Ruiz, Ben Cho and Cy Day”.

    A surname is written once only where it is one word and surely one."""
    given = [" ".join(name.split()) for name in names if name.strip()]
    if len(given) == 2 and (surname := _shared_surname(*(name.split() for name in given))):
        first, second = (name.split() for name in given)
        return f"{' '.join(first[:-1])} and {' '.join(second[:-1])} {surname}"
    return " and ".join(part for part in (", ".join(given[:-1]), *given[-1:]) if part)


def stands_for_both(name: str, first: str, second: str) -> bool:
    """Whether a name that `first` chose to be thanked under tells of `second`, too: “The Lewis Family” does."""
    theirs = _words(second) - _words(first)
    return bool(_words(name) & (theirs | JOINERS)) or "&" in name or "+" in name


def reads_like_two(name: str) -> bool:
    """Whether a name seems to be that of two people."""
    return bool(_words(name) & JOINERS) or "&" in name


def _shared_surname(first: Sequence[str], second: Sequence[str]) -> str:
    plain = [[_plain(word) for word in name] for name in (first, second)]
    if min(len(name) for name in plain) < 2 or plain[0][-1] != plain[1][-1]:
        return ""
    of_two_words = min(len(name) for name in plain) > 2 and plain[0][-2] == plain[1][-2]
    adorned = any(name[0] in TITLES or name[-1] in SUFFIXES for name in plain)
    return "" if of_two_words or adorned else first[-1]


def _words(name: str) -> set[str]:
    return {_plain(word) for word in name.split()}


def _plain(word: str) -> str:
    return word.strip(".,").casefold()
