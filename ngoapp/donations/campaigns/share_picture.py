"""The picture that other sites show where somebody shares a campaign: 1200 × 630, drawn by us."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache, partial
from urllib.parse import urlsplit

from ngoapp.adapters.pictures import Canvas, Run, width_of
from ngoapp.core.paths import static_folder
from ngoapp.donations.campaigns.standing import Standing
from ngoapp.mailings.paper_fonts import PaperFont, characters, fallback_font
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
PAPER, INK, SOFT, TRACK = "#fbf8f3", "#1d2b2f", "#46555a", "#e6dfd2"
TITLE_SIZES = (84, 72, 62, 54)
MOST_LINES = 3
BAR_TOP, BAR_HEIGHT = 430, 40
KEPT = 32


@dataclass(frozen=True)
class Shown:
    """What the picture shows; the same facts are the same picture."""

    title: str
    sender: str
    sum: str
    filled: int | None
    rest: str
    where: str
    colour: str

    @property
    def version(self) -> str:
        """Names the picture by its content, so that whoever keeps a copy asks again when it has changed."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:12]


def shown_of(it: Standing) -> Shown:
    """The facts for a campaign as it stands."""
    ours, campaign = our_organisation(), it.campaign
    address = urlsplit(absolute(f"/campaigns/{campaign.slug}"))
    return Shown(
        title=campaign.title,
        sender=ours.public_name,
        sum=_sum(it),
        filled=it.filled,
        rest="It has ended. Thank you!" if it.is_over else it.time_left,
        where=f"{address.netloc}{address.path}",
        colour=ours.primary_colour,
    )


@lru_cache(maxsize=KEPT)
def draw(shown: Shown) -> bytes:
    """The picture as PNG; this process keeps the latest ones."""
    canvas = Canvas(WIDTH, HEIGHT, PAPER)
    canvas.block((0, 0, WIDTH, 18), shown.colour)
    canvas.text((MARGIN, 110), _fitted(shown.sender, _bold, 34), 34, shown.colour)
    size, lines = _title(shown.title)
    leading = size * 6 // 5
    top = 130 + size + (270 - len(lines) * leading) // 2
    for number, line in enumerate(lines):
        canvas.text((MARGIN, top + number * leading), _bold(line), size, INK)
    _progress(canvas, shown)
    canvas.text((MARGIN, HEIGHT - 40), _fitted(shown.where, _plain, 28), 28, SOFT)
    return canvas.png()


def _progress(canvas: Canvas, shown: Shown) -> None:
    if shown.filled is not None:
        right = WIDTH - MARGIN
        canvas.block((MARGIN, BAR_TOP, right, BAR_TOP + BAR_HEIGHT), TRACK, radius=BAR_HEIGHT // 2)
        reached = MARGIN + max(BAR_HEIGHT, (right - MARGIN) * shown.filled // 100)
        if shown.filled:
            canvas.block(
                (MARGIN, BAR_TOP, reached, BAR_TOP + BAR_HEIGHT), shown.colour, radius=BAR_HEIGHT // 2
            )
    canvas.text((MARGIN, 528), _bold(shown.sum), 40, INK)
    rest = _plain(shown.rest)
    canvas.text((WIDTH - MARGIN - round(width_of(rest, 32)), 528), rest, 32, SOFT)


def _sum(it: Standing) -> str:
    goal = it.campaign.goal
    if not it.campaign.show_total:
        return f"Our goal: {goal.short()}" if goal else ""
    return f"{it.raised.short()} of {goal.short()}" if goal else f"{it.raised.short()} raised"


def _title(title: str) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines; what fits in none is cut short."""
    for size in TITLE_SIZES:
        lines = _wrapped(title, size)
        if len(lines) <= MOST_LINES and len(lines) * size <= 3 * 72:
            return size, lines
    kept = lines[:MOST_LINES]
    return size, [*kept[:-1], f"{kept[-1]} …"]


def _wrapped(text: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(_bold(longer), size) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitted(text: str, runs: Callable[[str], Sequence[Run]], size: int) -> Sequence[Run]:
    """The line, cut short where it would run off the picture."""
    fitting = text
    while width_of(runs(fitting), size) > WIDTH - 2 * MARGIN:
        fitting = f"{fitting.rstrip(' …')[:-1]} …"
    return runs(fitting)


def _runs(text: str, own: Sequence[PaperFont]) -> list[Run]:
    """The text in pieces of one font; a sign of no script stays with what stands before it."""
    runs: list[tuple[PaperFont, str]] = []
    for letter in text:
        if runs and not letter.isalpha() and ord(letter) in characters(runs[-1][0]):
            font = runs[-1][0]
        else:
            font = (
                next((it for it in own if ord(letter) in characters(it)), None)
                or fallback_font(letter)
                or own[0]
            )
        if runs and runs[-1][0] == font:
            runs[-1] = font, runs[-1][1] + letter
        else:
            runs.append((font, letter))
    return [(font.path, words) for font, words in runs]


def _faces(weight: str) -> Sequence[PaperFont]:
    folder = static_folder() / "fonts" / "paper"
    names = (f"AtkinsonHyperlegibleNext-{weight}", f"NotoSans-{weight}")
    return [PaperFont(name, folder / f"{name}.ttf") for name in names]


_bold = partial(_runs, own=_faces("Bold"))
_plain = partial(_runs, own=_faces("Regular"))
