"""What a measurement found, beside what it is held against, and the table of all of them."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

HEADINGS = ("name", "ours", "baseline", "ratio", "aim", "")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. `ratio` is ours to the baseline; `met` says whether the aim was, where there is one."""

    name: str
    ours: str
    baseline: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    name, ours, baseline, ratio, aim, met = astuple(figure)
    verdict = "" if met is None else "met" if met else "missed"
    return name, ours, baseline, "" if ratio is None else f"{ratio:.2f}", aim, verdict
