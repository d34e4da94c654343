"""Titles, descriptions, canonical addresses, translations, Open Graph: what each page says and what it keeps back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster, ContentPage, Organisation
from fedcms.core.models import LocaleState, Topic
from fedcms.core.pages.routing import route
from fedcms.core.visibility import visible_q
from home.head.head_metadata import build_head
from home.head.text_length import DESCRIPTION_LENGTH, TITLE_LENGTH, document_title, shorten
from home.models import StandardPage
from home.navigation.menus import build_site_frame
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, make_story
from tests.factories.content import parent_for, publish, section_of
from tests.home.reading import BASE, read
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with an organisation."""
    with keep():
        cluster = make_cluster("tete", "TET", "EdTech Tête")
        Organisation.objects.create(
            slug="lab",
            name="Lab",
            kind="laboratory",
            cluster=cluster,
            description={"fr": "Un laboratoire.", "en": "A laboratory."},
        )
        return cluster


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def translate(page: ContentPage, language: str, **fields: object) -> ContentPage:
    """A published translation of a content page."""
    parent = parent_for(type(page), page.cluster, language)
    copy = type(page)(
        title=f"{page.title} ({language})",
        summary="Translated.",
        slug=f"{page.slug}-{language}",
        locale=parent.locale,
        translation_key=page.translation_key,
        live=False,
        **fields,
    )
    parent.add_child(instance=copy)
    return publish(copy)


def public_paths(cluster: Cluster) -> list[str]:
    """One address of every kind of page in French."""
    pages = [
        make(cluster, slug=f"a-{make.__name__}")
        for make in (make_article, make_release, make_story, make_event, make_mission)
    ]
    pages.append(make_article(None, slug="federal"))
    home = section_of(None)
    home.add_child(instance=StandardPage(title="À propos", slug="apropos", locale=home.locale))
    skeleton = Page.objects.filter(visible_q(), locale__language_code="fr", depth__gt=1)
    paths = {*skeleton.values_list("url_path", flat=True), *(page.url_path for page in pages)}
    return [*sorted(paths), "/fr/organisations/lab/"]


def test_every_public_page_says_who_it_is(cluster: Cluster) -> None:
    """Title, description, canonical address, Open Graph and card, on each kind of page, none of them empty."""
    paths = public_paths(cluster)
    assert len(paths) > 18
    titles = []
    for path in paths:
        page = read(path)
        assert page.status == 200, path
        titles.append(page.title)
        assert 3 <= len(page.title) <= 300, path
        description = page.meta("description") or ""
        assert 10 <= len(description) <= DESCRIPTION_LENGTH + 1, (path, description)
        assert page.canonical == page.meta("og:url") == BASE + path
        assert page.meta("robots") is None
        for name in ("og:title", "og:site_name", "og:image:alt"):
            assert page.meta(name), (path, name)
        assert page.meta("og:description") == description
        assert page.meta("og:locale") == "fr_FR"
        assert page.meta("og:type") in ("website", "article")
        assert (page.meta("og:image") or "").startswith(f"{BASE}/")
        assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
        assert page.meta("twitter:card") == "summary_large_image"
        assert page.graph, path
    assert len(set(titles)) == len(titles), "two pages have the same title"


def test_an_article_says_when_it_was_published_and_what_it_is(cluster: Cluster) -> None:
    """Open Graph's own words for articles; other pages do not use them."""
    page = read(make_article(cluster).url_path)
    assert page.meta("og:type") == "article"
    assert page.meta("article:published_time")
    assert page.meta("article:modified_time")
    assert page.meta("article:section") == "Actualités"
    home = read("/fr/")
    assert home.meta("og:type") == "website"
    assert home.meta("article:published_time") is None


def test_an_editors_own_words_come_first(cluster: Cluster) -> None:
    """The title and description for search engines replace the page's own there, and nowhere else."""
    page = make_article(cluster, title="Long", seo_title="Court", search_description="Pour les moteurs.")
    head = read(page.url_path)
    assert head.title == "Court – EdTech Tête"
    assert head.meta("description") == "Pour les moteurs."
    assert head.meta("og:title") == "Long"


def test_what_an_editor_types_cannot_leave_its_place(cluster: Cluster) -> None:
    """Quotes, angle brackets and the end of a script element stay words."""
    evil = '"><script>alert(1)</script></title>'
    page = make_article(cluster, title=evil, summary=evil)
    head = read(page.url_path)
    assert head.title.startswith(evil)
    assert head.meta("og:title") == evil
    assert head.thing("NewsArticle")["headline"] == evil
    assert b"<script>alert" not in Client().get(page.url_path).content


def test_tracking_parameters_are_no_page_of_their_own(cluster: Cluster) -> None:
    """What a newsletter or a network appends falls off the canonical address."""
    path = make_article(cluster).url_path
    for query in ("utm_source=x&utm_medium=y", "fbclid=1", "page=2", "topic=ai", "q=a"):
        page = read(f"{path}?{query}")
        assert page.canonical == BASE + path
        assert page.meta("robots") is None


def test_filters_are_for_people_pages_for_everybody(cluster: Cluster) -> None:
    """A filtered listing is not indexed; its pages are, under the number that is shown."""
    Topic.objects.create(key="ai", labels={"fr": "IA"})
    for _number in range(14):
        make_article(cluster)
    filtered = read("/fr/actualites/?utm_source=x&topic=ai&cluster=tete")
    assert filtered.meta("robots") == "noindex, follow"
    assert filtered.canonical == f"{BASE}/fr/actualites/?cluster=tete&topic=ai"
    assert filtered.alternates == {}
    empty = read("/fr/actualites/?topic=&cluster=")
    assert (empty.meta("robots"), empty.canonical) == (None, f"{BASE}/fr/actualites/")
    second = read("/fr/actualites/?page=2&utm_source=x")
    assert (second.meta("robots"), second.canonical) == (None, f"{BASE}/fr/actualites/?page=2")
    assert second.alternates == {}
    assert second.title != read("/fr/actualites/").title
    # Whatever number is asked for, the page that is shown has one address.
    assert read("/fr/actualites/?page=9999").canonical == f"{BASE}/fr/actualites/?page=2"
    assert read("/fr/actualites/?page=1").canonical == f"{BASE}/fr/actualites/"


def test_the_past_is_a_list_of_its_own_a_month_is_not(cluster: Cluster) -> None:
    """?past=1 is indexed as it is; views of the same are not."""
    past = read("/fr/agenda/?past=1")
    assert (past.canonical, past.meta("robots")) == (f"{BASE}/fr/agenda/?past=1", None)
    assert read("/fr/agenda/?past=perhaps").canonical == f"{BASE}/fr/agenda/"
    assert read("/fr/agenda/?view=month").meta("robots") == "noindex, follow"


@pytest.mark.parametrize("path", ["/fr/search/?q=page", "/fr/search/", "/fr/nothing/here/"])
def test_what_is_no_page_is_not_indexed(federation: object, path: str) -> None:
    """Search results and errors: a title and a description, and nothing to share."""
    page = read(path)
    assert page.meta("robots") == "noindex"
    assert page.title
    assert page.meta("description")
    assert page.canonical is None
    assert page.meta("og:title") is None
    assert page.graph == []


def test_translations_name_each_other_and_only_what_is_visible(cluster: Cluster) -> None:
    """A crawl over the site: every hreflang leads to a page that leads back; drafts and closed pages are in none."""
    article = make_article(cluster, slug="traduit")
    translate(article, "en")
    translate(article, "ar")
    late = make_article(cluster, slug="tard")
    embargoed = translate(late, "en")
    Page.objects.filter(pk=embargoed.pk).update(go_live_at=timezone.now() + timedelta(days=1))
    closed = make_article(cluster, slug="ferme")
    PageViewRestriction.objects.create(page=translate(closed, "en"), restriction_type="login")

    seen: dict[str, dict[str, str]] = {}
    waiting = [f"{BASE}{path}" for path in public_paths(cluster)]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        page = read(address.removeprefix(BASE))
        assert page.status == 200, address
        seen[address] = page.alternates
        waiting += [url for url in page.alternates.values() if url not in seen]
        assert page.alternates[page.language] == address == page.canonical
    for address, alternates in seen.items():
        for url in alternates.values():
            assert seen[url] == alternates, (address, url)
    assert set(seen[f"{BASE}{article.url_path}"]) == {"fr", "en", "ar", "x-default"}
    assert seen[f"{BASE}{article.url_path}"]["x-default"] == f"{BASE}{article.url_path}"
    assert set(seen[f"{BASE}{late.url_path}"]) == set(seen[f"{BASE}{closed.url_path}"]) == {"fr", "x-default"}
    # More than French was crawled: every part of the tree has four languages.
    assert len({url.split("/")[3] for url in seen}) == 4


def test_a_closed_language_is_nobodys_translation(cluster: Cluster) -> None:
    """Preparing a language shows nothing of it."""
    article = make_article(cluster)
    english = translate(article, "en")
    LocaleState.objects.create(locale=english.locale, is_active=False)
    assert set(read(article.url_path).alternates) == {"fr", "x-default"}
    assert "en_GB" not in read(article.url_path).metas.get("og:locale:alternate", [])


@pytest.mark.parametrize(
    ("languages", "gone", "default"),
    [
        ("es en", "", "es"),  # in which it was written
        ("fr ar en", "unpublish", "en"),  # the first in the order of the settings
        ("fr en ar", "delete", "en"),  # the oldest that is left
        ("ar fr en", "", "fr"),  # the main language, whatever was first
    ],
)
def test_without_french_the_original_stands_for_the_others(
    cluster: Cluster, languages: str, gone: str, default: str
) -> None:
    """x-default leads somewhere even where there is no French page; sitemaps say the same as pages do."""
    first, *others = languages.split()
    pages = {first: make_article(cluster, first, slug="seul")}
    pages |= {code: translate(pages[first], code) for code in others}
    if gone:
        getattr(pages.pop(first), gone)()
    found = {page.language: page.alternates for page in map(read, (page.url_path for page in pages.values()))}
    assert set(found) == set(pages)
    for alternates in [*found.values(), in_the_sitemap(pages[default])]:
        assert alternates["x-default"] == BASE + pages[default].url_path


def in_the_sitemap(page: Page) -> dict[str, str]:
    """The languages that the sitemap names with a page."""
    tree = etree.fromstring(Client().get("/sitemap-pages.xml").content)
    links = tree.xpath(f"//*[*[local-name()='loc']='{BASE}{page.url_path}']/*[@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


def test_an_organisation_is_translated_where_it_is_described(cluster: Cluster) -> None:
    """Its page exists in every language; in those without a text of their own it claims to be no translation."""
    french = read("/fr/organisations/lab/")
    assert set(french.alternates) == {"fr", "en", "x-default"}
    assert read("/en/organisations/lab/").alternates == french.alternates
    assert read("/ar/organisations/lab/").alternates == {}
    assert french.title == "Lab – EdTech Tête"


def test_a_head_costs_no_query(cluster: Cluster) -> None:
    """It is made of what the page and its site_frame hold already."""
    image_page = make_article(cluster, slug="sans")
    paths = [image_page.url_path, make_event(cluster).url_path, section_of(cluster).url_path, "/fr/"]
    for path in paths:
        request = RequestFactory().get(path)
        page = route("/fr/", request, path.removeprefix("/fr/"))[0]
        context, site_frame = page.get_context(request), build_site_frame(request, page)
        context["clusters"] = list(context.get("clusters") or [])
        with CaptureQueriesContext(connection) as captured:
            build_head(request, context, site_frame)
        assert len(captured) == 0, (path, captured.captured_queries)


def test_teasers_end_where_a_reader_may_pause() -> None:
    """After a sentence when there is a long enough one, else after a word."""
    assert shorten("  Un\n texte. ", 160) == "Un texte."
    sentence = (
        "Cette phrase est assez longue pour se suffire à elle-même, et même un peu plus que cela, vraiment."
    )
    assert shorten(f"{sentence} {'mot ' * 40}", 160) == sentence
    cut = shorten("mot, " * 60, 160)
    assert len(cut) <= 161
    assert cut.endswith("mot…")
    assert shorten("x" * 300, 160) == "x" * 159 + "…"


def test_a_title_names_who_speaks_while_there_is_room() -> None:
    """Long titles stand alone; the home page does not say its name twice."""
    assert document_title("Agenda", "EdTech Tête") == "Agenda – EdTech Tête"
    assert document_title("Agenda", "EdTech Tête", "Page 2") == "Agenda – Page 2 – EdTech Tête"
    assert document_title("x" * TITLE_LENGTH, "EdTech Tête") == "x" * TITLE_LENGTH
    assert document_title("Fédération", "Fédération") == "Fédération"
