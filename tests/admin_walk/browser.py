"""A client for many thousand requests: it keeps nothing of what made an answer, but hears what a view reads of a query.

A query of which a view reads no key asks the same as the address without it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.test.client import ClientHandler

from fedcms.users.models import User

EVERYTHING = "*"
WITHOUT_FILES = "application/x-www-form-urlencoded"
# In a cookie it costs no row, and is as it was once the cookie is.
SESSIONS = "django.contrib.sessions.backends.signed_cookies"


@contextmanager
def quiet() -> Iterator[None]:
    """Refusals are what is expected here: they are not logged."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class Heard(QueryDict):
    """An address's query that knows by which keys it was asked, `EVERYTHING` when somebody went through it."""

    def __init__(self, query: str = "", *, mutable: bool = False, asked: set[str] | None = None) -> None:
        self.asked: set[str] = set()
        super().__init__(query, mutable=mutable)
        # Parsing asks, too.
        self.asked = set() if asked is None else asked

    def __getitem__(self, key: str) -> Any:  # as Django's
        self.asked.add(key)
        return super().__getitem__(key)

    def getlist(self, key: str, default: Any = None) -> Any:  # as Django's
        """As Django's."""
        self.asked.add(key)
        return super().getlist(key, default)

    def pop(self, key: str, *default: Any) -> Any:  # as Django's
        """As Django's, of a copy."""
        self.asked.add(key)
        return super().pop(key, *default)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self.asked.add(EVERYTHING)
        return super().__iter__()

    def __len__(self) -> int:
        self.asked.add(EVERYTHING)
        return super().__len__()

    def keys(self) -> Any:  # as Django's
        """As Django's."""
        self.asked.add(EVERYTHING)
        return super().keys()

    def lists(self) -> Any:  # as Django's
        """As Django's."""
        self.asked.add(EVERYTHING)
        return super().lists()

    def __copy__(self) -> "Heard":
        """What a copy is asked counts here."""
        copied = Heard(mutable=True, asked=self.asked)
        for key, values in super().lists():
            copied.setlist(key, list(values))
        return copied

    def __deepcopy__(self, memo: dict[int, object]) -> "Heard":
        return self.__copy__()

    def urlencode(self, safe: str | None = None) -> str:
        """As Django's. A link that holds the query again is no use of it."""
        plain = QueryDict(mutable=True)
        for key, values in super().lists():
            plain.setlist(key, values)
        return plain.urlencode(safe)


class _Handler(ClientHandler):
    """Django's for tests, with the query that listens."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=False)
        self.asked: set[str] = set()

    def get_response(self, request: WSGIRequest) -> HttpResponse:
        # A cached property of Django's: what is set first is what it is.
        request.GET = Heard(request.META.get("QUERY_STRING", ""), asked=self.asked)
        response: HttpResponse = super().get_response(request)
        return response


class Browser(Client):
    """A person who is signed in, or (`None`) a visitor whom nobody knows."""

    def __init__(self, user: User | None) -> None:
        super().__init__(raise_request_exception=False)
        self.handler: _Handler = _Handler()
        self._session = ""
        if user is not None:
            self.force_login(user)
            self._session = self.cookies[settings.SESSION_COOKIE_NAME].value

    def request(self, **request: Any) -> HttpResponse:
        """The answer alone: Django's client copies each template's variables for tests that look at them."""
        response: HttpResponse = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response

    def post(self, path: str, data: Any = None, *args: Any, **options: Any) -> HttpResponse:  # as Django's
        """As Django's. A form without a file takes no parts, whose reading is a tenth of the walk."""
        if isinstance(data, dict) and not (
            args or options or any(hasattr(each, "read") for each in data.values())
        ):
            return super().post(path, urlencode(data, doseq=True), content_type=WITHOUT_FILES)
        return super().post(path, data, *args, **options)

    @property
    def asked(self) -> set[str]:
        """By which keys views asked for the queries of their addresses, since it was cleared."""
        return self.handler.asked

    def telling(self, addresses: list[str]) -> Iterator[str]:
        """Of addresses those whose query the view reads, which shows when it is asked for others.

        They come in their order. One whose keys were read after its turn comes once they were.
        """
        read: dict[str, set[str]] = {}
        left = addresses
        while left:
            later = []
            for address in left:
                path, _, query = address.partition("?")
                keys = set(QueryDict(query))
                if path in read and not (keys & read[path] or EVERYTHING in read[path]):
                    later.append(address)
                    continue
                self.asked.clear()
                yield address
                read[path] = read.get(path, set()) | self.asked
            if len(later) == len(left):
                break
            left = later

    def forget(self) -> None:
        """As it was after signing in."""
        self.cookies.clear()
        if self._session:
            self.cookies[settings.SESSION_COOKIE_NAME] = self._session
