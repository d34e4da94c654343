"""The front page separates featured pages from the latest, and shows no page twice."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from lxml import html
from wagtail.models import Locale, Page

from clusters.models import Cluster, ContentPage
from home.models import HomeFeature, HomePage
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, make_story
from tests.factories.content import parent_for, publish
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster that publishes."""
    with keep():
        return make_cluster("devant", "DEV")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def put_first(language: str, *pages: ContentPage) -> HomePage:
    """Publishes a home page with these at its head."""
    home = HomePage.objects.get(locale__language_code=language)
    home.features = [HomeFeature(content=page, sort_order=number) for number, page in enumerate(pages)]
    home.save_revision().publish()
    return home


def headlines(path: str = "/fr/") -> list[str]:
    """The titles of teasers, of list items and of rows of the departure board, in the order of the page."""
    tree = html.fromstring(Client().get(path).content)
    links = tree.xpath("//main//article//h2/a | //main//article//h3/a | //main//th[@scope='row']/a")
    return [link.text_content().strip() for link in links]


def test_without_a_choice_the_newest_leads(cluster: Cluster) -> None:
    """Nothing claims to be more important than the rest."""
    for number in range(4):
        make_article(cluster, title=f"Nouvelle {number}")
    assert headlines()[:4] == [f"Nouvelle {number}" for number in (3, 2, 1, 0)]
    assert "À la une" not in Client().get("/fr/").content.decode()


def test_what_editors_chose_comes_first_and_once(cluster: Cluster) -> None:
    """In their order, however old; the latest follow without it."""
    old = [make_article(cluster, title=f"Choisie {number}") for number in range(2)]
    for number in range(3):
        make_article(cluster, title=f"Nouvelle {number}")
    put_first("fr", old[1], old[0], old[1])
    found = headlines()
    assert found[:2] == ["Choisie 1", "Choisie 0"]
    assert sorted(found) == sorted(set(found))
    assert "Nouvelle 2" in found
    assert "À la une" in Client().get("/fr/").content.decode()


def test_a_choice_that_may_not_be_seen_is_not_shown(cluster: Cluster) -> None:
    """Unpublished, it leaves the front page at once and comes back with its publication."""
    chosen, other = make_article(cluster, title="Choisie"), make_article(cluster, title="Autre")
    put_first("fr", chosen, other)
    chosen.unpublish()
    assert headlines()[0] == "Autre"
    assert "Choisie" not in headlines()
    chosen.save_revision().publish()
    assert headlines()[0] == "Choisie"


def test_other_languages_follow_the_choice_as_far_as_it_is_translated(cluster: Cluster) -> None:
    """Until their own home page has a choice."""
    first, second = make_article(cluster, title="Un"), make_article(cluster, title="Deux")
    parent = parent_for(type(second), cluster, "en")
    english = type(second)(
        title="Two", summary="x", slug="two", locale=parent.locale, translation_key=second.translation_key
    )
    parent.add_child(instance=english)
    publish(english)
    newest = make_article(cluster, "en", title="Newest")
    put_first("fr", first, second)
    assert headlines("/en/") == ["Two", "Newest"]
    put_first("en", newest)
    assert headlines("/en/") == ["Newest", "Two"]


@pytest.mark.parametrize(
    ("state", "words"), [("postponed", "Reporté"), ("moved", "Déplacé"), ("cancelled", "Annulé")]
)
def test_what_does_not_go_as_planned_says_so_at_the_head(cluster: Cluster, state: str, words: str) -> None:
    """As lead and among what editors put first; what goes as planned says nothing."""
    lead, other = make_event(cluster, status=state), make_event(cluster, status=state)
    put_first("fr", lead, other, make_event(cluster))
    cards = html.fromstring(Client().get("/fr/").content).xpath("//article[contains(@class, 'teaser ')]")
    assert [words in card.text_content() for card in cards] == [True, True, False]


def test_the_front_page_shows_the_days_of_an_event_s_own_zone(cluster: Cluster) -> None:
    """An evening in Montréal is the day after in Paris, a day in Dubai begins there the evening before."""
    day = date(2027, 3, 10)
    evening = make_event(cluster, starts_on=day, start_time=time(19), time_zone="America/Toronto")
    whole = make_event(cluster, starts_on=day, time_zone="Asia/Dubai")
    put_first("fr", evening, whole, make_mission(cluster, starts_on=day, ends_on=day, deadline=day))
    tree = html.fromstring(Client().get("/fr/").content)
    days = tree.xpath("//article[contains(@class, 'teaser ')]//p[@class='dateline']/time")
    assert [(each.get("datetime"), each.text) for each in days] == [("2027-03-10", "10 mars 2027")] * 3


def test_the_press_is_at_hand(cluster: Cluster) -> None:
    """The way to the newsroom, and releases that do not stand on the page yet."""
    for number in range(9):
        make_release(cluster, title=f"Communiqué {number}")
    tree = html.fromstring(Client().get("/fr/").content)
    (band,) = tree.xpath("//section[@aria-labelledby='press']")
    assert band.xpath(".//a[@href='/fr/presse/']")
    assert len(band.xpath(".//article")) == 2, "nine releases: one leads, six are the latest, two are left"


def test_a_page_that_is_deleted_leaves_the_choice(cluster: Cluster) -> None:
    """The front page stays."""
    page = make_article(cluster, title="Choisie")
    put_first("fr", page)
    Page.objects.get(pk=page.pk).delete()
    assert not HomeFeature.objects.exists()
    assert Client().get("/fr/").status_code == 200
    assert Locale.objects.filter(language_code="fr").exists()


def test_a_mission_has_its_place_however_many_events_come_before_it(cluster: Cluster) -> None:
    events = [make_event(cluster, title=f"Rendez-vous {number}") for number in range(10)]
    mission = make_mission(cluster, title="Mission à Montréal")
    shown = headlines()
    assert [title for title in shown if title.startswith("Rendez-vous")] == [
        page.title for page in events[:8]
    ]
    assert mission.title in shown


def test_one_kind_fills_at_most_two_of_the_latest_while_there_are_others(cluster: Cluster) -> None:
    """Older articles and stories come before a third release; without others, releases fill what is left."""
    older = [make_article(cluster, title=f"Article {number}") for number in range(2)]
    older.append(make_story(cluster, title="Réussite"))
    put_first("fr", older[0])
    for number in range(8):
        make_release(cluster, title=f"Communiqué {number}")
    column = html.fromstring(Client().get("/fr/").content).xpath("(//main//div[@class='dispatches'])[1]")[0]
    kinds = [each.text for each in column.xpath(".//*[@class='kind']")]
    assert len(kinds) == 6
    assert kinds.count("Communiqué") == 4, "there are two others"
    assert sorted(kinds[:4]) == ["Actualité", "Communiqué", "Communiqué", "Réussite"]


def test_the_next_deadline_and_the_next_event_stand_beside_the_first_headline(cluster: Cluster) -> None:
    event, mission = make_event(cluster, title="Salon"), make_mission(cluster, title="Mission à Dakar")
    make_mission(cluster, title="Plus tard", deadline=mission.deadline + timedelta(days=1))
    (dates,) = html.fromstring(Client().get("/fr/").content).xpath("//main//ul[@class='front__next']")
    assert dates.xpath(".//a/@href") == [mission.url_path, event.url_path]
    assert "encore 30 jours" in dates.text_content()
