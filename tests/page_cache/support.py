"""A page as the process keeps it, and as it is made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fedcms.core import public_version
from fedcms.core.page_cache.kept_answer import KeptAnswer
from fedcms.core.public_version import forget_all

LOOK = 1
"""The queries of a page that is kept: one look at what changed."""


def kept(path: str, **headers: str) -> tuple[int, str]:
    """Status and body, from the cache where it has them."""
    with override_settings(FEDCMS_PAGE_CACHE=True):
        answer = Client().get(path, headers=headers)
    return answer.status_code, answer.content.decode()


def fresh(path: str) -> tuple[int, str]:
    """Status and body, made anew, lists and counts too that the process remembers: they are remembered as they were."""
    with override_settings(FEDCMS_PAGE_CACHE=False), _nothing_remembered():
        answer = Client().get(path)
    return answer.status_code, answer.content.decode()


@contextmanager
def _nothing_remembered() -> Iterator[None]:
    remembered = public_version._remembered
    known = remembered.copy()
    forget_all()
    try:
        yield
    finally:
        remembered.clear()
        remembered.update(known)


def is_kept(path: str, **headers: str) -> bool:
    """Whether a request finds the page; it fills the cache where not."""
    with CaptureQueriesContext(connection) as captured:
        kept(path, **headers)
    return len(captured) <= LOOK


@contextmanager
def caching() -> Iterator[None]:
    """Changes inside drop pages."""
    with override_settings(FEDCMS_PAGE_CACHE=True):
        yield


def answer(*tags: str, body: bytes = b"page") -> KeptAnswer:
    """Something to keep that shows what has these tags."""
    now = timezone.now()
    soon = now + timedelta(minutes=30)
    return KeptAnswer(body, (), frozenset(tags), now - timedelta(minutes=1), soon, soon)
