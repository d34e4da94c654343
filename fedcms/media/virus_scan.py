"""Asks ClamAV's daemon, clamd, whether a file carries a virus (its INSTREAM command); FEDCMS_CLAMAV says where it is.

Unset, nothing is asked. `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`.
"""

import logging
import socket
import struct
from contextlib import closing
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

logger = logging.getLogger("fedcms.virus_scan")

CHUNK = 2**16
SECONDS = 30.0
"""So long the daemon may take for each step."""
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The daemon cannot be reached, or gives no answer that says whether a file is clean."""


def check_for_viruses(file: BinaryIO) -> None:
    """Raises `ValidationError`, in words, for a file with a virus, or while nobody can say; leaves it at its beginning.

    Of what was found, the log has the name of the virus alone, never that of the file.
    """
    if not settings.FEDCMS_CLAMAV:
        return
    file.seek(0)
    try:
        found = scan(file, settings.FEDCMS_CLAMAV)
    except ScannerAway as error:
        logger.error("clamd gives no answer: %s", error)  # noqa: TRY400  # the kind of error says all
        raise ValidationError(
            _(
                "La recherche de virus ne répond pas en ce moment : ce fichier n’a pas pu être reçu. Le reste est "
                "gardé ; réessayez dans quelques minutes."
            ),
            code="scanner_away",
        ) from None
    finally:
        file.seek(0)
    if found:
        logger.warning("A file was refused: %s", found)
        raise ValidationError(
            _("L’antivirus refuse ce fichier. Vérifiez votre ordinateur, puis envoyez une copie saine."),
            code="virus",
        )


def scan(file: BinaryIO, address: str) -> str:
    """Returns the name of the virus that the daemon finds in what is left of a file, "" if it finds none.

    Raises `ScannerAway`.
    """
    try:
        with closing(_connected(address)) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except (OSError, ValueError) as error:
        raise ScannerAway(type(error).__name__) from None
    words = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if words == "OK":
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")
    raise ScannerAway("an answer that says neither")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        if error := connection.connect_ex(parts.path):
            connection.close()
            raise OSError(error, "no connection")
        return connection
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=SECONDS)


def _answer(connection: socket.socket) -> bytes:
    found = b""
    while len(found) < LONGEST_ANSWER and not found.endswith((b"\0", b"\n")):
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            break
        found += part
    return found
