"""Fills the structural pages of the demo with text in every language."""

from collections.abc import Iterator

from django.conf import settings
from wagtail.models import Locale

from clusters.models import (
    CharterPage,
    Cluster,
    ClusterIndexPage,
    ClusterPage,
    ContactPage,
    ContentPage,
    JoinPage,
    OrganisationIndexPage,
)
from events.models import AgendaPage
from fedcms.core.models.base_page import BasePage
from fedcms.demo import source
from fedcms.demo.accounts import Team
from fedcms.demo.bodies import body, stable_id
from fedcms.demo.manifesto import manifesto
from fedcms.demo.pages import add_and_publish, child_of, publish
from fedcms.demo.translations import source_of, translate
from home.models import HomeFeature, HomePage, ManifestoPage, StandardPage
from news.models import NewsIndexPage, NewsroomPage


def _federation_pages(home: HomePage) -> Iterator[tuple[BasePage, str]]:
    """Yields the federation's own pages in one locale, each with the key of its text in interface.yaml."""
    yield home, "hero_text"
    yield child_of(home, ClusterIndexPage), "clusters_intro"
    yield child_of(home, NewsIndexPage), "news_intro"
    yield child_of(home, NewsroomPage), "newsroom_intro"
    yield child_of(home, OrganisationIndexPage), "organisations_intro"
    yield child_of(home, JoinPage), "join_intro"
    yield child_of(home, ContactPage), "press_contact"
    for agenda in AgendaPage.objects.filter(path__startswith=home.path, depth=home.depth + 1):
        yield agenda, "missions_intro" if agenda.only_missions else "agenda_intro"


def fill_federation(team: Team) -> None:
    """Fills in the summaries of the home pages, of the pages below them, and of the charter's page."""
    interface = source.interface()
    charter = source.charter()["summary"]
    for home in HomePage.objects.select_related("locale"):
        language = home.locale.language_code
        home.title = interface["site_name"][language]
        if interface.get("hero_title"):
            home.headline = interface["hero_title"][language]
        for page, name in _federation_pages(home):
            page.summary = interface[name][language]
            publish(page, team)
        charter_page = child_of(home, CharterPage)
        charter_page.summary = charter[language]
        publish(charter_page, team)


def put_first(keys: list[str], team: Team) -> None:
    """Sets the pages that lead the French home page; other languages follow it."""
    if not keys:
        return
    home = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    pages = {page.translation_key: page for page in ContentPage.objects.filter(locale_id=home.locale_id)}
    home.features = [
        HomeFeature(content=pages[stable_id(key)], sort_order=number) for number, key in enumerate(keys)
    ]
    publish(home, team)


def fill_cluster(cluster: Cluster, spec: source.ClusterSpec, team: Team) -> None:
    """Fills in summary and presentation of a cluster's section in every language."""
    for page in ClusterPage.objects.filter(cluster=cluster).select_related("locale"):
        language = page.locale.language_code
        blocks: list[source.Block] = [{"p": text} for text in spec["presentation"][language]]
        page.summary = spec["summary"][language]
        page.body = body(blocks, f"cluster/{cluster.slug}", page.body.stream_block)
        publish(page, team)


def _standard_page(spec: source.StandardPageSpec, locale: Locale) -> StandardPage:
    language = locale.language_code
    block = StandardPage._meta.get_field("body").stream_block
    return StandardPage(
        title=spec["title"][language],
        summary=spec["summary"][language],
        slug=spec["slug"][language],
        search_words=spec.get("search_words", {}).get(language, ""),
        show_in_menus=spec.get("in_menu", False),
        body=body(spec["body"][language], f"page/{spec['key']}", block),
        translation_key=stable_id("page", spec["key"]),
        locale=locale,
        live=False,
    )


def make_standard_pages(team: Team) -> None:
    """Creates the manifesto and the standard pages in French, with their translations."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    home = HomePage.objects.get(locale=locales["fr"])
    for spec in [manifesto(), *source.standard_pages()]:
        page = _standard_page(spec, locales["fr"])
        page = add_and_publish(home, page, team)
        translation_source = source_of(page)
        for language in locales.keys() & spec["body"].keys() - {"fr"}:
            translate(
                translation_source,
                page,
                _standard_page(spec, locales[language]),
                team,
                slug=spec["slug"][language],
            )


def fill_manifesto(team: Team) -> None:
    """Fills in the living manifesto's pages, which lead to the whole text: `make_standard_pages` has made it."""
    texts = StandardPage.objects.filter(translation_key=stable_id("page", manifesto()["key"]))
    by_locale = {text.locale_id: text for text in texts}
    for page in ManifestoPage.objects.select_related("locale"):
        page.summary = source.interface()["manifesto_intro"][page.locale.language_code]
        page.full_text = by_locale.get(page.locale_id)
        publish(page, team)
