"""gLabels in its batch mode: the same lines merged from a list onto the same sheets.

Its start with a single label is taken off, as ours does not count imports."""

import csv
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "glabels-3-batch"
MOST_LINES = 6
DOCUMENT = """<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
  <Template brand="Avery" part="5160" size="US-Letter">
    <Label-rectangle id="0" width="189pt" height="72pt" round="5pt" x_waste="5pt" y_waste="0pt">
      <Markup-margin size="5pt"/>
      <Layout nx="3" ny="10" x0="13.5pt" y0="36pt" dx="198pt" dy="72pt"/>
    </Label-rectangle>
  </Template>
  <Objects id="0" rotate="False">
    <Object-text x="5pt" y="5pt" w="179pt" h="62pt" justify="Left" valign="Top"
      a0="1" a1="0" a2="0" a3="1" a4="0" a5="0">
      <Span font_family="Sans" font_size="9" font_weight="Regular" font_italic="False" color="0x000000ff"
        line_spacing="1">{fields}</Span>
    </Object-text>
  </Objects>
  <Merge type="Text/Comma/Line1Keys" src="{addresses}"/>
  <Data></Data>
</Glabels-document>
"""


def is_installed() -> bool:
    """Whether there is anything to compare with."""
    return shutil.which(PROGRAM) is not None


def seconds_for(labels: Sequence[Sequence[str]]) -> float:
    """How long gLabels takes for these labels beyond what it takes for one."""
    return _seconds(labels) - _seconds(labels[:1])


def _seconds(labels: Sequence[Sequence[str]]) -> float:
    with tempfile.TemporaryDirectory(prefix="ngoapp-glabels-") as folder:
        addresses, document, out = (Path(folder) / name for name in ("in.csv", "in.glabels", "out.pdf"))
        names = [f"line{number}" for number in range(MOST_LINES)]
        with addresses.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows([*lines, *[""] * (MOST_LINES - len(lines))] for lines in labels)
        fields = "".join(f'<Field name="{name}"/><NL/>' for name in names)
        document.write_text(DOCUMENT.format(fields=fields, addresses=addresses), encoding="utf-8")
        begun = time.perf_counter()
        subprocess.run([PROGRAM, "-o", out, document], check=True, capture_output=True)
        seconds = time.perf_counter() - begun
        if not out.exists():
            sys.exit("gLabels wrote nothing.")
    return seconds
