"""What a visitor may not see is in no feed, and a program that asks by its tag is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster
from fedcms.core.models import Topic
from tests.factories import make_article, make_release
from tests.factories.content import section_of
from tests.home.feed_reading import ALL, titles

pytestmark = pytest.mark.django_db


def hide_draft(page: Page) -> None:
    """Unpublishes."""
    page.unpublish()


def hide_future(page: Page) -> None:
    """Under embargo, though the row says live."""
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() + timedelta(hours=1))


def hide_past(page: Page) -> None:
    """Expired, before any command ran."""
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def hide_private(page: Page) -> None:
    """Behind a login."""
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def hide_section(page: Page) -> None:
    """The whole section behind a password."""
    PageViewRestriction.objects.create(
        page=section_of(page.cluster), restriction_type="password", password="x"
    )


@pytest.mark.parametrize("hide", [hide_draft, hide_future, hide_past, hide_private, hide_section])
def test_what_a_visitor_may_not_see_is_in_no_feed(
    loire: Cluster, topic: Topic, hide: Callable[[Page], None]
) -> None:
    """Of no scope, in no format; a program that asks by its tag gets the feed without it."""
    make_article(None, title="Visible")
    page = make_release(loire, title="Secret")
    page.topics.add(topic)
    page.save()
    paths = [
        f"/fr/feeds/{scope}{name}"
        for scope in ("", "clusters/loire/", "topics/ai/", "kinds/release/", "kinds/news/")
        for name in ALL
    ]
    tags = {path: Client().get(path)["ETag"] for path in paths}
    assert all("Secret" in titles(path) for path in paths)
    hide(page)
    for path in paths:
        response = Client().get(path, headers={"if-none-match": tags[path]})
        assert response.status_code == 200
        assert b"Secret" not in response.content
    assert titles("/fr/feeds/rss.xml") == ["Visible"]
