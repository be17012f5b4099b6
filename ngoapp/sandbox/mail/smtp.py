"""The SMTP server: takes any mail for anyone, and fails when it is told to."""

import asyncio
import socket
import threading

from aiosmtpd.smtp import SMTP, Envelope, Session

from ngoapp.sandbox.mail.inbox import keep
from ngoapp.sandbox.state.switches import happens, read_switches
from ngoapp.sandbox.state.world import World


class Keeper:
    """aiosmtpd's handler: stores what arrives."""

    def __init__(self, world: World) -> None:
        self._store = world.store

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a message, or fail as the switches say."""
        with self._store.transaction() as db:
            switches = read_switches(db)
            if happens(db, "smtp_fail", switches.smtp_fail, switches.seed):
                return "451 4.3.0 The sandbox was told to fail; try again later"
            raw = envelope.original_content or b""
            keep(db, sender=envelope.mail_from or "", recipients=envelope.rcpt_tos, raw=raw)
            drop = happens(db, "smtp_drop_after_accept", switches.smtp_drop_after_accept, switches.seed)
        if drop:
            _cut(server)
        return "250 2.0.0 Kept"


def _cut(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


class SmtpServer:
    """The server in a thread with an event loop of its own."""

    def __init__(self, world: World, listening: socket.socket) -> None:
        self._keeper = Keeper(world)
        self._socket = listening
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="sandbox-smtp", daemon=True)
        self.port: int = listening.getsockname()[1]

    def start(self) -> None:
        """Take mail from now on; the socket listens already, so nobody is turned away."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more mail and end."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await self._loop.create_server(self._make_session, sock=self._socket)
        await self._stop.wait()
        server.close()

    def _make_session(self) -> SMTP:
        return SMTP(
            self._keeper, enable_SMTPUTF8=True, hostname="sandbox.localhost", ident="sandbox", loop=self._loop
        )
