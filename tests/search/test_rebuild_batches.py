"""A rebuild makes the entries that single publications made, in queries that do not grow with each page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.models import Cluster
from events.models import TradeMissionPage
from fedcms.core.models import Topic
from fedcms.core.models.base_page import BasePage
from news.models import ArticlePage, SuccessStoryPage
from search.entries.page_batches import sync_rows
from search.maintenance.rebuilding import rebuild
from search.models import SearchEntry
from tests.factories import make_article
from tests.factories.content import make_mission, make_release, make_story

pytestmark = pytest.mark.django_db
MAKE = {ArticlePage: make_article, SuccessStoryPage: make_story, TradeMissionPage: make_mission}


def columns() -> list[dict[str, object]]:
    """Every entry, without its key in the table and the moment at which it was made."""
    rows = SearchEntry.objects.order_by("key").values()
    return [{name: value for name, value in row.items() if name not in ("id", "created_at")} for row in rows]


def test_entries_of_every_type_come_out_as_publication_made_them(loire: Cluster) -> None:
    article = make_article(loire, title="Un article")
    article.topics.set(Topic.objects.all()[:2])
    article.save()
    article.save_revision().publish()
    make_story(loire)
    make_mission(loire)
    make_release(loire)
    before = columns()
    assert len(before) > 10
    SearchEntry.objects.all()._raw_delete("default")
    rebuild()
    assert columns() == before


def test_what_is_wrong_is_put_right_and_what_is_hidden_or_gone_leaves(loire: Cluster) -> None:
    kept, changed, hidden = (make_article(loire, title=f"Article {n}") for n in range(3))
    SearchEntry.objects.filter(page=changed).update(title="Autre chose", topics=["x"])
    ArticlePage.objects.filter(pk=hidden.pk).update(live=False)
    made = SearchEntry.objects.get(page=kept).pk
    sync_rows({ArticlePage: [kept.pk, changed.pk, hidden.pk, 999_999]})
    assert SearchEntry.objects.get(page=kept).pk == made
    entry = SearchEntry.objects.get(page=changed)
    assert (entry.title, entry.topics) == ("Article 1", [])
    assert not SearchEntry.objects.filter(page=hidden).exists()


@pytest.mark.parametrize("model", [ArticlePage, SuccessStoryPage, TradeMissionPage])
def test_more_pages_of_a_batch_cost_no_more_queries(loire: Cluster, model: type[BasePage]) -> None:
    ids = [
        page.pk for page in ((make_article if model is ArticlePage else make_story)(loire) for _ in range(6))
    ]
    counted = []
    for some in (ids[:2], ids):
        SearchEntry.objects.filter(page__in=some)._raw_delete("default")
        with CaptureQueriesContext(connection) as asked:
            sync_rows({model: some})
        reads = [query for query in asked if query["sql"].lstrip().upper().startswith("SELECT")]
        counted.append(len(reads))
    assert counted[0] == counted[1]
