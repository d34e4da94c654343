"""The departure board: what a mission's row says, in which order, and what an empty board leads to."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from clusters.models import Cluster
from events.board.departures import Departure, DepartureState, departure_of
from events.board.place_count import PlaceCount
from events.board.rows import next_departures
from events.models import (
    Application,
    ApplicationState,
    ApplyBy,
    CallForApplications,
    DecisionKind,
    TradeMissionPage,
)
from tests.events.applications.support import make_call
from tests.factories import make_cluster, make_mission
from tests.shared_rows import Keep, again

PARIS, TORONTO = ZoneInfo("Europe/Paris"), ZoneInfo("America/Toronto")
NOON = datetime(2031, 3, 12, 12, tzinfo=PARIS)
DAY, BEFORE = NOON.date(), NOON.date() - timedelta(days=1)

pytestmark = pytest.mark.django_db


def mission(**fields: object) -> TradeMissionPage:
    """A mission that is not saved: it leaves in sixty days, and closes in thirty."""
    values: dict[str, object] = {
        "title": "Mission",
        "url_path": "/fr/mission/",
        "translation_key": uuid4(),
        "destination_city": "Montréal",
        "destination_country": "CA",
        "starts_on": DAY + timedelta(days=60),
        "ends_on": DAY + timedelta(days=64),
        "deadline": DAY + timedelta(days=30),
    }
    return TradeMissionPage(**(values | fields))


def call(closes_at: datetime = NOON + timedelta(days=20), **fields: object) -> CallForApplications:
    """A call that is not saved."""
    return CallForApplications(**({"closes_at": closes_at, "time_zone": PARIS, "places": 8} | fields))


def row(
    page: TradeMissionPage,
    of_call: CallForApplications | None = None,
    chosen: int = 0,
    now: datetime = NOON,
) -> Departure:
    """The row of a mission at a moment."""
    with time_machine.travel(now, tick=False):
        return departure_of(page, of_call, chosen, {}, now)


@pytest.mark.parametrize(
    ("fields", "of_call", "chosen", "state"),
    [
        ({}, None, 0, DepartureState.OPEN),
        ({"deadline": DAY + timedelta(days=7)}, None, 0, DepartureState.SOON),
        ({"deadline": DAY}, None, 0, DepartureState.SOON),
        ({"deadline": BEFORE}, None, 0, DepartureState.CLOSED),
        ({"deadline": BEFORE}, call(), 0, DepartureState.OPEN),
        ({}, call(NOON), 0, DepartureState.CLOSED),
        ({}, call(NOON), 7, DepartureState.CLOSED),
        ({}, call(NOON), 8, DepartureState.FULL),
        ({}, call(is_cancelled=True), 0, DepartureState.CANCELLED),
        ({"deadline": BEFORE, "starts_on": DAY}, None, 0, DepartureState.GONE),
        ({"starts_on": DAY, "ends_on": DAY}, call(NOON), 8, DepartureState.GONE),
        ({"starts_on": BEFORE, "ends_on": BEFORE}, call(NOON), 8, DepartureState.BACK),
    ],
)
def test_a_row_says_what_has_become_of_its_mission(
    fields: dict[str, object], of_call: CallForApplications | None, chosen: int, state: DepartureState
) -> None:
    shown = row(mission(**fields), of_call, chosen)
    assert shown.state == state
    is_open = state in (DepartureState.OPEN, DepartureState.SOON)
    assert bool(shown.apply_url) is is_open
    assert (shown.days_left is not None) is is_open


def test_a_day_is_gone_at_midnight_of_the_site() -> None:
    """Whatever zone is active: a day has one end."""
    page, midnight = mission(deadline=DAY + timedelta(days=2)), datetime(2031, 3, 13, tzinfo=PARIS)
    with timezone.override(TORONTO):
        assert row(page, now=midnight - timedelta(seconds=1)).days_left == 2
        assert row(page, now=midnight).days_left == 1
        assert row(page, now=midnight + timedelta(days=1)).days_left == 0
        assert row(page, now=midnight + timedelta(days=2)).state == DepartureState.CLOSED


@pytest.mark.parametrize(
    ("closes_at", "closes_on", "days_left"),
    [
        (datetime(2031, 3, 14, 23, 59, tzinfo=TORONTO), date(2031, 3, 14), 2),
        (datetime(2031, 3, 15, 0, 0, tzinfo=PARIS), date(2031, 3, 14), 2),
        (datetime(2031, 3, 14, 3, 0, tzinfo=ZoneInfo("Asia/Tokyo")), date(2031, 3, 14), 1),
    ],
    ids=["late in the West", "at midnight", "early in the East"],
)
def test_a_call_never_promises_a_day_too_many(closes_at: datetime, closes_on: date, days_left: int) -> None:
    """Its last day is that of its own clock; the days that are left are the fewer of both clocks."""
    shown = row(mission(), call(closes_at, time_zone=closes_at.tzinfo))
    assert (shown.closes_on, shown.days_left) == (closes_on, days_left)


def test_who_may_go_is_told_by_no_number_before_it_is_decided() -> None:
    page = mission(places=6)
    assert row(page).places == PlaceCount(6), "without a call, nobody knows how many are free"
    assert row(mission()).places is None
    assert row(page, call()).places == PlaceCount(8, 8)
    assert row(page, call(NOON)).places == PlaceCount(8), "closed, and nothing is decided"
    assert row(page, call(NOON), 3).places == PlaceCount(8, 5)
    assert row(page, call(NOON), 9).places == PlaceCount(8, 0)
    left = mission(places=6, starts_on=DAY, ends_on=DAY + timedelta(days=3))
    assert row(left, call(NOON), 3).places == PlaceCount(8), "nobody joins a mission that has left"
    words = [str(each) for each in (PlaceCount(1), PlaceCount(8, 8), PlaceCount(8, 1), PlaceCount(8, 5))]
    assert words == ["1 place", "8 libres", "1 libre sur 8", "5 libres sur 8"]


def test_who_applies_elsewhere_is_led_to_the_mission() -> None:
    """The form of this site has its own address; of a mail or another form, the mission's page says more."""
    page = mission()
    assert str(page.translation_key) in row(page, call()).apply_url
    assert row(page, call(apply_by=ApplyBy.MAIL)).apply_url == "/fr/mission/#apply"
    assert row(page, call(apply_by=ApplyBy.MAIL)).places == PlaceCount(8), (
        "what is given there is not known here"
    )
    assert row(page).apply_url == "/fr/mission/#apply"


@pytest.fixture(scope="module")
def kept_missions(keep: Keep) -> Cluster:
    """Six missions, three of which have calls that say otherwise than their pages."""
    with keep():
        cluster = make_cluster("quai", "QUA")
        today = timezone.localdate()
        later = {"starts_on": today + timedelta(days=90), "ends_on": today + timedelta(days=92)}
        make_mission(cluster, title="Ouverte", deadline=today + timedelta(days=30), cost_euros=Decimal(1450))
        soon = make_mission(cluster, title="Bientôt", deadline=today + timedelta(days=40), **later)
        make_call(soon, closes_at=timezone.now() + timedelta(days=5), places=4)
        past = today - timedelta(days=3)
        make_mission(cluster, title="Close, part tard", deadline=past, **later)
        full = make_mission(cluster, title="Complète, part tôt")
        chosen = make_call(full, closes_at=timezone.now() - timedelta(days=1), places=1)
        for key, state in (("a", ApplicationState.SUBMITTED), ("b", ApplicationState.WITHDRAWN)):
            Application.objects.create(
                call=chosen, state=state, decision=DecisionKind.CHOSEN, language="fr", form_key=key
            )
        off = make_mission(cluster, title="Annulée")
        make_call(off, closes_at=timezone.now() + timedelta(days=1), is_cancelled=True)
        make_mission(cluster, title="Revenue", starts_on=past, ends_on=past, deadline=past)
        make_mission(None, title="De la fédération", deadline=today)
        return cluster


@pytest.fixture
def missions(kept_missions: Cluster, db: None) -> Cluster:
    """As they were made."""
    return again(kept_missions)


def rows_at(path: str) -> list[html.HtmlElement]:
    """The rows of the board that a page shows."""
    tree = html.fromstring(Client().get(path).content)
    found: list[html.HtmlElement] = tree.xpath("//main//table[contains(@class, 'board')]/tbody/tr")
    return found


def titles(rows: list[html.HtmlElement]) -> list[str]:
    """The titles of rows, each a link to its mission."""
    return [each.xpath("./th[@scope='row']/a[@href]")[0].text for each in rows]


def test_what_one_may_apply_to_comes_first_by_deadline(missions: Cluster) -> None:
    """Then what leaves next; what is cancelled last. A call's moment counts, not the day of its page."""
    expected = ["De la fédération", "Bientôt", "Ouverte", "Complète, part tôt", "Close, part tard", "Annulée"]
    assert titles(rows_at("/fr/missions/")) == expected
    assert titles(rows_at("/fr/missions/?cluster=quai")) == expected[1:]


def test_the_first_rows_are_those_of_the_listing(missions: Cluster) -> None:
    page = TradeMissionPage.objects.get(title="Ouverte")
    by_key = {missions.pk: missions}
    first = next_departures(3, by_key, locale_id=page.locale_id)
    assert [each.title for each in first] == titles(rows_at("/fr/missions/"))[:3]
    own = next_departures(9, by_key, locale_id=page.locale_id, cluster_id=missions.pk)
    assert [each.title for each in own] == titles(rows_at("/fr/missions/?cluster=quai"))
    full = next(each for each in own if each.title.startswith("Complète"))
    assert (full.state, full.places) == (DepartureState.FULL, PlaceCount(1, 0))


def test_a_row_says_its_destination_days_places_and_cost_and_leads_on(missions: Cluster) -> None:
    """What nobody knows is a dash for the eye, and words for the ear."""
    by_title = dict(zip(titles(rows := rows_at("/fr/missions/")), rows, strict=True))
    open_row, soon = by_title["Ouverte"], by_title["Bientôt"]
    words = " ".join(open_row.text_content().split())
    assert "Montréal Canada" in words
    assert "1 450 €" in words.replace(" ", " ").replace(" ", " ")
    assert "non précisé" in words, "its places"
    (days,) = open_row.xpath(".//*[@class='board__days']")
    assert days.text == "30"
    assert open_row.xpath(".//a[@class='button']/@href")[0].endswith("#apply")
    assert "4 libres" in soon.text_content()
    key = TradeMissionPage.objects.get(title="Bientôt").translation_key
    assert soon.xpath(".//a[@class='button']/@href") == [reverse("apply", args=[key])]
    assert "Annulée" in by_title["Annulée"].text_content()
    assert not by_title["Annulée"].xpath(".//a[@class='button']")
    assert "dernier jour aujourd’hui" in by_title["De la fédération"].text_content()


def test_the_board_is_a_table_that_names_itself_and_its_columns(missions: Cluster) -> None:
    """A phone shows each cell with the name of its column."""
    table = rows_at("/fr/missions/")[0].getparent().getparent()
    assert table.find("caption").text
    columns = [each.text for each in table.xpath("./thead/tr/th[@scope='col']")]
    assert table.xpath("./tbody/tr[1]/td/@data-label") == columns[1:]


def test_missions_that_are_back_stay_on_a_board_of_their_own(missions: Cluster) -> None:
    (back,) = rows_at("/fr/missions/?past=1")
    assert titles([back]) == ["Revenue"]
    assert "Revenue" in back.xpath("string(.//*[@class='board__state'])")
    assert "Jours restants" not in back.xpath("./td/@data-label")


@pytest.mark.parametrize("path", ["/es/misiones/", "/fr/missions/?year=2001"])
def test_an_empty_board_says_so_and_leads_on(path: str) -> None:
    """To the news by mail, and to the missions of before; it may be for the filters."""
    tree = html.fromstring(Client().get(path).content)
    (empty,) = tree.xpath("//main//div[@class='empty']")
    assert empty.xpath(".//strong")[0].text
    assert bool(empty.xpath(".//p[@class='soft']")) is ("year" in path)
    links = empty.xpath(".//a/@href")
    assert any("/subscribe/" in each for each in links)
    assert any("past=1" in each for each in links)
    assert not tree.xpath("//main//table")


@pytest.mark.parametrize("path", ["/fr/", "/fr/presse/", "/fr/clusters/quai/presse/"])
def test_its_first_rows_lead_the_home_page_and_newsrooms(missions: Cluster, path: str) -> None:
    """A cluster's newsroom shows its own missions alone; all lead to the whole board."""
    shown = titles(rows_at(path))
    expected = titles(rows_at("/fr/missions/" + ("?cluster=quai" if "quai" in path else "")))
    assert shown == expected[:3]
    tree = html.fromstring(Client().get(path).content)
    (section,) = tree.xpath("//main//section[@aria-labelledby='departures']")
    assert section.xpath(".//a[@class='section__more']/@href") == ["/fr/missions/"]
    assert section.getnext() is not None, "it does not come last"


def test_without_missions_no_page_has_an_empty_board(missions: Cluster) -> None:
    for path in ("/es/", "/es/prensa/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert "board__" not in answer.content.decode()
