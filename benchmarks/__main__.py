"""`python -m benchmarks [NAME …]`: measure everything, or what is named, and print one table."""

import os
import sys
from collections.abc import Callable, Iterable

from benchmarks import events, labels, pages, receipts, start
from benchmarks.figures import Figure, table

MEASUREMENTS: dict[str, Callable[[], Iterable[Figure]]] = {
    "pages": pages.figures,
    "receipts": receipts.figures,
    "labels": labels.figures,
    "events": events.figures,
    "start": start.figures,
}


def main(names: list[str]) -> None:
    """Measure one after the other, since they would slow each other down."""
    found: list[Figure] = []
    for name in names or MEASUREMENTS:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        found += MEASUREMENTS[name]()
    print(f"\nMedians and ratios of one run, {os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
    print(table(found))


if __name__ == "__main__":
    main(sys.argv[1:])
