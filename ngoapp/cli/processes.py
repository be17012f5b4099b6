"""Several processes that live and die together, with their output on one terminal.

They are forked, not started anew: what this process has imported is there for all of them at once."""

import atexit
import os
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import click

Work = Callable[[], object]
LONGEST_FAREWELL = 30.0  # seconds; the web server gives its requests twenty
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Processes:
    """Starts processes, passes on what they print, and ends all of them when one ends or a signal asks to.

    Each leads a session of its own: Ctrl-C reaches us alone, and whatever a process leaves behind can be ended
    with it. No thread may run when they start."""

    def __init__(self, work: Mapping[str, Work]) -> None:
        self._work = work
        self._width = max(map(len, work))
        self._alive: dict[str, int] = {}
        self._unfinished: dict[str, bytes] = {}
        self._selector = selectors.DefaultSelector()
        self._code = 0
        self._end_by: float | None = None

    def start(self) -> None:
        """Start every process."""
        self._listen_for_signals()
        for name, work in self._work.items():
            self._start(name, work)

    def wait(self) -> int:
        """Stay until the end. Returns 0 when a signal ended it, 1 when a process did."""
        while self._alive:
            self._handle(self._seconds_left())
            if self._seconds_left() == 0:
                self._kill_all()
        while len(self._selector.get_map()) > 1 and self._handle(1):
            pass  # last words
        return self._code

    def _listen_for_signals(self) -> None:
        heard, told = os.pipe()
        os.set_blocking(told, False)
        signal.set_wakeup_fd(told)
        for number in (*STOPS, signal.SIGCHLD):
            signal.signal(number, lambda _number, _frame: None)  # the pipe tells
        self._selector.register(heard, selectors.EVENT_READ, lambda: self._heed(os.read(heard, 64)))

    def _start(self, name: str, work: Work) -> None:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            self._selector.close()
            _be_a_process(work, write)
        os.close(write)
        self._alive[name] = pid
        self._unfinished[name] = b""
        self._selector.register(read, selectors.EVENT_READ, lambda: self._relay(name, read))

    def _handle(self, timeout: float | None) -> int:
        events = self._selector.select(timeout)
        for key, _ in events:
            key.data()
        return len(events)

    def _seconds_left(self) -> float | None:
        return None if self._end_by is None else max(0.0, self._end_by - time.monotonic())

    def _heed(self, numbers: bytes) -> None:
        for number in numbers:
            if number == signal.SIGCHLD:
                self._reap()
            elif self._end_by is None:
                self._end_all(0)
            else:
                self._kill_all()  # asked twice: somebody is in a hurry

    def _reap(self) -> None:
        for name, pid in list(self._alive.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del self._alive[name]
                _kill_group(pid)
                if self._end_by is None:
                    click.echo(f"{name} ended by itself; stopping the rest.", err=True)
                    self._end_all(1)

    def _end_all(self, code: int) -> None:
        self._code = code
        self._end_by = time.monotonic() + LONGEST_FAREWELL
        for pid in self._alive.values():
            os.kill(pid, signal.SIGTERM)

    def _kill_all(self) -> None:
        for pid in self._alive.values():
            _kill_group(pid)

    def _relay(self, name: str, pipe: int) -> None:
        said = os.read(pipe, 65536)
        if not said:
            self._selector.unregister(pipe)
            os.close(pipe)
        *lines, self._unfinished[name] = (self._unfinished[name] + said).split(b"\n")
        for line in lines:
            click.echo(f"{name:{self._width}} | {line.decode(errors='replace')}")


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group that is gone
        os.killpg(leader, signal.SIGKILL)


@contextmanager
def ending_as_its_own() -> Iterator[None]:
    """In a process that was forked: what is left to do at its end is its own, and nothing that its parent is to do."""
    atexit._clear()
    try:
        yield
    finally:
        atexit._run_exitfuncs()


def _be_a_process(work: Work, output: int) -> None:
    """In the new process: print to `output`, forget our parent's signals, work, and never return."""
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (*STOPS, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for standard in (1, 2):
            os.dup2(output, standard)
        with ending_as_its_own():
            work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - a process shows whatever ended it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
