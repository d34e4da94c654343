"""A string of wagtail-localize as plain text."""

import html
import re

_TAG = re.compile(r"<[^>]*>")


def plain(text: str) -> str:
    """A string of wagtail-localize, whose markup is a small part of HTML, as the words that are read."""
    return html.unescape(_TAG.sub(" ", text))
