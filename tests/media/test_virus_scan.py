"""What clamd says of a file, asked by its own protocol: clean, infected, no answer. A small server speaks it here."""

import logging
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from fedcms.media.virus_scan import CHUNK, check_for_viruses

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class _Clamd(socketserver.BaseRequestHandler):
    """Reads a stream as clamd does, and finds EICAR's mark in it."""

    def _take(self, number: int) -> bytes:
        found = b""
        while len(found) < number:
            part = self.request.recv(number - len(found))
            assert part, "the stream has no end"
            found += part
        return found

    def handle(self) -> None:
        assert self._take(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self._take(4))[0]:
            content += self._take(size)
        answers: list[bytes] = self.server.answers  # type: ignore[attr-defined]  # of the test
        self.server.seen.append(content)  # type: ignore[attr-defined]  # of the test
        found = b"stream: Eicar-Test FOUND\0" if EICAR in content else b"stream: OK\0"
        self.request.sendall(answers.pop() if answers else found)


@contextmanager
def clamd(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """The address of a daemon, and what it was sent; `answers` replace its own."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        server.answers, server.seen = list(answers), []  # type: ignore[attr-defined]  # for the handler
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}", server.seen  # type: ignore[attr-defined]  # as above
        finally:
            server.shutdown()
            thread.join()


def test_a_clean_file_passes_whole(settings: Settings) -> None:
    content = b"x" * (CHUNK * 2 + 7)
    with clamd() as (address, seen):
        settings.FEDCMS_CLAMAV = address
        file = BytesIO(content)
        file.read(5)
        check_for_viruses(file)
        assert seen == [content]
        assert file.tell() == 0


def test_an_infected_file_is_refused_in_words(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with clamd() as (address, _seen):
        settings.FEDCMS_CLAMAV = address
        with caplog.at_level(logging.WARNING), pytest.raises(ValidationError, match="antivirus") as raised:
            check_for_viruses(BytesIO(b"before" + EICAR))
    assert raised.value.code == "virus"
    assert "Eicar-Test" in caplog.text


def test_while_nobody_can_say_nothing_is_taken(settings: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
    for address in (nobody, "unix:///nowhere/clamd.ctl", "tcp://127.0.0.1:99999"):
        settings.FEDCMS_CLAMAV = address
        with pytest.raises(ValidationError, match="réessayez") as raised:
            check_for_viruses(BytesIO(b"x"))
        assert raised.value.code == "scanner_away"
    for answer in (b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: what\0"):
        with clamd(answer) as (address, _seen):
            settings.FEDCMS_CLAMAV = address
            with pytest.raises(ValidationError, match="réessayez"):
                check_for_viruses(BytesIO(b"x"))


def test_without_the_setting_nothing_is_asked(settings: Settings) -> None:
    settings.FEDCMS_CLAMAV = ""
    check_for_viruses(BytesIO(EICAR))
