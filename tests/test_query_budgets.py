"""Every public page does bounded work: the same number of queries with 10 and with 200 items, within its budget.

No budget is above those of issue 3 (article, event and cluster page 12, search 12, listings and home 16); where a page
costs less, its budget is what it costs with pictures, and falls when it does. No page or fragment cache is involved.
"""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from clusters.content.teasers import Teaser, as_teasers
from clusters.models import Charter, Cluster, Organisation
from fedcms.core.changes.page_batches import written_together
from fedcms.core.models import Topic
from fedcms.media.models import FederationImage
from home.models import StandardPage
from news.models import MailingOpening
from tests.clusters.press_access.support import given, make_files, make_scheduled
from tests.factories import (
    make_article,
    make_cluster,
    make_event,
    make_mission,
    make_release,
    make_story,
    make_user,
)
from tests.factories.content import section_of
from tests.news.mailing.support import BROWSER, link, make_contact, send, sent, unsubscribe_path
from tests.news.newsroom_rows import make_coverage, make_figure, make_person, make_press_contact
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 200


@pytest.fixture(scope="module")
def kept_site(keep: Keep) -> Cluster:
    """One page of each kind, with everything that its template can show."""
    with keep():
        cluster = make_cluster("budget", "BUD")
        organisation = Organisation.objects.create(slug="lab", name="Lab", kind="laboratory", cluster=cluster)
        topic = Topic.objects.create(key="ai", labels={"fr": "IA"})
        for make, slug in (
            (make_article, "article"),
            (make_story, "story"),
            (make_release, "release"),
            (make_event, "event"),
            (make_mission, "mission"),
        ):
            page = make(cluster, slug=slug, organisation=organisation)
            page.topics.add(topic)
            page.save()
        # What a search finds of others stands beyond its first page.
        with time_machine.travel("2024-01-01"), written_together():
            for _ in range(8):
                make_article(None)
        home = section_of(None)
        home.add_child(
            instance=StandardPage(title="About", slug="about", summary="Who we are.", locale=home.locale)
        )
        make_person(cluster, "Une", topics=[topic])
        make_press_contact(cluster, "Permanence")
        make_coverage(cluster, "Article", about=section_of(cluster))
        make_figure(cluster, "Élèves")
        Charter.objects.create(version="1", effective_on="2020-01-01", summary={"fr": "Résumé"})
        return cluster


@pytest.fixture
def site(kept_site: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_site)


def fill(cluster: Cluster, wanted: int) -> None:
    """Adds content of every kind to the cluster and to others, until there are `wanted` items."""
    # Most of it by one cluster: the first page of a search is then shared out, which costs most
    # (search/engines/fairness.py).
    others = [cluster, cluster, cluster, None]
    makers = (make_article, make_event, make_story, make_mission, make_release)
    # Events and missions start on the same day, so that the first page of an agenda always shows both.
    start = timezone.localdate() + timedelta(days=35)
    with written_together():
        for number in range(wanted):
            make = makers[number % len(makers)]
            dates: dict[str, object] = {"starts_on": start} if make in (make_event, make_mission) else {}
            if make is make_event:
                dates["time_zone"] = "UTC"
            make(others[number % len(others)], **dates)
    Organisation.objects.bulk_create(
        Organisation(slug=f"org-{wanted}-{number}", name=f"Org {number}", kind="company", cluster=cluster)
        for number in range(wanted)
    )
    topic = Topic.objects.get()
    for number in range(wanted // 5):
        make_person(cluster, f"Personne {number}", topics=[topic])
        make_press_contact(cluster, f"Service {number}")
        make_coverage(cluster, f"Article {number}", about=section_of(cluster))
        make_figure(cluster, f"Chiffre {number}")


def count_queries(path: str) -> int:
    """Queries of one request by a new visitor, after the process is warm."""
    client = Client()
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


SECTION = "/fr/clusters/budget/"
BUDGETS: dict[str, tuple[str, int]] = {
    "home": ("/fr/", 13),
    "news": ("/fr/actualites/", 9),
    "news filtered": ("/fr/actualites/?cluster=budget&topic=ai&audience=school&kind=article", 9),
    "agenda": ("/fr/agenda/", 10),
    "past agenda": ("/fr/agenda/?past=1", 9),
    "agenda by month": ("/fr/agenda/?view=month", 10),
    "missions": ("/fr/missions/", 10),
    "newsroom": ("/fr/presse/", 14),
    "spokespeople": ("/fr/presse/spokespeople/?topic=ai&language=fr", 13),
    "coverage": ("/fr/presse/coverage/", 10),
    "clusters": ("/fr/clusters/", 6),
    "directory": ("/fr/organisations/", 7),
    "organisation": ("/fr/organisations/lab/", 11),
    "cluster": (SECTION, 10),
    "cluster news": (f"{SECTION}actualites/", 9),
    "cluster agenda": (f"{SECTION}agenda/", 10),
    "cluster newsroom": (f"{SECTION}presse/", 14),
    "cluster spokespeople": (f"{SECTION}presse/spokespeople/", 9),
    "cluster coverage": (f"{SECTION}presse/coverage/", 10),
    "contact": (f"{SECTION}contact/", 4),
    "article": (f"{SECTION}actualites/article/", 8),
    "story": (f"{SECTION}actualites/story/", 9),
    "release": (f"{SECTION}actualites/release/", 8),
    "release as plain text": (f"{SECTION}actualites/release/texte.txt", 8),
    "release as HTML": (f"{SECTION}actualites/release/texte.html", 8),
    "release as a file of Word": (f"{SECTION}actualites/release/texte.docx", 8),
    "event": (f"{SECTION}agenda/event/", 8),
    "mission": (f"{SECTION}agenda/mission/", 8),
    "standard page": ("/fr/about/", 6),
    "charter": ("/fr/charte/", 6),
    "join": ("/fr/rejoindre/", 4),
    "search": ("/fr/search/?q=page", 12),
    "search filtered": ("/fr/search/?cluster=budget&kind=article", 12),
    "search API": ("/api/search/?q=page&locale=fr", 12),
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


def test_what_is_read_before_publication_costs_the_same_whatever_else_is_under_embargo(site: Cluster) -> None:
    """The list of a journalist's link, a page with its files, a file, and a link that does not serve."""
    giver = make_user("budget-publisher", site, "publisher")
    page = make_scheduled(site, files=make_files(site, "budget"))
    _made, link = given(giver, site)
    document = page.attachments.get().document
    file = f"{link}{page.pk}/documents/{document.pk}/{document.filename}"

    def cost(path: str, status: int = 200) -> int:
        assert Client().get(path).status_code == status
        with CaptureQueriesContext(connection) as captured:
            Client().get(path)
        return len(captured)

    def costs() -> dict[str, int]:
        return {"list": cost(link), "page": cost(f"{link}{page.pk}/"), "file": cost(file)}

    few = costs()
    for number in range(12):
        make_scheduled(site, title=f"Under embargo {number}")
    fill(site, FEW)
    assert costs() == few
    assert few["list"] <= 6
    assert few["page"] <= 22
    assert few["file"] <= 20
    assert cost("/before-publication/unknown/", 404) <= 4


def test_what_a_mail_leads_to_costs_the_same_however_many_were_sent(site: Cluster) -> None:
    page = make_release(site)
    make_contact(site, "lea@press.example")
    publisher = make_user("mailing-publisher", site, "publisher")
    send(site, page, publisher)
    message = sent()["lea@press.example"]
    reading, leaving = link(message, "Lire le communiqué"), unsubscribe_path(message)

    def cost(address: str, status: int, method: str = "get") -> int:
        client = Client(headers=BROWSER)
        with CaptureQueriesContext(connection) as captured:
            assert getattr(client, method)(address).status_code == status, address
        return len(captured)

    def costs() -> tuple[int, int]:
        MailingOpening.objects.all().delete()
        return cost(reading, 302), cost(leaving, 200)

    costs()
    few = costs()
    for number in range(12):
        make_contact(site, f"c{number}@press.example")
    send(site, page, publisher)
    assert costs() == few
    assert few[0] <= 5
    assert few[1] <= 5
    assert cost("/release-mail/forged/", 404) <= 4
