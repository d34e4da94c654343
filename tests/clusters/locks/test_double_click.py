"""Two forms with one action come at the same moment: the second waits, and finds that it was done (docs/adr/0041)."""

from collections.abc import Callable
from types import ModuleType

import pytest
from django.urls import reverse
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import PageLogEntry

from clusters.publishing import page_views
from news.models import ArticlePage
from tests.clusters.publishing.world import World, loaded
from tests.search.races import Held

pytestmark = pytest.mark.database("postgresql")


def approve(world: World) -> Callable[[], None]:
    action = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    form = world.form(world.submitted, **action, **loaded(world.submitted))
    return lambda: world.as_publisher().post(world.edit_url(world.submitted), form)


def publish(world: World) -> Callable[[], None]:
    form = world.form(world.draft, **{"action-publish": "1"}, **loaded(world.draft))
    return lambda: world.as_publisher().post(world.edit_url(world.draft), form)


def unpublish(world: World) -> Callable[[], None]:
    address = reverse("wagtailadmin_pages:unpublish", args=[world.live.pk])
    return lambda: world.as_publisher().post(address)


@pytest.mark.parametrize(
    ("click", "owner", "name", "page", "action"),
    [
        (approve, page_views, "publishing", "submitted", "wagtail.workflow.approve"),
        (publish, page_views, "publishing", "draft", "wagtail.publish"),
        (unpublish, UnpublishView, "setup", "live", "wagtail.unpublish"),
    ],
    ids=["approve", "publish", "unpublish"],
)
def test_the_second_click_does_nothing(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    click: Callable[[World], Callable[[], None]],
    owner: ModuleType | type,
    name: str,
    page: str,
    action: str,
) -> None:
    """The first is held when its view has read the page, and has found that the action is left to do."""
    send, found = click(world), getattr(world, page)
    held = Held()
    held.after(monkeypatch, owner, name)
    held.run(send, send)
    actions = list(PageLogEntry.objects.filter(page=found.pk).values_list("action", flat=True))
    assert actions.count(action) == 1, actions
    stored = ArticlePage.objects.get(pk=found.pk)
    assert (stored.live, stored.has_unpublished_changes) == (page != "live", page == "live")
