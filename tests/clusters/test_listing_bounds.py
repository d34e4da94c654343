"""What a listing holds at its edges: a year's first and last moment, what is just over, a page that is just full."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import QueryDict

from clusters.content.listings import PAGE_SIZE, Listing, ListingForm
from clusters.models import Cluster, ContentPage
from tests.factories import make_article, make_event, make_release
from tests.factories.content import section_of

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
TICK = timedelta(microseconds=1)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=90)  # news of a moment that has not come is no news yet
NEWS, AGENDA = ("article", "release"), ("event", "mission")


def form(query: str = "", kinds: tuple[str, ...] = NEWS, cluster: Cluster | None = None) -> ListingForm:
    """A listing in French."""
    return ListingForm(QueryDict(query), kinds=kinds, locale_id=section_of(None).locale_id, cluster=cluster)


def titles(listing: Listing) -> list[str]:
    return [teaser.title for teaser in listing.teasers]


def at(page: ContentPage, **moments: datetime) -> None:
    """Moves the moments by which a page is listed."""
    ContentPage.objects.filter(pk=page.pk).update(**moments)


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2026, 1, 1, tzinfo=PARIS), 2026),
        (datetime(2026, 1, 1, tzinfo=PARIS) - TICK, 2025),
        (datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=PARIS), 2026),
        (datetime(2027, 1, 1, tzinfo=PARIS), 2027),
    ],
)
@time_machine.travel(LATER, tick=False)
def test_a_year_begins_and_ends_at_midnight_of_the_site(
    federation: object, moment: datetime, year: int
) -> None:
    at(make_article(None), sort_at=moment)
    for asked in (2025, 2026, 2027):
        listing = form(f"year={asked}").listing()
        assert (listing.total, len(listing.teasers)) == ((1, 1) if asked == year else (0, 0))


@pytest.mark.parametrize("query", ["", "cluster=federation"], ids=["first page, compiled", "with a filter"])
def test_what_ends_at_this_very_moment_is_not_over_yet(federation: object, query: str) -> None:
    for title, end in (("Finie", NOON - TICK), ("Finit", NOON), ("Dure", NOON + TICK)):
        at(make_event(None, title=title), sort_at=end - timedelta(hours=1), sort_until=end)
    with time_machine.travel(NOON, tick=False):
        coming = form(query, AGENDA).listing(upcoming=True)
        past = form(query, AGENDA).listing(upcoming=False)
    assert (titles(coming), coming.total) == (["Finit", "Dure"], 2)
    assert (titles(past), past.total) == (["Finie"], 1)


@time_machine.travel(LATER, tick=False)
def test_a_page_that_is_just_full_has_no_second_one(federation: object) -> None:
    for number in range(PAGE_SIZE):
        at(make_article(None, title=f"N{number:02}"), sort_at=NOON + timedelta(minutes=number))
    assert form().listing().page.paginator.num_pages == 1
    at(make_article(None, title="N12"), sort_at=NOON + timedelta(minutes=PAGE_SIZE))
    first, second = form().listing(), form("page=2").listing()
    assert first.page.paginator.num_pages == 2
    assert titles(first) == [f"N{number:02}" for number in range(12, 0, -1)]
    assert titles(second) == ["N00"]
    for beyond in ("page=3", "page=999999"):
        assert titles(form(beyond).listing()) == ["N00"]
    for nothing in ("page=0", "page=-1", "page=x"):
        assert titles(form(nothing).listing())[0] == "N12"


def test_each_filter_leaves_what_it_names_and_they_add_up(federation: object, loire: Cluster) -> None:
    make_article(None, title="Fédéral", for_school=True)
    make_release(None, title="Communiqué")
    make_article(loire, title="De la Loire")
    make_article(loire, "en", title="In English")
    make_event(loire, title="Agenda")
    expected = {
        "": {"Fédéral", "Communiqué", "De la Loire"},
        "cluster=federation": {"Fédéral", "Communiqué"},
        "cluster=loire": {"De la Loire"},
        "kind=article": {"Fédéral", "De la Loire"},
        "kind=article&cluster=federation": {"Fédéral"},
        "audience=school": {"Fédéral"},
        "audience=school&cluster=loire": set(),
        "kind=event": {"Fédéral", "Communiqué", "De la Loire"},
        "cluster=nowhere&year=1999": {"Fédéral", "Communiqué", "De la Loire"},
    }
    for query, found in expected.items():
        listing = form(query).listing()
        assert (set(titles(listing)), listing.total) == (found, len(found)), query
    assert set(titles(form("cluster=federation", cluster=loire).listing())) == {"De la Loire"}


def test_a_listing_shows_nothing_that_is_hidden_with_and_without_a_filter(federation: object) -> None:
    shown, hidden = make_article(None, title="Vu"), make_article(None, title="Caché")
    at(shown, expire_at=NOON + TICK)
    at(hidden, expire_at=NOON)
    with time_machine.travel(NOON, tick=False):
        for query in ("", "kind=article", "page=2"):
            assert titles(form(query).listing()) == ["Vu"], query
            assert form(query).listing().total == 1
