"""How long a process needs until the app is made, against one that makes a bare Flask app.

Each start is a process of its own, from the interpreter's first line to the last import; they take turns."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure

ROUNDS = 9
AIM = 0.5  # seconds
OURS = "import wsgi"
BARE = "import flask; flask.Flask('bare')"
ROOT = Path(__file__).parent.parent


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Seconds that both need, on files that the system has read before."""
    with TemporaryDirectory(prefix="ngoapp-bench-") as folder:
        _start(OURS, folder)
        turns = [(_start(OURS, folder), _start(BARE, folder)) for _ in range(rounds)]
    ours = median(mine for mine, _ in turns)
    yield Figure(
        name="start of the app",
        ours=f"{ours:.2f} s",
        baseline=f"{median(bare for _, bare in turns):.2f} s bare Flask",
        ratio=median(mine / bare for mine, bare in turns),
        aim=f"≤ {AIM} s",
        met=ours <= AIM,
    )


def _start(code: str, folder: str) -> float:
    begun = time.perf_counter()
    environ = os.environ | {"NGOAPP_MODE": "demo", "NGOAPP_DATA_DIR": folder}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environ)
    return time.perf_counter() - begun
