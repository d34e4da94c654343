"""Whoever writes a page and its translations waits for who writes them too, and never in a ring."""

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
from clusters.translation.state import freshness
from clusters.translation.state.consistency import differences
from tests.clusters.locks.writers import (
    WRITERS,
    Writer,
    publish_source,
    publish_translation,
)
from tests.clusters.publishing.world import World, make_article_with_translation
from tests.search.races import Held

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


def make_public_again(world: World) -> None:
    """Each pair starts from a source that is public."""
    page = Page.objects.get(pk=world.source.pk)
    if not page.live:
        page.get_latest_revision().publish()


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


@pytest.mark.parametrize("name", ["publish_texts", "refresh"])
@pytest.mark.parametrize("order", ["source first", "translation first"])
def test_a_source_and_its_translation_are_published_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, order: str
) -> None:
    """One is held in the midst, with what it has locked by then."""
    make_public_again(world)
    first, second = publish_source, publish_translation
    if order == "translation first":
        first, second = second, first
    held = Held()
    held.after(monkeypatch, freshness, name)
    held.run(lambda: first(world), lambda: second(world))
    assert Page.objects.get(pk=world.source.pk).live
