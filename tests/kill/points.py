"""Places in a process where a test may want to kill it.

The test writes down which place it waits for. The first process to come by there says so and stands still, so
that it dies exactly there. A process that nobody waits for goes on at once."""

import time
from pathlib import Path

LONGEST_STAND = 20.0  # seconds; longer than a busy machine needs to kill a process
LOOK_EVERY = 0.002


class Points:
    """The places, as files in a folder that the test and its processes share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pass_by(self, name: str) -> None:
        """In a process: stand still if the test waits for this place; one process alone does."""
        here = self._reached(name)
        try:
            (self._folder / name).rename(here)
        except FileNotFoundError:
            return
        time.sleep(LONGEST_STAND)
        here.unlink()

    def wait_for(self, name: str, *, at_most: float) -> bool:
        """In the test: wait until a process stands at this place; whether one does."""
        (self._folder / name).touch()
        deadline = time.monotonic() + at_most
        while not self._reached(name).exists():
            if time.monotonic() > deadline:
                return False
            time.sleep(LOOK_EVERY)
        return True

    def clear(self, name: str) -> bool:
        """In the test, once the process is dead: whether it was standing there to the end."""
        try:
            self._reached(name).unlink()
        except FileNotFoundError:
            return False
        return True

    def _reached(self, name: str) -> Path:
        return self._folder / f"{name} reached"
