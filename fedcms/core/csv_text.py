"""Decodes a CSV file and finds its delimiter; what cannot be read for sure is refused as a whole.

A name or a term that came out wrong would be mailed, or printed on every page.
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What no text has: controls (of both sets), and what stands for bytes that could not be decoded.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
# No language that is written in cp1252 has three such letters in a row: the file has another code page, as cp1256.
_OTHER_CODE_PAGE = re.compile("[À-ÖØ-öø-ÿ]{3}")


class UnreadableText(ValueError):
    """The file is in no encoding that can be told for sure."""


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252")
        return "\ufffd" if _OTHER_CODE_PAGE.search(text) else text


def decode_text(data: bytes) -> str:
    """Decodes what has a byte order mark by it, then UTF-8, then cp1252, which spreadsheets of French Windows write.

    Raises `UnreadableText` if it is not sure what its letters are.
    """
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        raise UnreadableText from error
    if _UNREADABLE.search(text):
        raise UnreadableText
    return text


def delimiter_of(text: str) -> str:
    """Returns the delimiter of a table's first line: a semicolon of French spreadsheets, a tabulation or a comma."""
    head = text.partition("\n")[0]
    return max(";\t,", key=head.count)
