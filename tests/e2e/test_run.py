"""`ngoapp run`, which `make run` ends in: it starts, says where everything is, and ends cleanly."""

import re
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.e2e.installation import free_ports, is_alive, running

pytestmark = pytest.mark.e2e


def rows_of(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "ngoapp.sqlite3")) as connection:
        return list(connection.iterdump())


@pytest.mark.alone
def test_a_second_start_is_ready_within_five_seconds_and_changes_no_row(tmp_path):
    data, ports = tmp_path / "data", free_ports(3)
    with running(data, ports) as first:
        first.ready_after()
        said = first.addresses()
        assert first.end() == 0
    password = (data / "demo-password").read_text().strip()
    for expected in (
        f"http://127.0.0.1:{ports[0]}/staff/",
        f"admin@example.org, password {password}",
        f"http://127.0.0.1:{ports[1]}/inbox",
    ):
        assert expected in said
    before = rows_of(data)
    took: list[float] = []
    while len(took) < 3 and min(took, default=99) > 5:  # somebody else may want the processor just then
        with running(data, ports) as second:
            took.append(second.ready_after())
            assert password in second.addresses()
            assert second.end(signal.SIGINT) == 0
    assert min(took) <= 5
    assert rows_of(data) == before


def test_two_copies_run_side_by_side(tmp_path):
    with running(tmp_path / "one", free_ports(3)) as one, running(tmp_path / "two", free_ports(3)) as two:
        one.ready_after()
        two.ready_after()
        assert one.end() == 0
        assert two.readiness()["status"] == "ready"
        assert two.end() == 0


def test_when_one_part_dies_the_rest_ends_too_and_that_is_a_failure(tmp_path):
    with running(tmp_path / "data", free_ports(3)) as run:
        run.ready_after()
        family = run.family()
        _server, worker, _sandbox = sorted(
            psutil.Process(run.process.pid).children(), key=lambda each: each.pid
        )
        worker.kill()
        assert run.process.wait(40) == 1
        assert not [each for each in family if is_alive(each)]
        assert re.search(r"worker ended by itself; stopping the rest", run.output)


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path):
    port, sandbox_port, smtp_port = free_ports(3)
    with (
        socket.create_server(("127.0.0.1", port)),
        running(tmp_path / "data", [port, sandbox_port, smtp_port]) as run,
    ):
        assert run.process.wait(20) == 1
        assert (
            run.output
            == f"Error: Port {port} is in use: choose another one, such as PORT={port + 100} make run.\n"
        )
