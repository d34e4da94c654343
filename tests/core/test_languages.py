"""The language of an answer is that of its address; the reader is asked on the bare domain alone."""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Locale

from fedcms.core.models import LocaleState
from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db

ARABIC_READER = {"accept-language": "ar-MA,ar;q=0.9,en;q=0.5"}


def start(cookie: str = "", **headers: str) -> str:
    """Where the bare domain leads."""
    client = Client()
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get("/", headers=headers)
    assert response.status_code == 302
    assert {"Accept-Language", "Cookie", "User-Agent"} <= set(response["Vary"].split(", "))
    return str(response["Location"])


def test_the_language_that_was_chosen_comes_before_the_one_of_the_browser(federation: object) -> None:
    accepts = {"accept-language": "es"}
    assert start(**accepts) == "/es/"
    assert start(cookie="ar", **accepts) == "/ar/"
    assert start(cookie="xx", **accepts) == "/es/"
    assert start(cookie="/../evil", **accepts) == "/es/"


def test_the_best_language_that_is_open_is_taken(federation: object) -> None:
    assert start(**{"accept-language": "de, es;q=0.4, en-GB;q=0.7"}) == "/en/"
    spanish = Locale.objects.get(language_code="es")
    LocaleState.objects.create(locale=spanish, is_active=False)
    assert start(**{"accept-language": "es, en;q=0.5"}) == "/en/"
    assert start(cookie="es") == "/fr/"


@pytest.mark.parametrize("headers", [{}, {"accept-language": "*"}, {"accept-language": ";;q=x"}])
def test_who_accepts_nothing_that_we_know_gets_the_main_language(
    federation: object, headers: dict[str, str]
) -> None:
    assert start(**headers) == "/fr/"


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
    ],
)
def test_a_robot_gets_the_main_language_whatever_it_accepts(federation: object, agent: str) -> None:
    assert start(**{"user-agent": agent, "accept-language": "en"}) == "/fr/"
    assert start(**{"user-agent": "Mozilla/5.0 Firefox/140.0", "accept-language": "en"}) == "/en/"


def test_a_telephone_is_no_robot(federation: object) -> None:
    agent = "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36"
    assert start(**{"user-agent": agent, "accept-language": "en"}) == "/en/"


def test_a_language_of_no_weight_is_not_accepted(federation: object) -> None:
    assert start(**{"accept-language": "en;q=0, es;q=0.1"}) == "/es/"
    assert start(**{"accept-language": "en;q=0"}) == "/fr/"


def test_with_the_main_language_closed_the_first_open_one_stands_for_it(federation: object) -> None:
    LocaleState.objects.create(locale=Locale.objects.get(language_code="fr"), is_active=False)
    assert start() == "/en/"
    assert start(**{"accept-language": "de"}) == "/en/"
    assert start(**{"user-agent": "Googlebot/2.1", "accept-language": "ar"}) == "/en/"
    assert start(**{"accept-language": "ar"}) == "/ar/"


def test_nothing_deeper_depends_on_the_reader(federation: object) -> None:
    """Not a page, a listing, a missing page, an address without language, what machines read, or the API."""
    article = make_article(make_cluster("nord", "NOR"), title="Le cartable", slug="cartable")
    addresses = [
        "/fr/",
        article.url_path,
        "/ar/clusters/nord/news/cartable/",
        "/fr/nulle-part/",
        "/clusters/",
        "/clusters",
        "/en/search/?q=cartable",
        "/fr/feeds/rss.xml",
        "/fr/feeds/calendar.ics",
        "/fr/manifest.webmanifest",
        "/fr/opensearch.xml",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/robots.txt",
        "/.well-known/security.txt",
        "/api/search/?q=cartable",
        "/api/search/?q=cartable&locale=zz",
        "/api/search/suggestions/?q=car",
        "/media/none.jpg",
        "/documents/1/none.pdf",
    ]
    for address in addresses:
        plain, asked = Client().get(address), Client()
        asked.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
        answer = asked.get(address, headers=ARABIC_READER)
        assert "Accept-Language" not in answer.get("Vary", ""), address
        assert (answer.status_code, answer.get("Location")) == (plain.status_code, None), address
        # What one page says twice differently (a stamp of the form's moment) is in none of these.
        assert b"".join(answer) == b"".join(plain), address  # type: ignore[arg-type]  # an answer is its parts
        assert answer.get("Content-Language") == plain.get("Content-Language"), address


def test_the_chosen_language_leaves_pages_compressed(federation: object) -> None:
    reader = Client()
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert reader.get("/fr/", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_the_language_that_is_read_is_not_the_one_that_is_worked_in(federation: object) -> None:
    """The admin has no language in its addresses, and asks the browser until a person has chosen."""
    reader = Client()
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    answer = reader.get("/admin/login/", headers={"accept-language": "en"})
    assert answer["Content-Language"] == "en"
    assert "Accept-Language" in answer["Vary"]
    assert reader.get("/admin/nothing/").status_code in (302, 404)
    assert not reader.get("/admin/nothing/").get("Location", "").startswith(("/ar/", "/fr/"))
