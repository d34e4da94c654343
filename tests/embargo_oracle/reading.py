"""Reads an answer as a person or a program would: packed, escaped or cut into pieces, a word is found all the same."""

import gzip
import html
import io
import re
import zipfile
import zlib
from urllib.parse import unquote

from django.http import HttpResponseBase

from tests.embargo_oracle.sentinels import words_in

# Marks within a word, and what a browser shows without a trace.
_UNSEEN = re.compile(
    r"</?(?:mark|b|i|em|strong|span|bdi|wbr)\b[^>]*>|[\u00ad\u200b-\u200d\u2060\u2066-\u2069]"
)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_FOLDED = re.compile(r"\r?\n[ \t]")
_QUOTED = re.compile(r"%(?:25)*(?:5[89Aa]|[467][0-9A-Fa-f])")
TURNS = 2
"""How often an address within an address is unquoted."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
# Says nothing but whether something has changed.
_SILENT_HEADERS = {"etag"}


def words_of_text(text: str) -> set[str]:
    """The words under embargo in a text: as it stands, unescaped, and between the marks of a page."""
    if "BEGIN:VCALENDAR" in text:
        text = _FOLDED.sub("", text)
    found = words_in(text) | words_in(_UNSEEN.sub("", text))
    # Letters are rarely escaped; what has none needs no second look.
    if "&#" in text or _ESCAPED.search(text) or _QUOTED.search(text):
        for _turn in range(TURNS):
            text = unquote(html.unescape(_ESCAPED.sub(lambda letter: chr(int(letter[1], 16)), text)))
            found |= words_in(text) | words_in(_UNSEEN.sub("", text))
    return found


def _unzipped(content: bytes) -> list[bytes]:
    """Names and files of an archive (also of a word processor's document)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [name.encode() for name in archive.namelist()] + [
            archive.read(name) for name in archive.namelist()
        ]


def _streams(content: bytes) -> list[bytes]:
    """What a PDF packs with the usual filter."""
    found = []
    for stream in _STREAM.findall(content):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


def words_of_bytes(content: bytes) -> set[str]:
    """The words under embargo in a body or a file."""
    if content.startswith(b"\x1f\x8b"):
        return words_of_bytes(gzip.decompress(content))
    inner: list[bytes] = []
    if content.startswith(b"PK\x03\x04"):
        inner = _unzipped(content)
    elif content.startswith(b"%PDF"):
        inner = _streams(content)
    found = set().union(*map(words_of_bytes, inner)) if inner else set()
    return found | words_of_text(content.decode(errors="replace"))


def body_of(response: HttpResponseBase) -> bytes:
    """The body as it was sent."""
    if response.streaming:
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    content: bytes = response.content  # type: ignore[attr-defined]
    return content


def words_of(response: HttpResponseBase) -> set[str]:
    """The words under embargo in the body and the headers of an answer."""
    headers = [f"{value}" for name, value in response.items() if name.lower() not in _SILENT_HEADERS]
    cookies = [morsel.value for morsel in response.cookies.values()]
    return words_of_bytes(body_of(response)) | words_of_text("\n".join([*headers, *cookies]))
