"""Turns a string of wagtail-localize into plain text."""

import html
import re

_TAG = re.compile(r"<[^>]*>")


def plain(text: str) -> str:
    """Returns a string of wagtail-localize without its markup (a small part of HTML) and with entities resolved."""
    return html.unescape(_TAG.sub(" ", text))
