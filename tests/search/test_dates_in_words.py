"""A month or a year among the words is a filter, which the page names and takes off, and the API tells."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from clusters.models import Cluster
from search.public.dates_in_words import read_dates
from tests.factories import make_article, make_cluster, make_event
from tests.factories.content import publish
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

DECEMBER = {"year": ("2041",), "month": ("12",)}


@pytest.mark.parametrize(
    ("language", "typed", "rest", "filters"),
    [
        ("fr", "événements en décembre 2041", "", {"kind": ("event",), **DECEMBER}),
        ("fr", "Evenement decembre", "", {"kind": ("event",), "month": ("12",)}),
        ("fr", "salon du 12 décembre 2041 à Lyon", "salon à Lyon", DECEMBER),
        ("fr", "ateliers d’avril", "ateliers", {"month": ("4",)}),
        ("fr", "formation en mars", "formation", {"month": ("3",)}),
        ("fr", "le baromètre en 2041", "le baromètre", {"year": ("2041",)}),
        ("en", "events in December 2041", "", {"kind": ("event",), **DECEMBER}),
        ("en", "workshops in May", "workshops", {"month": ("5",)}),
        ("en", "fair December 12, 2041", "fair", DECEMBER),
        ("es", "eventos del 12 de diciembre de 2041", "", {"kind": ("event",), **DECEMBER}),
        ("es", "talleres en mayo", "talleres", {"month": ("5",)}),
        ("ar", "الفعاليات في ديسمبر 2041", "", {"kind": ("event",), **DECEMBER}),
        ("ar", "ورشات كانون الأول ٢٠٤١", "ورشات", DECEMBER),
        ("fr", "salon du 12 au 14 décembre 2041", "salon", DECEMBER),
        ("fr", "événements du 12, 13 et 14 décembre", "", {"kind": ("event",), "month": ("12",)}),
        ("fr", "bilan du mois de mars", "bilan", {"month": ("3",)}),
        ("fr", "formation 7 sept 2041", "formation", {"year": ("2041",), "month": ("9",)}),
        ("fr", "rapport 2040 de décembre 2041", "rapport 2040", DECEMBER),
        ("en", "fair from 12 to 14 December 2041", "fair", DECEMBER),
        ("en", "fair December 12-14, 2041", "fair", DECEMBER),
        ("en", "reports of the year 2041", "reports", {"year": ("2041",)}),
        ("en", "workshops of December of the year 2041", "workshops", DECEMBER),
        ("es", "feria del 12 al 14 de diciembre de 2041", "feria", DECEMBER),
        ("es", "talleres en julio", "talleres", {"month": ("7",)}),
        ("ar", "تقرير ديسمبر من عام 2041", "تقرير", DECEMBER),
        ("ar", "ورشات كانون الأول/ديسمبر 2041", "ورشات", DECEMBER),
        ("ar", "ورشات كانون أول 2041", "ورشات", DECEMBER),
        ("fr", "événements samedi 14 décembre 2041", "", {"kind": ("event",), **DECEMBER}),
        ("fr", "salon du samedi 14 au dimanche 15 décembre 2041", "salon", DECEMBER),
        ("en", "fair on Saturday, December 14, 2041", "fair", DECEMBER),
        ("fr", "les samedis de décembre 2041", "les samedis", DECEMBER),
        ("ar", "ورشات يوم السبت 14 ديسمبر 2041", "ورشات", DECEMBER),
    ],
)
def test_months_and_years_are_read(
    language: str, typed: str, rest: str, filters: dict[str, tuple[str, ...]]
) -> None:
    dates = read_dates(typed, language)
    assert dates is not None
    assert (dates.rest, dates.filters) == (rest, filters)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("fr", "planète mars"),
        ("fr", "baromètre 2041"),
        ("fr", "2041"),
        ("fr", "de mai à juin 2041"),
        ("fr", "« décembre 2041 »"),
        ("fr", "salon -décembre"),
        ("fr", "1 140 tablettes"),
        ("fr", "décembre, janvier ou février"),
        ("en", "what may help"),
        ("en", "march of progress"),
        ("ar", "آب"),
        ("de", "Dezember 2041"),
        # Names of programmes, people, cars and days to remember.
        ("fr", "Novembre numérique"),
        ("fr", "octobre rose"),
        ("fr", "mai 68"),
        ("fr", "8 mai 1945"),
        ("fr", "avril"),
        ("es", "Julio Pérez García"),
        ("es", "libro de Julio Pérez"),
        ("en", "April Smith"),
        ("ar", "نيسان"),
        # Where the time meant begins or ends.
        ("fr", "projets depuis 2041"),
        ("fr", "appels avant juin 2041"),
        ("fr", "événements jusqu’à juin 2041"),
        ("fr", "inscription à partir de juin 2041"),
        ("fr", "événements de juin 2041 et suivants"),
        ("en", "projects since 2041"),
        ("en", "events until June 2041"),
        ("en", "events from June 2041 onwards"),
        ("es", "proyectos desde 2041"),
        ("es", "antes de junio de 2041"),
        ("ar", "مشاريع منذ 2041"),
        ("ar", "فعاليات قبل يونيو 2041"),
        # Several times.
        ("fr", "de mars à juin 2041"),
        ("fr", "budget en 2040 présenté en mars 2041"),
        ("fr", "salon 2041 en mars"),
        ("en", "from March to June 2041"),
        ("en", "May and June 2041"),
        ("en", "June 2041-2042"),
        # Short forms, and what may be another word.
        ("fr", "formation en sept modules"),
        ("fr", "enfants dès sept ans"),
        ("en", "how the school year may change"),
        ("en", "school year 2041"),
        ("fr", ""),
    ],
)
def test_what_may_mean_something_else_stays_words(language: str, typed: str) -> None:
    assert read_dates(typed, language) is None


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """Two events of two months, and an article whose title names the month."""
    with keep():
        cluster = make_cluster("mois", "MOI", "EdTech Mois")
        for title, day in (("Le salon du livre", date(2041, 12, 12)), ("Le salon du jeu", date(2041, 3, 2))):
            event = make_event(cluster, title=title)
            event.starts_on = event.ends_on = day
            publish(event)
        for title in ("Le programme de décembre 2041", "La robotique au salon de mars"):
            article = make_article(cluster, title=title)
            article.first_published_at = datetime(2020, 10, 5, tzinfo=UTC)
            publish(article)
        return cluster


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def page_of(**query: object) -> html.HtmlElement:
    """The French search page."""
    return html.fromstring(Client().get("/fr/search/", query).content.decode())


def titles(page: html.HtmlElement) -> set[str]:
    """The titles of the results."""
    return {
        " ".join(title.text_content().split())
        for title in page.xpath("//ol[@class='dispatches']//*[contains(@class, 'dispatch__title')]")
    }


def followed(href: str) -> html.HtmlElement:
    """The page that a link leads to."""
    return page_of(**parse_qs(urlsplit(href).query))


def test_the_page_says_what_it_read_and_takes_it_off(cluster: Cluster) -> None:
    page = page_of(q="événements en décembre 2041")
    assert titles(page) == {"Le salon du livre"}
    (link,) = page.xpath("//a[.='Chercher ces mots tels quels']")
    assert "« décembre 2041 » est lu comme une date." in link.getparent().text_content()
    as_words = followed(link.get("href"))
    assert not as_words.xpath("//a[.='Chercher ces mots tels quels']")
    assert "Le programme de décembre 2041" in titles(as_words)
    chips = {
        chip.xpath("string(bdi)"): chip.get("href") for chip in page.xpath("//a[@class='filters__item']")
    }
    assert set(chips) == {"Événements", "2041", "décembre"}
    assert titles(followed(chips["décembre"])) == {"Le salon du livre", "Le salon du jeu"}
    (everything,) = page.xpath("//a[@class='filters__reset']")
    assert len(titles(followed(everything.get("href")))) > 2


def test_the_boxes_beside_the_results_untick_what_was_read(cluster: Cluster) -> None:
    """Sent without the month's box, the form asks for the year alone."""
    page = page_of(q="salon en décembre 2041")
    fields = page.xpath("//aside//input[@type='hidden' or @checked]")
    sent = [(field.get("name"), field.get("value")) for field in fields]
    assert {("month", "12"), ("dates", "words")} <= set(sent)
    kept = {name: value for name, value in sent if name != "month"}
    assert titles(page_of(**kept)) == {"Le salon du livre", "Le salon du jeu"}


def test_in_the_words_that_are_left_nothing_more_is_read(cluster: Cluster) -> None:
    """ "événements 2041" alone would be events, of that year."""
    page = page_of(q="salon en décembre 2041")
    links = page.xpath("//a[@class='filters__item' or @class='filters__reset']/@href")
    assert len(links) == 3
    for link in links:
        sent = parse_qs(urlsplit(link).query)
        assert (sent["q"], sent["dates"]) == (["salon"], ["words"])


def test_a_filter_of_the_address_for_another_time_leaves_the_words(cluster: Cluster) -> None:
    page = page_of(q="salon en mars 2041", month="12")
    assert not page.xpath("//a[.='Chercher ces mots tels quels']")
    assert titles(page) == {"Le salon du livre"}
    assert titles(page_of(q="salon en mars 2041", month=["3", "xx"])) == {"Le salon du jeu"}


def test_a_feed_reads_no_date_and_the_page_links_to_that_of_its_results(cluster: Cluster) -> None:
    """Who subscribed to these words goes on getting what has them, whenever it is."""

    def listed(address: str) -> list[str]:
        return [entry.title for entry in feedparser.parse(Client().get(address).content).entries]

    assert "La robotique au salon de mars" in listed("/fr/search/atom.xml?q=salon en mars")
    (link,) = page_of(q="salon en décembre 2041").xpath("//link[contains(@href, 'search/atom.xml')]/@href")
    assert listed(link) == ["Le salon du livre"]


def test_a_date_costs_a_look_at_the_titles(cluster: Cluster) -> None:
    def cost(query: str) -> int:
        page_of(q=query)
        with CaptureQueriesContext(connection) as captured:
            page_of(q=query)
        return len(captured)

    assert cost("salon en décembre 2041") <= cost("salon") + 1


def test_beyond_the_last_page_the_words_are_read_as_before(cluster: Cluster) -> None:
    page = page_of(q="salon en décembre 2041", page=7)
    assert titles(page) == {"Le salon du livre"}
    assert page.xpath("//a[.='Chercher ces mots tels quels']")


def test_a_title_is_a_title_and_what_nothing_answers_is_words(cluster: Cluster) -> None:
    assert titles(page_of(q="le programme de décembre 2041")) == {"Le programme de décembre 2041"}
    page = page_of(q="programme de janvier")
    assert not page.xpath("//a[.='Chercher ces mots tels quels']")
    assert "Le programme de décembre 2041" in titles(page)


def test_what_lacks_a_word_in_that_month_hides_no_full_match(cluster: Cluster) -> None:
    """The fair of March has a word of two; the article of another month has all."""
    page = page_of(q="salon robotique en mars")
    assert not page.xpath("//a[.='Chercher ces mots tels quels']")
    assert "La robotique au salon de mars" in titles(page)


def test_a_correction_keeps_the_date(cluster: Cluster) -> None:
    page = page_of(q="saln du livr décembre 2041")
    (link,) = page.xpath("//p[@class='did-you-mean']/a")
    assert titles(followed(link.get("href"))) == {"Le salon du livre"}


def test_the_api_tells_what_was_read(cluster: Cluster) -> None:
    asked = {"q": "salon en décembre 2041", "locale": "fr"}
    answer = Client().get("/api/search/", asked).json()
    assert answer["dates"] == {
        "said": "décembre 2041",
        "query": "salon",
        "filters": {"year": ["2041"], "month": ["12"]},
    }
    assert (answer["query"], answer["total"]) == (asked["q"], 1)
    as_words = Client().get("/api/search/", {**asked, "dates": "words"}).json()
    assert as_words["dates"] is None
    assert Client().get("/api/search/", {"q": "salon", "month": "3", "locale": "fr"}).json()["total"] == 1
    refused = Client().get("/api/search/", {"month": "13", "dates": "never", "locale": "fr"})
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"month", "dates"})
