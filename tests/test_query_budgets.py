"""Every public page does bounded work: the same number of queries with 10 and with 200 items, within its budget.

No budget is above those of issue 3 (article, event and cluster page 12, search 12, listings and home 16); where a page
costs less, its budget is what it costs with pictures, and falls when it does. A search whose date is dropped is more
than one. No page or fragment cache is involved.
"""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file

from clusters.content.teaser_rows import as_teasers
from clusters.content.teasers import Teaser
from clusters.models import Cluster
from fedcms.media.models import FederationImage
from tests.budget_site import FEW, MANY, count_queries, fill
from tests.factories import (
    make_article,
)

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

SECTION = "/fr/clusters/budget/"
BUDGETS: dict[str, tuple[str, int]] = {
    "home": ("/fr/", 13),
    "news": ("/fr/actualites/", 10),
    "news filtered": ("/fr/actualites/?cluster=budget&topic=ai&audience=school&kind=article", 10),
    "agenda": ("/fr/agenda/", 11),
    "agenda filtered": (
        "/fr/agenda/?cluster=budget&topic=ai&country=FR&attendance=onsite&from=2020-01-01&to=2099-01-01",
        11,
    ),
    "past agenda": ("/fr/agenda/?past=1", 10),
    "agenda by month": ("/fr/agenda/?view=month", 12),
    "agenda by week": ("/fr/agenda/?view=week", 12),
    "agenda on the map": ("/fr/agenda/?view=map", 12),
    "missions": ("/fr/missions/", 12),
    "newsroom": ("/fr/presse/", 15),
    "spokespeople": ("/fr/presse/spokespeople/?topic=ai&language=fr", 14),
    "coverage": ("/fr/presse/coverage/", 10),
    "press kit": ("/fr/presse/kits/budget/", 15),
    "press kit of the federation": ("/fr/presse/kits/federation/", 16),
    "archive of a press kit": ("/fr/press-kits/budget/press-kit.zip", 12),
    "fact sheet of a press kit": ("/fr/press-kits/budget/fact-sheet.pdf", 12),
    "archive of a release": (f"{SECTION}actualites/release/press-kit.zip", 14),
    "clusters": ("/fr/clusters/", 6),
    "clusters of a town": ("/fr/clusters/?town=Rennes", 7),
    "directory": ("/fr/organisations/", 8),
    "directory filtered": ("/fr/organisations/?topic=ai&audience=school", 8),
    "organisation": ("/fr/organisations/lab/", 14),
    "cluster": (SECTION, 11),
    "cluster news": (f"{SECTION}actualites/", 10),
    "cluster agenda": (f"{SECTION}agenda/", 11),
    "cluster newsroom": (f"{SECTION}presse/", 15),
    "cluster spokespeople": (f"{SECTION}presse/spokespeople/", 10),
    "cluster coverage": (f"{SECTION}presse/coverage/", 10),
    "contact": (f"{SECTION}contact/", 4),
    "join a cluster": (f"{SECTION}contact/join/", 4),
    "article": (f"{SECTION}actualites/article/", 8),
    "story": (f"{SECTION}actualites/story/", 9),
    "release": (f"{SECTION}actualites/release/", 10),
    "release as plain text": (f"{SECTION}actualites/release/texte.txt", 8),
    "release as HTML": (f"{SECTION}actualites/release/texte.html", 8),
    "release as a file of Word": (f"{SECTION}actualites/release/texte.docx", 8),
    "event": (f"{SECTION}agenda/event/", 11),
    "mission": (f"{SECTION}agenda/mission/", 8),
    "standard page": ("/fr/about/", 6),
    "charter": ("/fr/charte/", 6),
    "manifesto": ("/fr/manifeste-vivant/", 4),
    "commitment": ("/fr/manifeste-vivant/axe-2/", 11),
    "commitment of a cluster": ("/fr/manifeste-vivant/axe-2/?cluster=budget", 11),
    "join": ("/fr/rejoindre/", 4),
    "subscribe": ("/fr/subscribe/?cluster=budget&topic=ai", 6),
    "feeds and alerts": ("/fr/feeds/?cluster=budget&topic=ai", 4),
    "offline": ("/fr/offline/", 5),
    "search": ("/fr/search/?q=page", 12),
    "search that finds nothing": ("/fr/search/?q=zzzqqqxxx", 14),
    # Nothing is of that month, so that all are words, two of which nothing has: these alone cost 21.
    "search of another month": ("/fr/search/?q=page+en+mars+2041", 25),
    "search filtered": ("/fr/search/?cluster=budget&kind=article", 12),
    "search API": ("/api/search/?q=page&locale=fr", 12),
    "events API": (
        "/api/v1/events/?cluster=budget&topic=ai&country=FR&attendance=onsite&from=2020-01-01",
        12,
    ),
    "missions API": ("/api/v1/missions/", 12),
    "events API described": ("/api/v1/openapi.json", 4),
    "suggestions": ("/api/search/suggestions/?q=pag&locale=fr", 12),
    "OpenSearch description": ("/fr/opensearch.xml", 12),
    "feed": ("/fr/feeds/rss.xml", 12),
    "feed narrowed": ("/fr/feeds/clusters/budget/kinds/agenda/topics/ai/feed.json", 12),
    "calendar": ("/fr/feeds/calendar.ics", 12),
    "calendar narrowed": ("/fr/feeds/clusters/budget/kinds/event/topics/ai/calendar.ics", 12),
    "event to add": (f"{SECTION}agenda/event/calendar.ics", 12),
    "mission to add": (f"{SECTION}agenda/mission/calendar.ics", 12),
}


def test_every_public_page_keeps_its_budget_whatever_the_number_of_items(site: Cluster) -> None:
    """10 items and 200 items cost the same, and no more than the budget."""
    ContentType.objects.clear_cache()
    fill(site, FEW)
    with_few = {name: count_queries(path) for name, (path, _budget) in BUDGETS.items()}
    fill(site, MANY - FEW)
    with_many = {name: count_queries(path) for name, (path, _budget) in BUDGETS.items()}
    assert with_many == with_few
    too_many = {
        name: with_many[name] for name, (_path, budget) in BUDGETS.items() if with_many[name] > budget
    }
    assert not too_many, f"over budget: {too_many}"


def test_an_unknown_address_costs_little(site: Cluster) -> None:
    """Robots that guess addresses do not load the database."""
    Client().get("/fr/nothing/here/")
    with CaptureQueriesContext(connection) as captured:
        assert Client().get("/fr/nothing/here/").status_code == 404
    assert len(captured) <= 5


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/en/clusters/budget/news/article/", 9),
        ("/en/clusters/budget/actualites/article/", 9),
        ("/ar/clusters/budget/events/event/", 10),
        ("/ar/" + "nothing/" * 12, 6),
    ],
)
def test_the_page_of_what_is_not_translated_costs_little(site: Cluster, path: str, budget: int) -> None:
    """It is asked by robots that guess; the number of pages and of clusters changes nothing."""

    def cost() -> int:
        assert Client().get(path).status_code == 404
        with CaptureQueriesContext(connection) as captured:
            Client().get(path)
        return len(captured)

    few = cost()
    fill(site, FEW)
    assert cost() == few
    assert few <= budget


def test_a_query_a_card_would_be_noticed(site: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure sees what the budgets forbid: a listing that asks for each of its teasers costs more with more."""

    def greedy(rows: object, *args: object, **kwargs: object) -> list[Teaser]:
        teasers = as_teasers(rows, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        for teaser in teasers:
            Cluster.objects.filter(code=teaser.kind).exists()
        return teasers

    monkeypatch.setattr("clusters.content.listings.as_teasers", greedy)
    few = count_queries("/fr/actualites/")
    fill(site, FEW)
    assert count_queries("/fr/actualites/") > few


def test_pictures_of_a_text_cost_the_same_however_many(site: Cluster) -> None:
    """A lead image and five images in the text: still within the article's budget, and no more than with one."""
    images = [
        FederationImage.objects.create(
            title=str(number), file=get_test_image_file(f"{number}.png"), collection=site.collection
        )
        for number in range(5)
    ]

    def article(slug: str, count: int) -> int:
        blocks = [
            {"type": "image", "value": {"image": block_of(image), "caption": ""}} for image in images[:count]
        ]
        page = make_article(site, slug=slug, lead_image=images[0], body=json.dumps(blocks))
        return count_queries(page.url_path)

    def block_of(image: FederationImage) -> dict[str, object]:
        return {"image": image.pk, "alt_text": "A drawing", "decorative": False}

    one, five = article("one", 1), article("five", 5)
    assert one == five
    assert five <= 12
