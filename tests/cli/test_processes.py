"""Processes that live and die together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

RUNNER = """
import sys
from functools import partial
from ngoapp.cli.processes import Processes
processes = Processes({name: partial(exec, source) for name, source in zip(*[iter(sys.argv[1:])] * 2)})
processes.start()
sys.exit(processes.wait())
"""
PATIENT = "import time; print('here', flush=True); time.sleep(60)"
# Starts one more process that would outlive it, and writes down who it is.
PARENT = (
    "import subprocess, sys, time; child = subprocess.Popen(['sleep', '60']);"
    " open({path!r}, 'w').write(str(child.pid)); print('here', flush=True); time.sleep(60)"
)


def start(*named: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", RUNNER, *named], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def line_from(runner: "subprocess.Popen[str]") -> str:
    assert runner.stdout
    return runner.stdout.readline()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{pid}/status").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process_and_is_a_success(number):
    with start("one", PATIENT, "second", PATIENT) as runner:
        assert {line_from(runner), line_from(runner)} == {"one    | here\n", "second | here\n"}
        runner.send_signal(number)
        assert runner.communicate(timeout=10) == ("", "")
    assert runner.returncode == 0


def test_a_process_that_ends_by_itself_takes_the_others_along_and_is_a_failure():
    with start("one", PATIENT, "second", "print('going', flush=True)") as runner:
        output, errors = runner.communicate(timeout=10)
    assert runner.returncode == 1
    assert "second | going" in output
    assert errors == "second ended by itself; stopping the rest.\n"


def test_a_process_does_at_its_end_what_it_said_it_would_and_nothing_of_its_parents():
    register = "import atexit; atexit.register(lambda: print({!r}, flush=True))\n"
    runner = subprocess.run(
        [sys.executable, "-c", register.format("parent") + RUNNER, "one", register.format("tidied")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert runner.stdout.splitlines() == ["one | tidied", "parent"]


def test_what_a_process_started_ends_with_it(tmp_path):
    with start("one", PARENT.format(path=str(tmp_path / "pid"))) as runner:
        line_from(runner)
        grandchild = int((tmp_path / "pid").read_text())
        assert is_running(grandchild)
        runner.terminate()
    deadline = time.monotonic() + 5
    while is_running(grandchild) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(grandchild)


def test_asking_twice_ends_a_process_that_does_not_listen():
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
    with start("one", deaf) as runner:
        line_from(runner)
        runner.terminate()
        time.sleep(0.3)
        runner.terminate()
        assert runner.wait(10) == 0
