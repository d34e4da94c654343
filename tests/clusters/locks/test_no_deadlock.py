"""A source and its translation are published at once, and nobody waits in a ring (docs/adr/0029)."""

from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

import pytest
from django.db.models.deletion import Collector
from django.http import Http404
from wagtail.models import Page

from clusters.publishing.refusal import Refusal
from clusters.translation.state import freshness
from events.applications import call_views, decisions
from events.applications.decisions import cancel_mission
from events.models import CallForApplications, EventPage, SignUpSheet, TradeMissionPage
from events.signup import sheet_changes
from events.signup.sheet_changes import change_sheet
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.models import base_page
from tests.clusters.locks.mission_writers import call_of, make_called_mission, save_call_of
from tests.clusters.locks.writers import (
    Writer,
    make_public_again,
    publish_source,
    publish_translation,
    save_draft,
)
from tests.clusters.publishing.world import World, make_article_with_translation
from tests.events.signup.support import make_far_event, make_sheet
from tests.search.races import Held

pytestmark = pytest.mark.database("postgresql")


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


@pytest.mark.parametrize(
    "other", [save_draft, publish_source, publish_translation], ids=lambda writer: writer.__name__
)
def test_a_page_that_is_saved_and_its_set_are_locked_in_one_order(
    world: World, monkeypatch: pytest.MonkeyPatch, other: Writer
) -> None:
    """The save is held when it has locked the page's row: whoever publishes the page locks its set first."""
    make_public_again(world)
    held = Held()
    held.after(monkeypatch, base_page, "take_place_in_tree")
    held.run(lambda: save_draft(world), lambda: other(world))
    page = Page.objects.get(pk=world.source.pk)
    assert page.latest_revision == page.revisions.order_by("-created_at", "-pk").first()


def test_nothing_refers_to_a_page_whose_deletion_has_begun(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor of a page subscribes who publishes it: a row that the deletion did not find would undo it."""
    short = make_article_with_translation(world)
    held = Held()
    held.after(monkeypatch, Collector, "sort")
    held.run(Page.objects.get(pk=short.source.pk).specific.delete, lambda: edit_and_publish_if_there(short))
    assert not Page.objects.filter(pk=short.source.pk).exists()


def cancel_it(world: World, mission: TradeMissionPage) -> None:
    """At any time."""
    cancel_mission(call_of(mission), TranslatedText(fr="Le salon n’a pas lieu."), world.publisher)


def save_it(world: World, mission: TradeMissionPage) -> None:
    """By the form of its call."""
    save_call_of(mission, world)


@pytest.mark.parametrize(
    ("write", "owner", "name"),
    [(cancel_it, decisions, "number_at_closing"), (save_it, call_views, "_form_of")],
    ids=["cancel", "save"],
)
@pytest.mark.parametrize("order", ["call first", "deletion first"])
def test_a_call_and_its_last_page_are_locked_in_one_order(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[World, TradeMissionPage], None],
    owner: ModuleType,
    name: str,
    order: str,
) -> None:
    """Whoever writes a call tells its pages, whoever deletes the last page deletes the call with its people."""
    mission = make_called_mission(world)

    def change() -> None:
        with suppress(Refusal, Http404, CallForApplications.DoesNotExist):
            write(world, mission)

    def delete() -> None:
        TradeMissionPage.objects.get(pk=mission.pk).delete()

    held = Held()
    if order == "call first":
        held.after(monkeypatch, owner, name)
        held.run(change, delete)
    else:
        held.after(monkeypatch, Collector, "sort")
        held.run(delete, change)
    assert not TradeMissionPage.objects.filter(pk=mission.pk).exists()


@pytest.mark.parametrize("order", ["sheet first", "deletion first"])
def test_a_sheet_and_its_last_page_are_locked_in_one_order(
    world: World, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    """Whoever saves a sheet makes its pages newer, whoever deletes the last page deletes the sheet with its people."""
    event = make_far_event(world.cluster)
    sheet = make_sheet(event)

    def save(locked: SignUpSheet) -> bool:
        locked.capacity = 9
        locked.save()
        return True

    def change() -> None:
        with suppress(Refusal):
            change_sheet(sheet, save)

    def delete() -> None:
        EventPage.objects.get(pk=event.pk).delete()

    held = Held()
    if order == "sheet first":
        held.after(monkeypatch, sheet_changes, "locked_sheet")
        held.run(change, delete)
    else:
        held.after(monkeypatch, Collector, "sort")
        held.run(delete, change)
    assert not SignUpSheet.objects.filter(pk=sheet.pk).exists()


def edit_and_publish_if_there(world: World) -> None:
    """By the form that was open before the deletion."""
    page = world.source
    form = world.form(page, **{"action-publish": "1"})
    answer = world.as_root().post(world.edit_url(page), form)
    assert answer.status_code in (302, 404)
