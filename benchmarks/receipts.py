"""A receipt, warm, against the same page through a naive `HTML().write_pdf()`, and the memory of a long run.

Naive is what the first page of WeasyPrint's documentation shows: each page with a font configuration and style sheets
of its own. Once with the system's Noto Sans, once with our bundled files by `@font-face`, which is the very same
paper. Each kind has a process of its own; the kinds take turns."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import weasyprint
from flask import Flask

from benchmarks.figures import Figure
from ngoapp.adapters.pdf import fonts_folder
from ngoapp.app import create_app
from ngoapp.core.settings import Settings
from ngoapp.receipts.letter import Letter
from ngoapp.receipts.paper import STYLE_SHEETS, draw, page_of

ROUNDS, WARM_UP, PAGES = 3, 5, 40
LENGTHS = (100, 1000)
AIM_RATIO, AIM_MEGABYTES = 0.75, 10
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Run:
    """What one process measured: the median time of a page, and its memory after so many."""

    milliseconds: float
    megabytes: float


def letter(number: int) -> Letter:
    """A receipt like any other, no two of them alike."""
    return Letter(
        number=f"US-2026-{number:06d}",
        title="Donation receipt",
        statements=["No goods or services were provided in exchange for this contribution."] * 2,
        donor_name=f"Jack and Elizabeth Lewis {number}",
        salutation="Jack and Elizabeth",
        address_lines=[f"Jack and Elizabeth Lewis {number}", "120 Lake St W", "Minneapolis, MN 55408"],
        country_code="US",
        amount_minor=100 * number,
        amount_currency="USD",
        gift_on=DAY,
        received_on=DAY,
        issued_on=DAY,
        fund="Where it is needed most",
        method="Card",
        replaces="",
        organisation={
            "legal_name": "Northern Scleroderma Network, Inc.",
            "public_name": "Northern Scleroderma Network",
            "address_lines": ["7400 Prairie Center Dr # 210", "Edina, MN 55435-0210"],
            "mission": "We help people who live with scleroderma, and those who care for them.",
            "hotline": "1-800-555-0142",
            "email": "hello@example.org",
            "signer": "Margaret Olson, Treasurer",
            "logo_id": None,
            "colour": "#0b5560",
            "paper": "letter",
        },
    )


def ours(number: int) -> None:
    """As the product draws it."""
    draw(letter(number))


def naive(number: int) -> None:
    """With the system's fonts."""
    styles = [sheet.read_text().replace('"NotoSans-Regular"', '"Noto Sans"') for sheet in STYLE_SHEETS]
    _write(number, styles)


def naive_bundled(number: int) -> None:
    """With our fonts, loaded for each page."""
    faces = [
        f"@font-face {{ font-family: '{file.stem}'; src: url('{file.as_uri()}') }}"
        for file in fonts_folder().glob("*.ttf")
    ]
    _write(number, [*faces, *(sheet.read_text() for sheet in STYLE_SHEETS)])


def _write(number: int, styles: list[str]) -> None:
    page = page_of(letter(number)).replace("</head>", f"<style>{' '.join(styles)}</style></head>")
    weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")


KINDS: dict[str, Callable[[int], None]] = {"ours": ours, "naive": naive, "naive, bundled": naive_bundled}


def app() -> Flask:
    """The app, with a throwaway folder: drawing asks the database for nothing but a logo."""
    folder = tempfile.mkdtemp(prefix="ngoapp-bench-")
    return create_app(Settings.from_environ({"NGOAPP_DATA_DIR": folder}))


def measure_here(kind: str, pages: int) -> Run:
    """Draw so many pages in this process, after a few that do not count."""
    times = []
    with app().app_context():
        for number in range(1, WARM_UP + pages + 1):
            begun = time.perf_counter()
            KINDS[kind](number)
            times.append((time.perf_counter() - begun) * 1000)
    return Run(median(times[WARM_UP:]), memory())


def measure_apart(kind: str, pages: int) -> Run:
    """Draw in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.receipts", kind, str(pages)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Run(**json.loads(answer.stdout.splitlines()[-1]))


def memory() -> float:
    """Resident megabytes of this process, now where the system tells, else at their peak."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def figures(rounds: int = ROUNDS, pages: int = PAGES, lengths: tuple[int, int] = LENGTHS) -> Iterator[Figure]:
    """How a page compares with both naive ways, and the memory after a short and a long run."""
    runs: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(rounds):
        for kind, times in runs.items():
            times.append(measure_apart(kind, pages).milliseconds)
    middle = {kind: median(times) for kind, times in runs.items()}
    for kind in ("naive", "naive, bundled"):
        yield _speed(kind, middle["ours"], middle[kind])
    early, late = (measure_apart("ours", length - WARM_UP).megabytes for length in lengths)
    yield Figure(
        name=f"memory after {lengths[1]:,} receipts",
        ours=f"{late:.0f} MB",
        baseline=f"{early:.0f} MB after {lengths[0]:,}",
        ratio=late / early,
        aim=f"within {AIM_MEGABYTES} MB",
        met=late - early <= AIM_MEGABYTES,
    )


def _speed(kind: str, mine: float, theirs: float) -> Figure:
    return Figure(
        name="receipt",
        ours=f"{mine:.1f} ms",
        baseline=f"{theirs:.1f} ms {kind}",
        ratio=mine / theirs,
        aim=f"≤ {AIM_RATIO}",
        met=mine / theirs <= AIM_RATIO,
    )


if __name__ == "__main__":
    run = measure_here(sys.argv[1], int(sys.argv[2]))
    print(json.dumps({"milliseconds": run.milliseconds, "megabytes": run.megabytes}))
