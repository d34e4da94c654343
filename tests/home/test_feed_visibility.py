"""What a visitor may not see is in no feed, and a program that asks by its tag is told."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.models import Topic
from tests.factories import make_article, make_release
from tests.factories.hiding import HIDINGS
from tests.home.feed_reading import ALL, titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("hide", HIDINGS)
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
