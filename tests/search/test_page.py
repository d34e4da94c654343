"""The search page for people: pages beyond the last, filters that can be taken off, other languages."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from lxml import html

from clusters.models import Cluster
from fedcms.core.models import Topic
from tests.factories import make_article, make_cluster, make_event
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

MORE_THAN_A_PAGE = 12


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """Twelve articles and an event about robots, and an Arabic article."""
    with keep():
        cluster = make_cluster("essais", "ESS", "EdTech Essais")
        for number in range(MORE_THAN_A_PAGE):
            make_article(cluster, title=f"Un robot {number}", for_school=True)
        make_event(cluster, title="Le salon du robot")
        make_article(cluster, "ar", slug="robot", title="روبوت في المدرسة", summary="خبر عن روبوت.")
        return cluster


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def page_of(query: str) -> html.HtmlElement:
    """The French search page."""
    response = Client().get(f"/fr/search/?{query}")
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def chips(page: html.HtmlElement) -> dict[str, dict[str, list[str]]]:
    """What is asked for when a filter is taken off, by its label."""
    return {
        link.xpath("string(bdi)"): parse_qs(urlsplit(link.get("href")).query)
        for link in page.xpath("//a[@class='filters__item']")
    }


def test_beyond_the_last_page_the_last_is_shown(cluster: Cluster) -> None:
    """Not "13 results" above "nothing found"."""
    page = page_of("q=robot&page=50")
    assert "13 résultats" in page.text_content()
    assert "Rien ne répond" not in page.text_content()
    assert len(page.xpath("//article")) == 3
    assert page.xpath("//nav[@class='pagination']//*[@aria-current]")[0].text_content().split()[-1] == "2"


def test_what_has_some_of_the_words_follows_what_has_all_and_the_page_says_so(cluster: Cluster) -> None:
    page = page_of("q=salon+robot")
    assert "Le salon du robot" in page.xpath("//article")[0].text_content()
    assert "1 résultat contient tous ces mots ; les suivants" in page.text_content()
    answer = Client().get("/api/search/?q=salon+robot&locale=fr").json()
    assert (answer["total"], answer["complete"], answer["relaxed"]) == (13, 1, False)
    # By date, what has all words alone.
    assert Client().get("/api/search/?q=salon+robot&locale=fr&sort=date").json()["total"] == 1
    assert "les suivants" not in page_of("q=robot").text_content()


def test_each_filter_can_be_taken_off_and_all_at_once(cluster: Cluster) -> None:
    """The filters are folded on a phone: the chips say which are on, and keep the words and the other filters."""
    assert chips(page_of("q=robot")) == {}
    page = page_of("q=robot&kind=event&kind=article&cluster=essais&page=2")
    assert chips(page) == {
        "EdTech Essais": {"q": ["robot"], "kind": ["event", "article"]},
        "Événements": {"q": ["robot"], "kind": ["article"], "cluster": ["essais"]},
        "Actualités": {"q": ["robot"], "kind": ["event"], "cluster": ["essais"]},
    }
    (reset,) = page.xpath("//a[@class='filters__reset']/@href")
    assert reset == "?q=robot"


def test_a_filter_that_leaves_nothing_is_still_there_to_be_taken_off(cluster: Cluster) -> None:
    """And the filters are open: there is something to change."""
    page = page_of("q=robot&cluster=federation")
    assert chips(page) == {"Fédération": {"q": ["robot"]}}
    assert page.xpath("//details[@class='facets']/@open")
    assert not page_of("q=robot&cluster=essais").xpath("//details[@class='facets']/@open")


def test_results_in_another_language_say_so(cluster: Cluster) -> None:
    """A screen reader reads Arabic as Arabic; the filters go on searching in it."""
    page = page_of("locale=ar")
    (title,) = [h2 for h2 in page.xpath("//article/h2 | //article//h2") if "روبوت" in h2.text_content()]
    assert (title.get("lang"), title.get("dir")) == ("ar", "rtl")
    (summary,) = title.xpath("following-sibling::p[@class='dispatch__summary']")
    assert (summary.get("lang"), summary.get("dir")) == ("ar", "rtl")
    assert page.xpath("//input[@type='hidden'][@name='locale']/@value") == ["ar"]
    assert not page_of("q=robot").xpath("//article//*[@lang]")


def test_another_language_is_searched_for_the_same(cluster: Cluster) -> None:
    """Words and filters go along, the page's number and the language do not, and nothing that the page ignores."""
    page = page_of("q=robot&kind=article&sort=date&page=2&locale=ar&utm_source=x&audience=nonsense")
    (english,) = page.xpath("//nav[@class='languages']//a[@hreflang='en']/@href")
    assert english == "/en/search/?q=robot&typed=ar&sort=date&kind=article"
    (plain,) = page_of("").xpath("//nav[@class='languages']//a[@hreflang='en']/@href")
    assert plain == "/en/search/"


@pytest.mark.parametrize("query", ["plan pour robots", "l’internet", "qu’est-ce que le braille"])
def test_what_is_promised_of_another_language_is_found_there(cluster: Cluster, query: str) -> None:
    """Small words and elisions of the language that was typed are none of the other's, also behind the link."""
    for publisher in (cluster, None):
        make_article(publisher, "en", title="A plan of robots in braille", summary="The internet.")
    page = page_of(f"q={query}")
    (link,) = page.xpath("//*[@class='search-languages']//a[@hreflang='en']")
    assert link.getnext().text_content() == "2 résultats"
    there = html.fromstring(Client().get(str(link.get("href"))).content.decode())
    assert there.xpath("//article//h2")
    assert there.xpath("//main//form//input[@type='hidden'][@name='typed']/@value") == ["fr"]


def test_what_is_sorted_is_more_than_one(cluster: Cluster) -> None:
    for query, is_sorted in (("robot", True), ("salon", False), ("quadrivium", False)):
        assert bool(page_of(f"q={query}").xpath("//*[@class='listing__tools']")) is is_sorted


def test_nothing_found_leads_to_topics_clusters_and_to_who_answers(cluster: Cluster) -> None:
    """And to no topic that has nothing itself."""
    topic, other, _empty = (
        Topic.objects.create(key=key, labels={"fr": label})
        for key, label in (("robots", "Robots"), ("assessment", "Évaluation"), ("rien", "Rien"))
    )
    article = make_article(cluster, title="Un robot de plus")
    article.topics.add(topic, other)
    article.save()
    page = page_of("q=zzzqqqxxx")
    links = page.xpath("//div[@class='search-offers']//a")
    offers = {" ".join(link.text_content().split()): link.get("href") for link in links}
    assert list(offers) == [
        "Évaluation (1)",
        "Robots (1)",
        "EdTech Essais (19)",
        "Écrivez-nous, nous vous répondrons.",
    ]
    assert "Un robot de plus" in page_of(urlsplit(offers["Robots (1)"]).query).text_content()
    assert "19 résultats" in page_of(urlsplit(offers["EdTech Essais (19)"]).query).text_content()
    assert not page_of("q=robot").xpath("//div[@class='search-offers']")
