"""Load on a web server: some kept-alive connections, each asking again as soon as it is answered.

Raw sockets in a process of its own, so that what is measured is the server and not the client."""

import json
import re
import socket
import subprocess
import sys
import time
from selectors import EVENT_READ, DefaultSelector

CONNECTIONS = 8
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)
LONGEST_SILENCE = 30.0


class Connection:
    """One browser without cookies that wants one page again and again."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SILENCE)
        self._request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        self._heard = b""

    def ask(self) -> None:
        """Ask for the page."""
        self._heard = b""
        self.socket.sendall(self._request)

    def listen(self) -> bool:
        """Take in what has arrived; whether that is all of it. Raises RuntimeError unless the page is fine."""
        arrived = self.socket.recv(1 << 18)
        self._heard += arrived
        head, blank, body = self._heard.partition(b"\r\n\r\n")
        if not arrived or not head.startswith(b"HTTP/1.1 200 "[: len(head)]):
            raise RuntimeError(f"The server said {head[:60]!r}")
        length = LENGTH.search(head + b"\r\n")
        return bool(blank and length and len(body) == int(length[1]))


def load_here(port: int, path: str, requests: int) -> float:
    """Make so many requests; how many seconds they took."""
    connections = [Connection(port, path) for _ in range(min(CONNECTIONS, requests))]
    with DefaultSelector() as selector:
        begun, to_ask, to_hear = time.perf_counter(), requests - len(connections), requests
        for connection in connections:
            selector.register(connection.socket, EVENT_READ, connection)
            connection.ask()
        while to_hear:
            for key, _ in selector.select(LONGEST_SILENCE):
                if key.data.listen():
                    to_hear -= 1
                    if to_ask:
                        to_ask -= 1
                        key.data.ask()
        seconds = time.perf_counter() - begun
    for connection in connections:
        connection.socket.close()
    return seconds


def load(port: int, path: str, requests: int) -> float:
    """The same from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.load", str(port), path, str(requests)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return float(json.loads(told))


if __name__ == "__main__":
    print(json.dumps(load_here(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
