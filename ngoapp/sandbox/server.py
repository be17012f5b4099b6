"""Starting and stopping the sandbox."""

import signal
import socket
import threading
from types import FrameType
from typing import Any

import click
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from ngoapp.sandbox.app import make_app
from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.delivery.courier import Courier
from ngoapp.sandbox.mail.smtp import SmtpServer
from ngoapp.sandbox.state.world import World

SECONDS_TO_LISTEN_FOR_STOP = 0.1


class QuietHandler(WSGIRequestHandler):
    """Says nothing: request lines carry personal data, and /requests shows them to who needs them."""

    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:
        """Log nothing."""


class HttpServer(ThreadedWSGIServer):
    """Knows its open connections, so that no idle one outlives it."""

    daemon_threads = False

    def __init__(self, *args: Any, **options: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args, **options)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Let a connection go."""
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Read no further request from anyone; answers on their way are finished."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RD)
            except OSError:
                self._open.discard(connection)


class RunningSandbox:
    """A sandbox that runs in threads of this process until `stop`."""

    def __init__(self, config: SandboxConfig) -> None:
        listening = socket.create_server((config.host, config.port))
        smtp_listening = socket.create_server((config.host, config.smtp_port))
        self._world = World(config)
        port = listening.getsockname()[1]
        with listening:
            self._http = HttpServer(
                config.host, port, make_app(self._world), QuietHandler, fd=listening.fileno()
            )
        self._smtp = SmtpServer(self._world, smtp_listening)
        self._courier = Courier(self._world)
        self._thread = threading.Thread(target=self._serve_http, name="sandbox-http", daemon=True)
        self.url = f"http://{config.host}:{port}"
        self.smtp_port = self._smtp.port
        self._thread.start()
        self._smtp.start()
        self._courier.start()

    def stop(self) -> None:
        """Finish what is in hand, close the doors, keep the state."""
        self._http.shutdown()
        self._http.hang_up()
        self._http.server_close()
        self._thread.join()
        self._smtp.stop()
        self._courier.stop()
        self._world.store.close()

    def _serve_http(self) -> None:
        self._http.serve_forever(poll_interval=SECONDS_TO_LISTEN_FOR_STOP)


def start(config: SandboxConfig) -> RunningSandbox:
    """Start a sandbox in this process, for tests."""
    return RunningSandbox(config)


def serve(config: SandboxConfig) -> None:
    """Run a sandbox in the foreground until SIGTERM or SIGINT."""
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)
    sandbox = start(config)
    click.echo(f"Sandbox: {sandbox.url} (mail on port {sandbox.smtp_port})")
    ended.wait()
    sandbox.stop()
