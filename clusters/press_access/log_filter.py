"""Masks the secrets of links in the application's log: Django writes the address of each answer from 400 on into it."""

import logging
import re

_SECRET = re.compile(
    r"(/(?:before-publication|release-mail|subscriptions/(?:confirm|manage|end)"
    r"|my-sign-up|organisation-sign-up|my-application|my-programme|organisation-application|sign-up/[0-9a-f-]{36})/)[^/\s?\"']+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """Returns a text in which the addresses of links that were mailed have no secret."""
    return _SECRET.sub(r"\1…", text)


class MaskLinks(logging.Filter):
    """Lets every record pass, without secrets. Imported before the apps are there: it knows nothing but addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Changes the words of a record, before any handler has them; returns True."""
        if isinstance(record.msg, str):
            record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(masked(value) if isinstance(value, str) else value for value in record.args)
        return True
