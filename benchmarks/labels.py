"""Labels against a bare ReportLab canvas that draws the same lines at the same places in Helvetica, and gLabels.

Each drawing is a process of its own, so that its peak of memory is its own; the two take turns."""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

from reportlab.pdfgen.canvas import Canvas

from benchmarks import glabels
from benchmarks.figures import Figure
from ngoapp.mailings.labels import print_labels
from ngoapp.mailings.lines import address_lines
from ngoapp.mailings.stock import find_stock
from ngoapp.people.addresses import PostalAddress

STOCK = "5160"
ROUNDS = 5
COUNTS = (3_000, 30_000, 100_000)
AIM_RATIO, AIM_MEGABYTES = 1.5, 150
# gLabels dies at 30,000.
GLABELS_COUNT, AIM_OF_GLABELS = 3_000, 0.1
# A label of the longest run may take a little longer than one of the run before.
AIM_LINEAR = 1.25
SIZE = 9.5
LEADING = 11.0
MM = 72 / 25.4
ADDRESSES = [
    PostalAddress(
        "Jack and Elizabeth Lewis", "", "7455 France Ave S # 266", "Edina", "MN", "55435-4702", "US"
    ),
    PostalAddress("Ms Helen Saunders", "", "1010 Clear Street", "Ottawa", "Ontario", "k1a0b1", "CA"),
    PostalAddress("Erika Mustermann", "Musterfirma GmbH", "Heidestraße 17", "Köln", "", "51147", "DE"),
    PostalAddress("José García López", "", "Calle Mayor 5, 2º B", "Madrid", "Madrid", "28013", "ES"),
    PostalAddress("A. Donor", "", "P.O. Box 12", "Edina", "MN", "554350012", "US"),
]


@dataclass(frozen=True)
class Drawn:
    """What one drawing took: seconds without imports, those of the processor, and the process's peak in megabytes."""

    seconds: float
    cpu: float
    megabytes: float


def lines_of(count: int) -> Iterator[list[str]]:
    """The lines of so many labels, no two of them alike."""
    patterns = [address_lines(address, style="upper") for address in ADDRESSES]
    for number in range(count):
        name, *rest = patterns[number % len(patterns)]
        yield [f"{name} {number}", *rest]


def ours(labels: list[list[str]]) -> None:
    """Print them as the product does."""
    print_labels(labels, stock=find_stock(STOCK), out=io.BytesIO())


def bare(labels: list[list[str]]) -> None:
    """Draw them with nothing measured, fitted or checked."""
    stock = find_stock(STOCK)
    canvas = Canvas(io.BytesIO(), pagesize=(stock.page[0] * MM, stock.page[1] * MM))
    for number, lines in enumerate(labels):
        place = number % stock.per_sheet
        if place == 0:
            if number:
                canvas.showPage()
            canvas.setFont("Helvetica", SIZE)
        left, top = stock.corner(place)
        x, y = (left + 3) * MM, (stock.page[1] - top - 5) * MM
        for index, line in enumerate(lines):
            canvas.drawString(x, y - index * LEADING, line)
    canvas.save()


DRAWINGS: dict[str, Callable[[list[list[str]]], None]] = {"ours": ours, "bare": bare}


def draw_here(drawing: str, count: int) -> Drawn:
    """Draw in this process, after a first label for which libraries and fonts are loaded."""
    labels = list(lines_of(count))
    DRAWINGS[drawing](labels[:1])
    begun, cpu_begun = time.perf_counter(), time.process_time()
    DRAWINGS[drawing](labels)
    return Drawn(time.perf_counter() - begun, time.process_time() - cpu_begun, peak())


def peak() -> float:
    """The most megabytes that this process has held. `getrusage` counts what its parent held, too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def draw_apart(drawing: str, count: int) -> Drawn:
    """Draw in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.labels", drawing, str(count)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return Drawn(**json.loads(told))


def compare(count: int, rounds: int = ROUNDS) -> dict[str, Drawn]:
    """The medians of both drawings for so many labels."""
    runs: dict[str, list[Drawn]] = {drawing: [] for drawing in DRAWINGS}
    for _ in range(rounds):
        for drawing, drawn in runs.items():
            drawn.append(draw_apart(drawing, count))
    return {
        drawing: Drawn(*(median(part) for part in zip(*map(astuple, drawn), strict=True)))
        for drawing, drawn in runs.items()
    }


def figures(counts: Sequence[int] = COUNTS, rounds: int = ROUNDS) -> Iterator[Figure]:
    """How so many labels compare, what memory the product took for them, and whether it takes each as long."""
    per_label: list[float] = []
    for count in counts:
        results = compare(count, rounds)
        mine, theirs = results["ours"], results["bare"]
        ratio = mine.seconds / theirs.seconds
        per_label.append(mine.cpu / count)
        yield Figure(
            name=f"{count:,} labels",
            ours=f"{mine.seconds:.2f} s, {mine.megabytes:.0f} MB",
            baseline=f"{theirs.seconds:.2f} s, {theirs.megabytes:.0f} MB bare ReportLab",
            ratio=ratio,
            aim=f"≤ {AIM_RATIO}, < {AIM_MEGABYTES} MB",
            met=ratio <= AIM_RATIO and mine.megabytes < AIM_MEGABYTES,
        )
    yield _linear(counts, per_label)
    yield beside_glabels(rounds)


def beside_glabels(rounds: int = ROUNDS, count: int = GLABELS_COUNT) -> Figure:
    """How gLabels does with the same lines; the two take turns, and the ratio is that of their medians."""
    name = f"{count:,} labels, gLabels"
    if not glabels.is_installed():
        return Figure(name=name, ours="", baseline="not installed: apt-get install glabels")
    labels = list(lines_of(count))
    turns = [(draw_apart("ours", count).seconds, glabels.seconds_for(labels)) for _ in range(rounds)]
    mine, theirs = (median(side) for side in zip(*turns, strict=True))
    ratio = mine / theirs
    return Figure(
        name=name,
        ours=f"{mine:.2f} s",
        baseline=f"{theirs:.2f} s gLabels",
        ratio=ratio,
        aim=f"≤ {AIM_OF_GLABELS}",
        met=ratio <= AIM_OF_GLABELS,
    )


def _linear(counts: Sequence[int], per_label: Sequence[float]) -> Figure:
    """By the processor's own time: what else the machine does comes and goes between the runs."""
    ratio = per_label[-1] / per_label[-2] if len(per_label) > 1 else 1.0
    return Figure(
        name=f"one label of {counts[-1]:,}, CPU",
        ours=f"{per_label[-1] * 1e6:.0f} µs",
        baseline=f"{per_label[-2:][0] * 1e6:.0f} µs, one of {counts[-2:][0]:,}",
        ratio=ratio,
        aim=f"≤ {AIM_LINEAR}",
        met=ratio <= AIM_LINEAR,
    )


if __name__ == "__main__":
    print(json.dumps(vars(draw_here(sys.argv[1], int(sys.argv[2])))))
