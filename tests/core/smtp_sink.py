"""A mail server on 127.0.0.1 that keeps what it is given, for tests that count what really left."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser


class Sink(socketserver.ThreadingTCPServer):
    """`mails` holds every message that was accepted; while `refuses` is set, each one is turned away.

    `unknown` are addresses without a mailbox here, `blocked` those to which it lets nobody write, `hangs_up_on` those
    at which it ends the conversation; with `headers_only`, no body is kept.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[Message] = []
        self.refuses = False
        self.headers_only = False
        self.unknown: set[str] = set()
        self.blocked: set[str] = set()
        self.hangs_up_on: set[str] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as Django speaks."""

    def handle(self) -> None:
        """One client."""
        assert isinstance(self.server, Sink)
        self.reply("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            address = line.decode().partition("<")[2].partition(">")[0] if verb == b"RCPT" else ""
            if address in self.server.hangs_up_on:
                return
            if address in self.server.unknown:
                self.reply("550 5.1.1 no such mailbox")
                continue
            if address in self.server.blocked:
                self.reply("550 5.7.1 blocked by a policy")
                continue
            if verb == b"DATA":
                self.reply("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                data = b"".join(each.removeprefix(b".") for each in lines)
                parse = BytesHeaderParser().parsebytes if self.server.headers_only else message_from_bytes
                mail = parse(data.partition(b"\r\n\r\n")[0] if self.server.headers_only else data)
                if self.server.refuses:
                    self.reply("451 come back later")
                    continue
                self.server.mails.append(mail)
            elif verb == b"QUIT":
                self.reply("221 bye")
                return
            self.reply("250 ok")

    def reply(self, text: str) -> None:
        """Answers one line."""
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A running sink."""
    with Sink() as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield sink
        sink.shutdown()
