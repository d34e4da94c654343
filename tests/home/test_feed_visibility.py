"""What a visitor may not see is in no feed, and a program that asks by its tag is told."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.models import Topic
from tests.factories import make_article, make_release
from tests.factories.content import section_of
from tests.factories.hiding import HIDINGS, hide_draft, hide_future, hide_past
from tests.home.feed_reading import ALL, BASE, read_json, read_xml, titles

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


@pytest.mark.parametrize("hide", [hide_draft, hide_future, hide_past])
def test_an_author_leads_to_no_section_that_is_hidden(loire: Cluster, hide: Callable[[Page], None]) -> None:
    """Of each entry, as on its page: the name stays, without the address that would not be found."""
    make_article(None, title="Fédération")
    make_article(loire, title="Loire")
    section = section_of(loire)
    home = {"name": "FED – Fédération des clusters EdTech francophones", "url": f"{BASE}/fr/"}
    shown = {"name": "LOI – EdTech Loire", "url": f"{BASE}{section.url_path}"}

    def authors() -> list[object]:
        return [item["authors"][0] for item in read_json("/fr/feeds/feed.json")["items"]]  # type: ignore[index,attr-defined]

    assert authors() == [shown, home]
    hide(section)
    assert authors() == [{"name": "LOI – EdTech Loire"}, home]
    assert [entry.author_detail for entry in read_xml("/fr/feeds/atom.xml").entries] == [
        {"name": "LOI – EdTech Loire"},
        {"name": home["name"], "href": home["url"]},
    ]
