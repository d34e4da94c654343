"""Sitemaps, robots.txt, security.txt and the manifest, as a robot reads them: valid, whole, nothing hidden."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from PIL import Image
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster, ContactPage, Organisation
from fedcms.core.visibility import visible_q
from home.sitemaps.building import PageSitemap
from tests.factories import make_article, make_cluster, make_event, make_release
from tests.home.reading import BASE
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parent.parent / "data" / "schemas"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def schema(name: str) -> etree.XMLSchema:
    """A schema of tests/data/schemas."""
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


def fetch(path: str, valid_by: str = "all.xsd") -> "etree._Element":
    """The root of a file that is valid."""
    response = Client().get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"].startswith("application/xml")
    tree = etree.fromstring(response.content)
    schema(valid_by).assertValid(tree)
    return tree


def locations(tree: "etree._Element") -> list[str]:
    """The addresses of a file, in its order."""
    return [str(element.text) for element in tree.iterfind(".//s:loc", NAMES)]


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with an organisation that is described in two languages."""
    with keep():
        cluster = make_cluster("plan", "PLN", "EdTech Plan")
        texts = {"fr": "Un laboratoire.", "en": "A laboratory."}
        Organisation.objects.create(
            slug="lab", name="Lab", kind="laboratory", cluster=cluster, description=texts
        )
        return cluster


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def test_robots_find_every_visible_page_and_no_other(cluster: Cluster) -> None:
    """From robots.txt on: what an anonymous reader may open, once each; no draft, embargo, expiry or closed page."""
    shown = make_article(cluster, slug="vu")
    for slug, change in {
        "brouillon": {"live": False},
        "embargo": {"go_live_at": timezone.now() + timedelta(hours=1)},
        "perime": {"expire_at": timezone.now() - timedelta(hours=1)},
    }.items():
        Page.objects.filter(pk=make_article(cluster, slug=slug).pk).update(**change)
    PageViewRestriction.objects.create(page=make_article(cluster, slug="ferme"), restriction_type="login")

    robots = Client().get("/robots.txt").content.decode()
    (index,) = [line.split()[1] for line in robots.splitlines() if line.startswith("Sitemap:")]
    assert "Disallow: /*press-kit.zip$" in robots.splitlines()
    files = locations(fetch(index.removeprefix(BASE), "siteindex.xsd"))
    assert len(files) == 5
    (pages,) = [file for file in files if file.endswith("/sitemap-pages.xml")]
    found = locations(fetch(pages.removeprefix(BASE)))
    wanted = Page.objects.filter(visible_q(), depth__gt=1).values_list("url_path", flat=True)
    assert sorted(found) == sorted(BASE + path for path in wanted)
    assert BASE + shown.url_path in found
    assert not [url for url in found for word in ("brouillon", "embargo", "perime", "ferme") if word in url]
    for url in found:
        assert Client().get(url.removeprefix(BASE)).status_code == 200, url


def test_languages_are_named_with_each_address(cluster: Cluster) -> None:
    """Every address names the same languages as its page's head does."""
    tree = fetch("/sitemap-pages.xml")
    (home,) = [
        url for url in tree.iterfind("s:url", NAMES) if url.findtext("s:loc", "", NAMES) == f"{BASE}/fr/"
    ]
    links = {link.get("hreflang"): link.get("href") for link in home.iterfind("x:link", NAMES)}
    assert set(links) == {"fr", "en", "es", "ar", "x-default"}
    assert links["x-default"] == f"{BASE}/fr/"


def test_an_organisation_is_listed_where_it_is_described(cluster: Cluster) -> None:
    """Not in languages in which its page would say the same in French."""
    kits = locations(fetch("/sitemap-press-kits.xml"))
    assert f"{BASE}/fr/presse/kits/federation/" in kits
    found = locations(fetch("/sitemap-organisations.xml"))
    assert sorted(found) == [f"{BASE}/en/organisations/lab/", f"{BASE}/fr/organisations/lab/"]


def test_the_ways_into_clusters_and_the_page_of_feeds_are_listed(cluster: Cluster) -> None:
    """Routes and views, which are no pages; not where the contact page of a cluster is not public."""
    found = locations(fetch("/sitemap-routes.xml"))
    languages = ("ar", "en", "es", "fr")
    for code in languages:
        assert f"{BASE}/{code}/feeds/" in found
        contact = ContactPage.objects.get(
            locale__language_code=code, path__startswith=cluster.pages.get(locale__language_code=code).path
        )
        assert f"{BASE}{contact.url_path}join/" in found
    assert len(found) == 2 * len(languages)
    for url in found:
        page = Client().get(url.removeprefix(BASE)).content.decode()
        assert f'<link rel="canonical" href="{url}">' in page
    contact.unpublish()
    assert f"{BASE}{contact.url_path}join/" not in locations(fetch("/sitemap-routes.xml"))


def test_news_are_of_the_last_two_days(cluster: Cluster) -> None:
    """News and releases with title, language and moment; neither events nor what is older."""
    fresh = make_article(cluster, title="Frais & neuf", slug="frais")
    release = make_release(cluster, slug="communique")
    make_event(cluster)
    old = make_article(cluster, slug="vieux")
    type(old).objects.filter(pk=old.pk).update(sort_at=timezone.now() - timedelta(hours=49))
    tree = fetch("/sitemap-news.xml")
    assert sorted(locations(tree)) == sorted(BASE + page.url_path for page in (fresh, release))
    titles = [element.text for element in tree.iterfind(".//n:title", NAMES)]
    assert "Frais & neuf" in titles
    moments = [
        datetime.fromisoformat(str(each.text)) for each in tree.iterfind(".//n:publication_date", NAMES)
    ]
    assert all(moment.tzinfo for moment in moments)
    assert {element.text for element in tree.iterfind(".//n:language", NAMES)} == {"fr"}


def test_without_news_the_file_is_valid_still(federation: object) -> None:
    """Its schema wants one address at least."""
    assert locations(fetch("/sitemap-news.xml")) == [f"{BASE}/fr/"]


def test_long_sitemaps_are_several_files(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is in one of them; what does not exist is not found."""
    monkeypatch.setattr(PageSitemap, "limit", 20)
    files = [url.removeprefix(BASE) for url in locations(fetch("/sitemap.xml", "siteindex.xsd"))]
    found = [url for path in files if "pages" in path for url in locations(fetch(path))]
    assert len(files) > 3
    assert len(found) == len(set(found)) == Page.objects.filter(visible_q(), depth__gt=1).count()
    for path in ("/sitemap-pages.xml?p=999", "/sitemap-pages.xml?p=x", "/sitemap-nothing.xml"):
        assert Client().get(path).status_code == 404


def test_a_file_costs_the_same_with_ten_pages_and_with_forty(cluster: Cluster) -> None:
    """Two or three queries."""

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(path).status_code == 200
        return len(captured)

    paths = (
        "/sitemap-pages.xml",
        "/sitemap-organisations.xml",
        "/sitemap-news.xml",
        "/sitemap-press-kits.xml",
        "/sitemap-routes.xml",
        "/sitemap.xml",
    )
    for _number in range(10):
        make_article(cluster)
    few = [cost(path) for path in paths]
    for _number in range(30):
        make_article(cluster)
    assert [cost(path) for path in paths] == few
    assert max(few) <= 10


def test_who_finds_a_weakness_knows_whom_to_tell(federation: object) -> None:
    """RFC 9116: a contact as a URI, and an end less than a year away."""
    response = Client().get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines() if ": " in line)
    assert fields["Contact"].startswith(("mailto:", "https:"))
    ends = datetime.fromisoformat(fields["Expires"])
    assert timedelta(0) < ends - timezone.now() < timedelta(days=366)


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_the_manifest_speaks_the_language_and_its_icons_are_there(
    federation: object, language: str, direction: str
) -> None:
    """Each icon exists and has the size that is said of it."""
    manifest = Client().get(f"/{language}/manifest.webmanifest").json()
    assert (manifest["lang"], manifest["dir"]) == (language, direction)
    assert manifest["start_url"] == f"/{language}/"
    assert manifest["icons"]
    static = Path(__file__).parents[2] / "fedcms" / "static"
    for icon in manifest["icons"]:
        file = static / icon["src"].partition("/static/")[2]
        if file.suffix == ".png":
            with Image.open(file) as image:
                assert f"{image.width}x{image.height}" == icon["sizes"]
        else:
            assert file.exists()
