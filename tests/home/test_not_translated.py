"""A missing page names the languages in which it is public, and says so in no other case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from lxml import html
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction

from fedcms.core.models import LocaleState
from home.models import StandardPage
from news.models import ArticlePage
from tests.factories import make_article, make_cluster
from tests.factories.content import section_of
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

MISSING = "/ar/clusters/nord/news/cartable/"


@pytest.fixture(scope="module")
def kept_article(keep: Keep) -> ArticlePage:
    """An article in French alone, in a section that exists in every language."""
    with keep():
        return make_article(
            make_cluster("nord", "NOR", "Nord Éducation"), title="Le cartable <partagé>", slug="cartable"
        )


@pytest.fixture
def article(kept_article: ArticlePage, db: None) -> ArticlePage:
    """As it was made."""
    return again(kept_article)


def missing(client: Client, path: str) -> html.HtmlElement:
    """The page of the error, which no search engine may keep and which claims to be nothing else."""
    response = client.get(path)
    assert response.status_code == 404
    page = html.fromstring(response.content.decode())
    if page.xpath("//main//a[@hreflang]"):  # the tab says what the page says
        assert page.findtext(".//title").startswith(page.xpath("//main//h1")[0].text_content())
    assert page.xpath("//head/meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//head/link[@rel='canonical' or @hreflang]") == []
    assert page.get("lang") == path.split("/")[1]
    assert page.get("dir") == ("rtl" if page.get("lang") == "ar" else "ltr")
    return page


def links(client: Client, path: str) -> list[tuple[str, str]]:
    """Language and address of each version that the page of the error offers."""
    found = missing(client, path).xpath("//main//a[@hreflang]")
    return [(link.get("hreflang"), link.get("href")) for link in found]


def translated(page: Page, code: str, **values: object) -> Page:
    """A draft of a page in another language."""
    copy: Page = page.copy_for_translation(Locale.objects.get(language_code=code))
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def published(page: Page) -> Page:
    """Published now."""
    page.live = True
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.mark.parametrize("path", [MISSING, "/ar/clusters/nord/actualites/cartable/"])
def test_at_its_place_in_the_other_language_or_at_its_own_path(
    article: ArticlePage, client: Client, path: str
) -> None:
    assert links(client, path) == [("fr", article.url_path)]


def test_it_says_what_can_be_told(article: ArticlePage, client: Client) -> None:
    """In the reader's language, but for the title, which is in its own and says so."""
    main = missing(client, MISSING).xpath("//main")[0]
    assert main.xpath(".//h1")[0].text_content() == "هذه الصفحة غير متاحة بالعربية، أو لم تعد متاحة بها"
    titles = main.xpath(".//*[@lang='fr'][@dir='ltr'][contains(., 'partagé')]")
    assert {title.text_content() for title in titles} == {"Le cartable <partagé>"}
    told = main.xpath(".//*[contains(@class, 'untranslated')]")[0]
    assert "Nord Éducation" in [name.text_content() for name in told.xpath(".//bdi")]
    assert told.xpath(".//time/@datetime")[0].startswith(str(article.sort_at.year))
    assert "الفرنسية" in main.text_content()


def test_nothing_is_said_of_what_is_not_public(article: ArticlePage, client: Client) -> None:
    """Whatever hides it, the answer is that of an address that never was."""

    def answer(path: str) -> str:
        return html.tostring(missing(client, path).xpath("//main")[0]).decode()

    nothing = answer("/ar/clusters/nord/news/nothing/")
    assert answer(MISSING) != nothing
    restriction = PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    assert answer(MISSING) == nothing
    restriction.delete()
    for hidden in (
        {"expire_at": timezone.now() - timedelta(minutes=1)},
        {"go_live_at": timezone.now() + timedelta(hours=1)},
        {"live": False},
    ):
        Page.objects.filter(pk=article.pk).update(**hidden)
        assert answer(MISSING) == nothing, hidden
        Page.objects.filter(pk=article.pk).update(expire_at=None, go_live_at=None, live=True)
    assert answer(MISSING) != nothing
    LocaleState.objects.create(locale=article.locale, is_active=False)
    assert answer(MISSING) == nothing


def test_each_language_in_which_it_exists_whatever_its_slug_there(
    article: ArticlePage, client: Client
) -> None:
    """In the order of the picker."""
    published(translated(article, "es", title="La mochila", slug="mochila"))
    spanish = "/es/clusters/nord/noticias/mochila/"
    assert links(client, MISSING) == [("fr", article.url_path), ("es", spanish)]
    assert [code for code, _url in links(client, "/ar/clusters/nord/news/mochila/")] == ["fr", "es"]


def test_it_may_have_another_address_in_the_reader_s_language(article: ArticlePage, client: Client) -> None:
    """It is translated: to say that it is not would be a lie."""
    english = published(translated(article, "en", title="The satchel", slug="satchel"))
    path = "/en/clusters/nord/news/cartable/"
    assert links(client, path) == [("en", english.url_path), ("fr", article.url_path)]
    main = missing(client, path).xpath("//main")[0]
    assert main.xpath(".//h1")[0].text_content() == "This page has another address in English"


def test_a_draft_of_a_translation_is_not_told_by_its_own_address(
    article: ArticlePage, client: Client
) -> None:
    """The words of its title stand there; where it has the slug of the original, that one is what was found."""
    draft = translated(article, "en", title="The secret satchel", slug="secret-satchel", live=False)
    assert links(client, "/en/clusters/nord/news/secret-satchel/") == []
    assert links(client, "/en/clusters/nord/news/secret-satchel/more/") == []
    draft.slug = "cartable"
    draft.save()
    assert links(client, "/en/clusters/nord/news/cartable/") == [("fr", article.url_path)]


@pytest.mark.parametrize(
    "withdraw",
    [
        lambda page: page.unpublish(),
        lambda page: Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1)),
    ],
)
def test_a_translation_that_was_public_and_is_withdrawn(
    article: ArticlePage, client: Client, withdraw: Callable[[Page], object]
) -> None:
    """Its address is known; who follows it is led to what is there."""
    english = published(translated(article, "en", title="The satchel", slug="satchel"))
    assert client.get(english.url_path).status_code == 200
    withdraw(english)
    assert links(client, english.url_path) == [("fr", article.url_path)]
    article.unpublish()
    assert links(client, english.url_path) == []


def test_who_finds_the_original_withdrawn_is_not_told_that_it_was_never_there(
    article: ArticlePage, client: Client
) -> None:
    """Nor is a translation shown as the original: the main language stands for it, else the first of the picker."""
    spanish = published(translated(article, "es", title="La mochila", slug="mochila"))
    english = published(translated(article, "en", title="The satchel", slug="satchel"))
    article.unpublish()
    assert links(client, article.url_path) == [("en", english.url_path), ("es", spanish.url_path)]
    main = missing(client, article.url_path).xpath("//main")[0]
    assert main.xpath(".//h1")[0].text_content() == "Cette page n’est pas, ou plus, disponible en français"
    assert main.xpath(".//*[contains(@class, 'untranslated__title')]/@lang") == ["en"]


def test_the_old_addresses_of_a_page_lead_to_what_is_told_of_it(article: ArticlePage, client: Client) -> None:
    """Whatever was renamed, and how often: who kept an address in another language finds the page still."""

    def rename(page: Page, slug: str) -> None:
        page.slug = slug
        with TestCase.captureOnCommitCallbacks(execute=True):
            published(page)

    rename(article, "sac")
    rename(article, "besace")
    rename(article.get_parent().specific, "infos")
    now = "/fr/clusters/nord/infos/besace/"
    for old in ("cartable", "sac", "besace"):
        for way in ("news", "actualites"):
            assert links(client, f"/ar/clusters/nord/{way}/{old}/") == [("fr", now)], (way, old)
    assert links(client, "/ar/clusters/nord/news/autre/") == []
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    assert links(client, "/ar/clusters/nord/news/sac/") == []


def test_what_is_withdrawn_and_private_says_nothing(article: ArticlePage, client: Client) -> None:
    english = published(translated(article, "en", title="The satchel", slug="satchel"))
    PageViewRestriction.objects.create(page=english, restriction_type=PageViewRestriction.LOGIN)
    english.unpublish()
    assert links(client, english.url_path) == []


def test_two_pages_of_one_slug_are_not_taken_for_one(article: ArticlePage, client: Client) -> None:
    """Spanish has another page of this name: its language is not offered for what it does not say."""
    section = Page.objects.get(url_path="/es/clusters/nord/noticias/")
    section.add_child(
        instance=ArticlePage(
            title="Otra",
            slug="cartable",
            summary="Otra cosa.",
            cluster=article.cluster,
            locale=section.locale,
        )
    )
    Page.objects.filter(title="Otra").update(first_published_at=timezone.now())
    assert client.get("/es/clusters/nord/noticias/cartable/").status_code == 200
    assert links(client, MISSING) == [("fr", article.url_path)]


def test_a_closed_language_has_translations_of_nothing(article: ArticlePage, client: Client) -> None:
    """What is prepared in it is not told, not even as a way to what is public."""
    published(translated(article, "es", title="La mochila", slug="mochila"))
    LocaleState.objects.create(locale=Locale.objects.get(language_code="es"), is_active=False)
    assert links(client, "/es/clusters/nord/noticias/mochila/") == []
    assert links(client, "/es/clusters/nord/actualites/cartable/") == [("fr", article.url_path)]
    assert links(client, MISSING) == [("fr", article.url_path)]


def test_an_old_address_is_followed_before(article: ArticlePage, client: Client) -> None:
    english = published(translated(article, "en", title="The satchel", slug="satchel"))
    old = "/en/clusters/nord/news/cartable/"
    Redirect.add_redirect(old, english)
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, english.url_path)
    english.unpublish()
    assert links(client, old) == [("fr", article.url_path)]


def test_a_page_that_is_no_content(federation: object, client: Client) -> None:
    home = section_of(None)
    home.add_child(
        instance=StandardPage(title="Mentions", slug="mentions", summary="Qui.", locale=home.locale)
    )
    Page.objects.filter(slug="mentions").update(first_published_at=timezone.now())
    assert links(client, "/en/mentions/") == [("fr", "/fr/mentions/")]
    assert missing(client, "/en/mentions/").xpath("//main//time/@datetime")


@pytest.mark.parametrize(
    "path",
    [
        "/fr/nulle-part/",
        "/ar/clusters/nowhere/",
        "/ar/" + "a/" * 40,
        "/en/%00/",
        "/en/clusters/nord/news/cartable/more/",
        "/fr/actualites/?page=999",
        "/fr/agenda/?view=month&month=9999-99",
    ],
)
def test_an_address_that_means_nothing_offers_nothing(
    article: ArticlePage, client: Client, path: str
) -> None:
    if client.get(path).status_code == 404:
        assert links(client, path) == []


def test_a_language_that_was_taken_out_of_the_settings_is_told_no_more(
    article: ArticlePage, client: Client
) -> None:
    """Its pages stay in the database, and one of them was there first."""
    original = make_article(article.cluster, "es", title="La mochila", slug="mochila")
    english = published(translated(original, "en", title="The satchel", slug="satchel"))
    left = [pair for pair in settings.LANGUAGES if pair[0] != "es"]
    with override_settings(LANGUAGES=left):
        assert links(client, "/ar/clusters/nord/news/satchel/") == [("en", english.url_path)]


def test_where_there_is_one_language_nothing_is_offered(article: ArticlePage, client: Client) -> None:
    with override_settings(LANGUAGES=[("fr", "Français")], WAGTAIL_CONTENT_LANGUAGES=[("fr", "Français")]):
        assert links(client, "/fr/page-qui-manque/") == []
