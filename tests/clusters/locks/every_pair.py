"""Every pair of writers at once, on PostgreSQL. Four minutes, so by its own command and not in `make test`:

    bin/with-postgres .venv/bin/python -m pytest tests/clusters/locks/every_pair.py

No pair waits in a ring, and what is deleted meanwhile stays deleted.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import OperationalError, connection, connections
from django.http import Http404
from wagtail.models import Page

from clusters.publishing.refusal import Refusal
from clusters.translation.state.consistency import differences
from tests.clusters.locks.writers import WRITERS, Writer, make_public_again
from tests.clusters.publishing.world import World, make_article_with_translation

pytestmark = pytest.mark.database("postgresql")

PAUSE = 0.02  # seconds after each statement that locks, in which the other one goes on
LOCKING = ("UPDATE ", "INSERT ", "DELETE ", "FOR NO KEY UPDATE", "FOR UPDATE")

# What may come of it for one of two: the other one was first.
OVERTAKEN = (Refusal, PermissionDenied, ObjectDoesNotExist, ValidationError, Http404)


def _pausing(execute: Callable[..., object], sql: str, *rest: object) -> object:
    answer = execute(sql, *rest)
    if sql.startswith(LOCKING[:3]) or sql.rstrip().endswith(LOCKING[3:]) or LOCKING[3] in sql:
        time.sleep(PAUSE)
    return answer


def at_once(world: World, *writers: Writer) -> None:
    """Each on a connection of its own, statement by statement. Raises `OperationalError` for a deadlock."""
    together = Barrier(len(writers))

    def write(writer: Writer) -> None:
        try:
            with connection.execute_wrapper(_pausing):
                together.wait()
                writer(world)
        except OVERTAKEN:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(writers)) as pool:
        for done in [pool.submit(write, writer) for writer in writers]:
            done.result()


@pytest.mark.parametrize("first", WRITERS, ids=lambda writer: writer.__name__)
def test_two_who_write_at_once_never_wait_for_each_other(world: World, first: Writer) -> None:
    failed = []
    for second in WRITERS[WRITERS.index(first) :]:
        make_public_again(world)
        try:
            at_once(world, first, second)
        except OperationalError as error:
            failed.append(f"{first.__name__} and {second.__name__}: {error}")
    assert failed == []
    assert [(page.pk, kept, true) for page, kept, true in differences() if kept != true] == []


@pytest.mark.parametrize("other", WRITERS, ids=lambda writer: writer.__name__)
def test_what_is_deleted_meanwhile_is_waited_for(world: World, other: Writer) -> None:
    short = make_article_with_translation(world)

    def delete(_world: World) -> None:
        Page.objects.get(pk=short.source.pk).specific.delete()

    at_once(short, delete, other)
