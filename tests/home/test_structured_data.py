"""JSON-LD of each kind of page: schema.org's vocabulary, and what Google requires and recommends of each type."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from clusters.models import Cluster, ContentPage, Organisation
from fedcms.media.models import FederationImage
from home.models import HomePage
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, make_story
from tests.factories.content import section_of
from tests.home.reading import BASE, Read, read
from tests.home.schema_checks import at, problems
from tests.home.schema_tables import ARTICLE, RECOMMENDED, REQUIRED
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster of which everything is known."""
    with keep():
        logo = FederationImage.objects.create(title="Logo", file=get_test_image_file("logo.png"))
        fields: dict[str, object] = {
            "city": "Brest",
            "latitude": 48.4,
            "longitude": -4.5,
            "phone": "+33 2 00 00 00 00",
            "website": "https://donnees.example/",
            "press_email": "presse@donnees.example",
            "logo": logo,
        }
        return make_cluster("donnees", "DON", "EdTech Données", **fields)


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


@pytest.fixture
def organisation(cluster: Cluster) -> Organisation:
    """A laboratory of the cluster."""
    return Organisation.objects.create(
        slug="labo",
        name="Labo",
        kind="laboratory",
        cluster=cluster,
        city="Brest",
        website="https://labo.example/",
        description={"fr": "Un laboratoire qui étudie les usages du numérique à l’école."},
    )


def full_event(cluster: Cluster | None, **fields: object) -> ContentPage:
    """An event of which everything is known."""
    day = date(2030, 3, 4)
    values: dict[str, object] = {
        "starts_on": day,
        "start_time": time(9, 30),
        "end_time": time(17, 0),
        "venue_name": "Le Quai",
        "venue_address": "1, quai des Ateliers",
        "venue_postcode": "29200",
        "venue_city": "Brest",
        "venue_country": "FR",
        "latitude": 48.4,
        "longitude": -4.5,
        "price_euros": Decimal("25.00"),
        "signup_url": "https://inscription.example/",
        "spoken_languages": "fr, en",
    }
    return make_event(cluster, **(values | fields))


def check(page: Read, kind: str, *, is_full: bool) -> dict[str, object]:
    """The node of a type, after it was compared with the vocabulary and with Google's lists."""
    found = [problem for node in page.graph for problem in problems(node)]
    assert not found, found
    node = page.thing(kind)
    wanted = REQUIRED[kind] + (RECOMMENDED[kind] if is_full else ())
    missing = [path for path in wanted if at(node, path) in (None, "", [])]
    assert not missing, (kind, missing)
    return node


def check_way(page: Read, *names: str) -> None:
    """The breadcrumbs name the pages on the way, this one last, with addresses that answer."""
    node = check(page, "BreadcrumbList", is_full=True)
    items = node["itemListElement"]
    assert isinstance(items, list)
    for position, item in enumerate(items, start=1):
        assert all(item.get(name) for name in REQUIRED["ListItem"])
        assert item["position"] == position
        assert Client().get(item["item"].removeprefix(BASE)).status_code == 200
    assert items[-1]["item"] == page.canonical
    assert [item["name"] for item in items[1:]] == list(names)


def test_news_is_a_news_article_of_its_cluster(cluster: Cluster, organisation: Organisation) -> None:
    """Filled in by an editor: all that is recommended; the picture before the card."""
    image = FederationImage.objects.create(title="Photo", file=get_test_image_file("p.png", size=(1300, 800)))
    page = make_article(cluster, organisation=organisation, dateline_place="Brest", lead_image=image)
    head = read(page.url_path)
    node = check(head, "NewsArticle", is_full=True)
    assert node["headline"] == page.title
    assert at(node, "author.url") == BASE + section_of(cluster).url_path
    assert str(node["dateline"]).startswith("Brest, ")
    photograph, card = node["image"]  # type: ignore[misc]  # a list, or it fails
    assert photograph["url"].endswith(".jpg")
    assert BASE + head.meta("og:image").removeprefix(BASE) == card["url"]  # type: ignore[union-attr]  # or it fails
    assert datetime.fromisoformat(str(node["datePublished"])).tzinfo is not None
    assert str(node["dateModified"]) >= str(node["datePublished"])
    check_way(head, "Clusters", "EdTech Données", "Actualités", page.title)


def test_a_release_is_news_and_a_story_is_an_article(cluster: Cluster, organisation: Organisation) -> None:
    """Each kind has its type; a story is about the organisation whose story it is."""
    release = make_release(cluster, organisation=organisation, dateline_place="Brest")
    node = check(read(release.url_path), "NewsArticle", is_full=True)
    assert node["genre"] == "press release"
    story = make_story(cluster, organisation=organisation)
    node = check(read(story.url_path), "Article", is_full=True)
    assert at(node, "about.name") == "Labo"


def test_what_the_federation_publishes_is_its_own(cluster: Cluster) -> None:
    """Nothing but a title and a summary: what Google requires and an author are there."""
    page = make_article(None)
    node = check(read(page.url_path), "NewsArticle", is_full=False)
    assert [path for path in ARTICLE if not at(node, path)] == []
    assert at(node, "author.name") == "Fédération des clusters EdTech francophones"


def test_an_event_says_when_where_and_how_much(cluster: Cluster) -> None:
    """Hours carry the offset of the event's own zone, whatever the season."""
    node = check(read(full_event(cluster).url_path), "Event", is_full=True)
    assert node["startDate"] == "2030-03-04T09:30:00+01:00"
    assert node["endDate"] == "2030-03-04T17:00:00+01:00"
    assert node["eventStatus"] == "https://schema.org/EventScheduled"
    assert node["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert (at(node, "offers.price"), node["isAccessibleForFree"]) == ("25.00", False)
    assert node["inLanguage"] == ["fr", "en"]
    summer = full_event(cluster, starts_on=date(2030, 7, 1), time_zone="America/Toronto")
    assert read(summer.url_path).thing("Event")["startDate"] == "2030-07-01T09:30:00-04:00"


def test_days_without_hours_are_dates(cluster: Cluster) -> None:
    """A whole day is no midnight; an end that is not known is not invented."""
    whole = full_event(cluster, start_time=None, end_time=None, ends_on=date(2030, 3, 6))
    node = read(whole.url_path).thing("Event")
    assert (node["startDate"], node["endDate"]) == ("2030-03-04", "2030-03-06")
    open_end = full_event(cluster, end_time=None)
    assert "endDate" not in read(open_end.url_path).thing("Event")


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        ("postponed", {}, "EventPostponed"),
        ("cancelled", {}, "EventCancelled"),
        ("scheduled", {"starts_on": date(2020, 3, 4)}, "EventScheduled"),
        ("moved", {}, "EventRescheduled"),
        (
            "moved",
            {"venue_name": "", "venue_address": "", "venue_city": "", "online_url": "https://salle.example/"},
            "EventMovedOnline",
        ),
    ],
)
def test_what_became_of_an_event(
    cluster: Cluster, status: str, fields: dict[str, object], expected: str
) -> None:
    """The status in schema.org's words; nobody signs up for what is cancelled or over."""
    node = check(read(full_event(cluster, status=status, **fields).url_path), "Event", is_full=False)
    assert node["eventStatus"] == f"https://schema.org/{expected}"
    availability = "SoldOut" if status == "cancelled" or "starts_on" in fields else "InStock"
    assert at(node, "offers.availability") == f"https://schema.org/{availability}"


def test_online_there_or_both(cluster: Cluster) -> None:
    """Where an event takes place, and what stands there when its editor said nothing."""
    both = read(full_event(cluster, online_url="https://salle.example/").url_path).thing("Event")
    assert both["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in both["location"]] == ["Place", "VirtualLocation"]  # type: ignore[attr-defined]
    nowhere = {"venue_name": "", "venue_city": "", "venue_address": "", "venue_postcode": ""}
    online = read(full_event(cluster, **nowhere, online_url="https://salle.example/").url_path)
    node = check(online, "Event", is_full=False)
    assert node["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    silent = read(full_event(cluster, **nowhere).url_path)
    assert at(check(silent, "Event", is_full=False), "location.address.addressLocality") == "Brest"
    # An address alone is where it takes place; its cluster's town is not.
    address = read(full_event(cluster, **nowhere | {"venue_address": "1, quai"}).url_path)
    assert at(check(address, "Event", is_full=False), "location.address.streetAddress") == "1, quai"
    # The federation has no town.
    federal = read(full_event(None, **nowhere).url_path)
    assert at(check(federal, "Event", is_full=False), "location.@type") == "VirtualLocation"


def test_a_mission_is_a_business_event_at_its_destination(cluster: Cluster) -> None:
    """Its offer ends with the last day to apply."""
    page = make_mission(cluster, cost_euros=Decimal(900), fair="Salon")
    node = check(read(page.url_path), "BusinessEvent", is_full=True)
    assert at(node, "location.address.addressCountry") == "CA"
    assert at(node, "offers.validThrough") == page.deadline.isoformat()
    closed = make_mission(cluster, deadline=timezone.localdate() - timedelta(days=1))
    node = check(read(closed.url_path), "BusinessEvent", is_full=False)
    assert at(node, "offers.availability") == "https://schema.org/SoldOut"


def test_a_cluster_is_an_organization_of_the_federation(cluster: Cluster) -> None:
    """With its logo, which anybody may see, and whom the press writes to."""
    head = read(section_of(cluster).url_path)
    node = check(head, "Organization", is_full=True)
    assert node["sameAs"] == ["https://donnees.example/"]
    assert at(node, "contactPoint.email") == "presse@donnees.example"
    assert at(node, "parentOrganization.@id") == f"{BASE}/#federation"
    assert Client().get(str(node["logo"]).removeprefix(BASE)).status_code == 200
    check_way(head, "Clusters", "EdTech Données")


def test_an_organisation_is_what_its_kind_says(cluster: Cluster, organisation: Organisation) -> None:
    """A route of the directory describes the organisation, not the directory."""
    head = read("/fr/organisations/labo/")
    assert not [problem for node in head.graph for problem in problems(node)]
    node = head.thing("ResearchOrganization")
    assert (node["name"], node["url"]) == ("Labo", f"{BASE}/fr/organisations/labo/")
    assert at(node, "memberOf.name") == "EdTech Données"
    check_way(head, "Organisations", "Labo")


def test_the_home_page_is_the_site_and_the_federation(cluster: Cluster) -> None:
    """How to search the site, and which clusters the federation has; in the language of the page."""
    for language in ("fr", "ar"):
        head = read(HomePage.objects.get(locale__language_code=language).url_path)
        site = check(head, "WebSite", is_full=True)
        assert site["inLanguage"] == language
        template = str(at(site, "potentialAction.target.urlTemplate"))
        path = template.removeprefix(BASE).replace("{search_term_string}", "mot")
        assert Client().get(path).status_code == 200
        federation = check(head, "Organization", is_full=False)
        assert federation["@id"] == at(site, "publisher.@id")
        assert at(federation, "logo.url")
        assert at(federation, "contactPoint.url") in (f"{BASE}/fr/presse/", f"{BASE}/ar/press/")
        assert at(federation, "subOrganization.name") == "EdTech Données"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/fr/actualites/", "CollectionPage"),
        ("/fr/presse/", "CollectionPage"),
        ("/fr/agenda/", "CollectionPage"),
        ("/fr/organisations/", "CollectionPage"),
        ("/fr/clusters/", "CollectionPage"),
        ("/fr/contact/", "ContactPage"),
        ("/fr/charte/", "WebPage"),
    ],
)
def test_pages_that_list_or_explain_say_so(cluster: Cluster, path: str, kind: str) -> None:
    """The rest of the site, each with the way to it."""
    head = read(path)
    assert not [problem for node in head.graph for problem in problems(node)]
    assert head.thing(kind)["url"] == BASE + path
    check(head, "BreadcrumbList", is_full=True)
