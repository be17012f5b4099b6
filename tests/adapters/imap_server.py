"""An IMAP server for tests: one user, one folder, and what a reader of mail asks for (RFC 3501)."""

import re
import socket
import socketserver
import ssl
import threading
from typing import Any

PASSWORD = "pass word@1"


class _Session(socketserver.StreamRequestHandler):
    server: "ImapServer"

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, command, rest = (*line.split(" ", 2), "")[:3]
            self.server.asked.append(f"{command} {rest}")
            if self.server.dies_at and f"{command} {rest}".startswith(self.server.dies_at):
                return
            self._answer(tag, command.upper(), rest)
            if command.upper() == "LOGOUT":
                return

    def _answer(self, tag: str, command: str, rest: str) -> None:
        verdict = "OK"
        if command == "LOGIN":
            verdict = "OK" if rest == f'{self.server.user} "{PASSWORD}"' else "NO"
        elif command == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif command in {"SELECT", "EXAMINE"}:
            self._say(f"* {len(self.server.mails)} EXISTS", "* OK [UIDVALIDITY 17] kept")
        elif rest.startswith("SEARCH"):
            self._say("* SEARCH " + " ".join(str(uid) for uid in self.server.mails))
        elif rest.startswith("FETCH"):
            self._fetch(rest)
        self._say(f"{tag} {verdict} done")

    def _fetch(self, rest: str) -> None:
        found = re.fullmatch(r"FETCH (\d+) \(BODY\.PEEK\[]<0\.(\d+)>\)", rest)
        assert found, rest
        content = self.server.mails[int(found[1])][: int(found[2])]
        self.wfile.write(b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n" % (found[1].encode(), len(content)))
        self.wfile.write(content + b")\r\n")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class ImapServer(socketserver.ThreadingTCPServer):
    """`mails` by their UIDs; `asked` is every command so far; `dies_at` names one at which the line breaks.

    With `encrypted` it speaks TLS from the first byte, as servers do on port 993."""

    user = "desk"
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, encrypted: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.encrypted = encrypted
        self.mails: dict[int, bytes] = {}
        self.asked: list[str] = []
        self.dies_at = ""
        self.port: int = self.server_address[1]
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.encrypted:
            connection = self.encrypted.wrap_socket(connection, server_side=True)
        return connection, address

    def close(self) -> None:
        self.shutdown()
        self.server_close()
