"""Under a page stands what other clusters published on its topics: the nearest of each, never what is not public."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from clusters.content.neighbours.storing import rebuild
from clusters.models import Cluster, ContentPage, PageNeighbour
from fedcms.core.changes.outbox import dispatch
from fedcms.core.models import LocaleState, Topic
from tests.factories import make_article, make_cluster, make_event, make_release, make_story
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

TITLE = "Sur le même thème, ailleurs dans la fédération"
SPRING = datetime(2026, 4, 1, 9, tzinfo=UTC)
Clusters = tuple[Cluster, Cluster, Cluster]


@pytest.fixture(scope="module")
def clusters(keep: Keep) -> Clusters:
    """Three clusters, and two topics."""
    with keep():
        for key in ("ai", "data"):
            Topic.objects.create(key=key, labels={"fr": key})
        return make_cluster("one", "ONE"), make_cluster("two", "TWO"), make_cluster("three", "THR")


def told() -> None:
    """The worker has done what follows."""
    while dispatch():
        pass


def on(page: ContentPage, *topics: str) -> ContentPage:
    """The page, on these topics."""
    page.topics.set(Topic.objects.filter(key__in=topics))
    page.save()
    return page


def dated(
    make: Callable[..., ContentPage], cluster: Cluster, days: int, *topics: str, **fields: object
) -> ContentPage:
    """A page that was published so many days after spring began."""
    with time_machine.travel(SPRING + timedelta(days=days), tick=False):
        return on(make(cluster, **fields), *topics)


def shown(page: ContentPage) -> str:
    """What stands under a page; "" without a heading."""
    html = Client().get(page.url_path).content.decode()
    _before, found, after = html.partition('aria-labelledby="neighbours"')
    return after.partition("</section>")[0] if found else ""


def test_the_nearest_of_each_other_cluster_stands_under_a_page(clusters: Clusters) -> None:
    """By topics in common, then by time; one of each cluster, none of its own, none on another topic."""
    one, two, three = clusters
    page = dated(make_article, one, 50, "ai", title="Le point de départ")
    dated(make_article, one, 51, "ai", title="Du même cluster")
    dated(make_release, two, 10, "ai", title="Trop ancien")
    dated(make_story, two, 47, "ai", title="Le plus proche")
    dated(make_article, two, 60, "ai", title="Plus loin après")
    dated(make_article, three, 50, "data", title="D’un autre thème")
    told()
    html = shown(page)
    assert "Le plus proche" in html
    assert "Réussite" in html, "what kind of thing it is"
    assert 'aria-hidden="true">TWO<' in html
    for title in ("Trop ancien", "Plus loin après", "Du même cluster", "D’un autre thème", "THR"):
        assert title not in html
    on(page, "ai", "data")
    told()
    assert "D’un autre thème" in shown(page)


def test_a_page_without_neighbours_says_nothing(clusters: Clusters) -> None:
    one, *_others = clusters
    page = dated(make_article, one, 5, "ai")
    without = dated(make_article, one, 5)
    told()
    for alone in (page, without):
        html = Client().get(alone.url_path).content.decode()
        assert TITLE not in html
        assert "Et maintenant" in html


def test_what_is_nearer_takes_the_place_and_gives_it_back(clusters: Clusters) -> None:
    one, two, _three = clusters
    page = on(make_event(one), "ai")
    dated(make_article, two, 20, "ai", title="Première")
    told()
    assert "Première" in shown(page)
    second = on(make_event(two, title="Deuxième"), "ai")
    told()
    assert "Deuxième" in shown(page)
    assert "à venir" in shown(page)
    second.unpublish()
    told()
    assert "Première" in shown(page)


@pytest.mark.parametrize(
    "how", ["withdrawn", "restricted", "section", "expired", "language closed", "deleted"]
)
def test_what_is_not_public_is_never_shown_even_before_the_worker_knows(clusters: Clusters, how: str) -> None:
    one, two, _three = clusters
    page = dated(make_article, one, 5, "ai")
    other = make_article(two, title="Bientôt caché", expire_at=timezone.now() + timedelta(hours=1))
    on(other, "ai")
    told()
    assert "Bientôt caché" in shown(page)
    if how == "withdrawn":
        other.unpublish()
    elif how == "restricted":
        PageViewRestriction.objects.create(page=other, restriction_type="login")
    elif how == "section":
        PageViewRestriction.objects.create(page=other.get_parent(), restriction_type="login")
    elif how == "language closed":
        ContentPage.objects.filter(pk=other.pk).update(locale=Locale.objects.get(language_code="es"))
        LocaleState.objects.update_or_create(
            locale=Locale.objects.get(language_code="es"), defaults={"is_active": False}
        )
    elif how == "deleted":
        other.delete()
    with time_machine.travel(timezone.now() + timedelta(hours=2 if how == "expired" else 0)):
        assert shown(page) == ""


def test_what_is_to_appear_later_has_no_place_until_then(clusters: Clusters) -> None:
    one, two, _three = clusters
    page = dated(make_article, one, 5, "ai")
    later = make_article(two, title="Sous embargo", go_live_at=timezone.now() + timedelta(hours=1))
    on(later, "ai")
    told()
    assert not PageNeighbour.objects.filter(neighbour_key=later.translation_key).exists()
    assert shown(page) == ""


def test_a_neighbour_is_in_the_readers_language_or_says_its_own(clusters: Clusters) -> None:
    one, two, three = clusters
    page = dated(make_article, one, 5, "ai")
    dated(make_article, two, 6, "ai", language="es", title="Solo en español")
    french = dated(make_article, three, 6, "ai", title="En français")
    translated = dated(make_article, three, 6, "ai", language="en", title="In English")
    ContentPage.objects.filter(pk=translated.pk).update(translation_key=french.translation_key)
    rebuild()
    html = shown(page)
    assert 'hreflang="es" lang="es" dir="ltr">Solo en español</a>' in html
    assert "(langue : espagnol)" in html
    assert ">En français</a>" in html
    assert "In English" not in html
    assert html.count("langue :") == 1
    arabic = make_article(one, language="ar")
    ContentPage.objects.filter(pk=arabic.pk).update(translation_key=page.translation_key)
    assert 'lang="fr" dir="ltr">En français</a>' in shown(arabic)


def test_an_article_stays_within_eight_queries_however_many_neighbours(clusters: Clusters) -> None:
    one, two, three = clusters
    page = dated(make_article, one, 5, "ai")

    def cost() -> int:
        Client().get(page.url_path)
        with CaptureQueriesContext(connection) as captured:
            Client().get(page.url_path)
        return len(captured)

    alone = cost()
    for cluster in (two, three):
        dated(make_article, cluster, 6, "ai")
    told()
    assert shown(page).count("<li") == 2
    assert cost() == alone <= 8


def test_a_topic_that_goes_takes_its_neighbours_along(clusters: Clusters) -> None:
    one, two, _three = clusters
    page = dated(make_article, one, 5, "ai")
    dated(make_article, two, 6, "ai")
    told()
    assert shown(page)
    Topic.objects.get(key="ai").delete()
    told()
    assert not PageNeighbour.objects.exists()


def test_what_is_next_leads_somewhere(clusters: Clusters) -> None:
    """To follow the page's topics, and from a release to its press contact on the page."""
    one, *_others = clusters
    release = on(make_release(one), "ai", "data")
    html = Client().get(release.url_path).content.decode()
    assert 'href="/fr/subscribe/?topic=ai&amp;topic=data"' in html
    assert "Suivre ces thèmes par courriel" in html
    assert 'href="#press-contact"' in html
    assert 'id="press-contact"' in html
    form = Client().get("/fr/subscribe/?topic=ai&topic=data").content.decode()
    for key in ("ai", "data"):
        (box,) = re.findall(rf'<input[^>]*name="topics"[^>]*value="{key}"[^>]*>', form)
        assert "checked" in box
