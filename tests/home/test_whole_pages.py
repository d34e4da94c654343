"""Small truths of single pages: whose words, which link, which language, which date."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from lxml import html
from wagtail.models import Page

from clusters.models import Charter, Cluster
from news.models import NewsIndexPage
from tests.factories import make_article, make_cluster, make_event
from tests.factories.content import section_of
from tests.home.reading import read
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster without content."""
    with keep():
        return make_cluster("vrai", "VRA", "EdTech Vraie")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def page_of(path: str) -> html.HtmlElement:
    """What a visitor gets."""
    return html.fromstring(Client().get(path).content.decode())


def links_of_card(path: str) -> list[tuple[str, str]]:
    """Words and address of the links under "published by"."""
    links = page_of(path).xpath("//section[contains(@class, 'cluster-card')]//a[not(@class)]")
    return [(link.text_content(), link.get("href")) for link in links]


def test_the_federation_is_no_cluster(cluster: Cluster) -> None:
    """Beside what it publishes itself stands the way to the news, not to "this cluster"."""
    assert links_of_card(make_article(None).url_path) == [("Toutes les actualités", "/fr/actualites/")]
    assert links_of_card(make_article(cluster).url_path) == [
        ("Tout ce que publie ce cluster", "/fr/clusters/vrai/")
    ]


def test_a_charter_in_another_language_says_so(federation: object) -> None:
    """A screen reader reads French as French on the Arabic page; what is translated there is Arabic."""
    charter = Charter.objects.create(version="1", effective_on="2020-01-01", summary={"fr": "Résumé"})
    charter.articles.create(heading={"fr": "Titre", "ar": "عنوان"}, text={"fr": "Texte"})
    charter.save()
    (address,) = Page.objects.filter(locale__language_code="ar", slug="charter").values_list(
        "url_path", flat=True
    )
    page = page_of(address)
    said = {
        element.text_content(): (element.get("lang"), element.get("dir"))
        for element in page.xpath("//main//*[@lang]")
    }
    assert said == {"Résumé": ("fr", "ltr"), "عنوان": ("ar", "rtl"), "Texte": ("fr", "ltr")}


def test_an_article_came_out_at_one_moment(cluster: Cluster) -> None:
    """Open Graph, JSON-LD and the line of date say the same, also where it came out at an hour that was chosen."""
    moment = timezone.now().replace(microsecond=0) - timedelta(days=3)
    article = make_article(cluster, go_live_at=moment)
    head = read(article.url_path)
    assert parse_datetime(head.meta("article:published_time") or "") == moment
    assert parse_datetime(str(head.thing("NewsArticle")["datePublished"])) == moment
    shown = page_of(article.url_path).xpath("//article//p[contains(@class, 'dateline')]//time/@datetime")[0]
    assert parse_datetime(shown) == moment or shown == f"{timezone.localtime(moment):%Y-%m-%d}"


def test_an_event_came_out_when_it_was_announced(cluster: Cluster) -> None:
    """Its own date is no date of publication."""
    event = make_event(cluster, starts_on=date(2040, 1, 1))
    published = parse_datetime(read(event.url_path).meta("article:published_time") or "")
    assert published is not None
    assert abs(published - timezone.now()) < timedelta(hours=1)


def test_what_is_over_is_a_page_of_its_own(cluster: Cluster) -> None:
    """Title, heading, description and the name for machines differ from those of what is coming."""
    for path, what in (
        ("/fr/agenda/", "rendez-vous passés"),
        ("/fr/missions/", "missions passées"),
        ("/fr/clusters/vrai/agenda/", "rendez-vous passés"),
    ):
        coming, over = read(path), read(f"{path}?past=1")
        before, after = (str(page_of(p).xpath("string(//h1)")) for p in (path, f"{path}?past=1"))
        assert after == f"{before}\u00a0: {what}"
        assert over.title.startswith(after)
        assert over.meta("robots") is None
        assert over.meta("description") != coming.meta("description")
        assert over.thing("CollectionPage")["name"] == after
        assert (over.meta("og:title") or "").startswith(after)
    assert page_of("/fr/agenda/?past=1&view=month").xpath("//h1/text()") == ["Agenda"]


def test_all_news_are_the_news_whatever_the_menu(cluster: Cluster) -> None:
    """Neither the first page of the section's menu, nor nothing where the news are in none."""
    make_article(cluster)
    section = section_of(cluster)
    news = NewsIndexPage.objects.child_of(section).get()
    for in_menu in (True, False):
        Page.objects.filter(pk=news.pk).update(show_in_menus=in_menu)
        (link,) = page_of(section.url_path).xpath(
            "//a[@class='section__more'][contains(., 'actualités')]/@href"
        )
        assert link == news.url_path
        menu = page_of(section.url_path).xpath("//div[@class='section-bar']//a/@href")
        assert (news.url_path in menu) == in_menu
        assert len(menu) > 1
    news.unpublish()
    assert not page_of(section.url_path).xpath("//a[contains(., 'Toutes les actualités')]")


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Autorisez les cookies de ce site"), ("en", "Allow cookies for this site")]
)
def test_a_form_without_cookies_says_what_to_do(federation: object, language: str, words: str) -> None:
    """In the site's design and the reader's language, at the sign-in and at a page's password."""
    reader = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    paths = ("/admin/login/", f"/{language}/_util/authenticate_with_password/1/1/")
    for path in paths:
        refused = reader.post(path, {"username": "x", "password": "y"})
        assert refused.status_code == 403
        assert "no-store" in refused["Cache-Control"]
        page = html.fromstring(refused.content.decode())
        assert page.get("lang") == language
        assert words in page.xpath("string(//main)")
        assert page.xpath("//header//nav")
