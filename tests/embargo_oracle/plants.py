"""Leaks in each kind of outlet, made as they would come about: a question that somebody forgot to ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Q
from taggit.models import Tag
from wagtail.models import GroupPagePermission, Page

from fedcms.media import document_serving, file_tags
from fedcms.media import views as media_views
from home.sitemaps import building
from tests.embargo_oracle.sentinels import due
from tests.embargo_oracle.world import World
from tests.factories import make_article, make_event, make_mission
from tests.factories.content import section_of

Plant = Callable[[World, pytest.MonkeyPatch], None]


def live_title(world: World, patch: pytest.MonkeyPatch) -> None:
    """What stands in the title of something that is live, as after a copy that was published."""
    make_article(world.stage.b, title=due("planted"))
    make_event(world.stage.b, title=due("planted"))


def live_mission(world: World, patch: pytest.MonkeyPatch) -> None:
    """The same of a mission."""
    make_mission(world.stage.b, title=due("planted"))


def live_slug(world: World, patch: pytest.MonkeyPatch) -> None:
    """Only the address tells."""
    make_article(world.stage.b, title="Sans titre", slug=due("planted").replace(" ", "-"))


def rows_without_clock(world: World, patch: pytest.MonkeyPatch) -> None:
    """The rows say live, as Wagtail's aliases of scheduled pages do."""
    early = [world.pages[kind].pk for kind in ("release", "event")]
    Page.objects.filter(pk__in=early).update(live=True, go_live_at=None)


def everything_is_visible(module: Any) -> Plant:
    """An outlet does not ask whether a page is visible."""
    return lambda world, patch: patch.setattr(module, "visible_q", lambda *moment: Q())


def every_file_is_visible(module: Any) -> Plant:
    """An outlet does not ask whether a file is visible."""
    return lambda world, patch: patch.setattr(module, "is_file_visible", lambda item: True)


def every_file_has_a_witness(world: World, patch: pytest.MonkeyPatch) -> None:
    """The outlet that keeps images in the page cache takes each for one that a visible page uses."""
    patch.setattr(media_views, "witness_of", lambda item: frozenset())


def all_tags(world: World, patch: pytest.MonkeyPatch) -> None:
    """Wagtail's own completion."""
    patch.setattr(file_tags, "known_tags", lambda user, *models: Tag.objects.all())


def right_wrongly_granted(world: World, patch: pytest.MonkeyPatch) -> None:
    """The neighbours may change what stands in the section."""
    GroupPagePermission.objects.create(
        group=world.stage.a.editors_group,
        page=section_of(world.stage.b),
        permission=Permission.objects.get(codename="change_page"),
    )


ANYBODY, NEIGHBOUR = "anonymous", "editor of another cluster"
DOCUMENTS = r"^documents/(\d+)/(.*)$"

# By outlet: who sees it, and how it comes about.
PLANTS: dict[str, tuple[str, Plant]] = {
    "fedcms_serve": (ANYBODY, rows_without_clock),
    "feed": (ANYBODY, live_title),
    "scope_calendar": (ANYBODY, live_title),
    "page_calendar": (ANYBODY, rows_without_clock),
    "sitemap": (ANYBODY, everything_is_visible(building)),
    "sitemap, slug": (ANYBODY, live_slug),
    "search": (ANYBODY, live_title),
    "search_atom": (ANYBODY, live_title),
    "search_api:search": (ANYBODY, live_title),
    "search_api:suggestions": (ANYBODY, live_title),
    "events_api:events": (ANYBODY, live_title),
    "events_api:missions": (ANYBODY, live_mission),
    "social_card": (ANYBODY, everything_is_visible(media_views)),
    "media": (ANYBODY, every_file_has_a_witness),
    "press_copy": (ANYBODY, every_file_is_visible(media_views)),
    DOCUMENTS: (NEIGHBOUR, every_file_is_visible(document_serving)),
    "machine_reading": (ANYBODY, rows_without_clock),
    "wagtailadmin_api:pages:listing": (NEIGHBOUR, right_wrongly_granted),
    "wagtailadmin_pages:edit": (NEIGHBOUR, right_wrongly_granted),
    "wagtailadmin_reports:site_history": (NEIGHBOUR, right_wrongly_granted),
    "wagtailadmin_tag_autocomplete": (NEIGHBOUR, all_tags),
}


@contextmanager
def planted(plant: Plant, world: World) -> Iterator[None]:
    """Within it, the leak is there."""
    with pytest.MonkeyPatch.context() as patch:
        plant(world, patch)
        yield
