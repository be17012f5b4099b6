"""Several processes that live and die together, with their output on one terminal."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from types import FrameType

import click

STOPPED = ""  # an event that names no process: somebody asked us to stop
LONGEST_FAREWELL = 30.0  # seconds; gunicorn gives its requests twenty
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Processes:
    """Starts processes, passes on what they print, and ends all of them when one ends or a signal asks to.

    Each leads a session of its own: Ctrl-C reaches us alone, and whatever a process leaves behind can be ended
    with it."""

    def __init__(self, commands: Mapping[str, list[str]]) -> None:
        self._commands = commands
        self._width = max(map(len, commands))
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._printers: list[Thread] = []
        self._events: SimpleQueue[str] = SimpleQueue()
        self._ending = False

    def run(self) -> int:
        """Stay until the end. Returns 0 when a signal ended it, 1 when a process did."""
        for number in SIGNALS:
            signal.signal(number, self._stop)
        try:
            for name, command in self._commands.items():
                self._start(name, command)
            first = self._events.get()
            if first != STOPPED:
                click.echo(f"{first} ended by itself; stopping the rest.", err=True)
        finally:
            self._end_all()
        return 0 if first == STOPPED else 1

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        if self._ending:  # asked twice: somebody is in a hurry
            for process in self._running.values():
                process.kill()
        self._events.put(STOPPED)

    def _start(self, name: str, command: list[str]) -> None:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
        self._running[name] = process
        printer = Thread(target=self._print, args=(name, process), daemon=True)
        self._printers.append(printer)
        for thread in (printer, Thread(target=self._watch, args=(name, process), daemon=True)):
            thread.start()

    def _print(self, name: str, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            click.echo(f"{name:{self._width}} | {line}", nl=False)

    def _watch(self, name: str, process: subprocess.Popen[str]) -> None:
        process.wait()
        self._events.put(name)

    def _end_all(self) -> None:
        self._ending = True
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(LONGEST_FAREWELL)
            with suppress(
                ProcessLookupError, PermissionError
            ):  # macOS says the latter of a group that is gone
                os.killpg(process.pid, signal.SIGKILL)
        for printer in self._printers:
            printer.join(timeout=1)
