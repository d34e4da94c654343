"""What a newsroom says in press kits: figures, people who consent, contacts that are not over, with portraits."""

from datetime import date, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from clusters.models import Cluster
from clusters.press_access.kits.sections import KitRow, KitSection
from fedcms.core.models import Topic
from fedcms.core.site_clock import site_today
from news.models import DutyHours
from news.newsroom import kit_sections
from tests.clusters.press_access.kits.support import body_of, get, make_image
from tests.clusters.press_access.kits.test_fact_sheet import read
from tests.factories import make_cluster
from tests.news.newsroom_rows import make_figure, make_person, make_press_contact
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db
KIT = {"fr": "/fr/presse/kits/ouest/", "ar": "/ar/press/kits/ouest/"}


@pytest.fixture(scope="module")
def kept(keep: Keep) -> Cluster:
    with keep():
        cluster = make_cluster("ouest", "OUE")
        topic = Topic.objects.create(key="ia", labels={"fr": "IA", "ar": "الذكاء الاصطناعي"})
        make_person(
            cluster,
            "Zoé Martin",
            role={"fr": "Directrice", "ar": "مديرة"},
            languages="fr,ar",
            email="zoe@ouest.example",
            topics=[topic],
            portrait=make_image(cluster, "zoe"),
        )
        make_figure(
            cluster,
            "Élèves accompagnés",
            value=Decimal(12500),
            source_link="https://rectorat.example/",
            measured_on=date(2026, 3, 1),
        )
        contact = make_press_contact(cluster, "Permanence", always=False, email="nuit@ouest.example")
        contact.hours = [DutyHours(weekday=day, opens=time(9), closes=time(12)) for day in range(5)]
        contact.save()
        # Of nobody here.
        make_person(None, "Une autre")
        return cluster


@pytest.fixture
def cluster(kept: Cluster, db: None) -> Cluster:
    return kept


def only(section: KitSection) -> KitRow:
    (row,) = section.rows
    return row


def links(row: KitRow) -> list[tuple[str, str]]:
    return [(link.text, link.url) for link in row.links]


def test_a_figure_has_its_source_and_says_in_which_language_it_is(cluster: Cluster) -> None:
    french = kit_sections.figures(cluster, "fr")
    assert french.title == "Chiffres clés"
    row = only(french)
    assert (row.label, row.label_language) == ("Élèves accompagnés", "fr")
    assert row.value.replace("\u202f", " ") == "12 500 élèves"
    assert row.note == "Source : Rectorat, 1er mars 2026"
    assert row.url == "https://rectorat.example/"
    arabic = kit_sections.figures(cluster, "ar")
    assert arabic.title != french.title
    assert (only(arabic).label_language, only(arabic).value_language) == ("fr", "fr")
    # The date after a French name keeps its place.
    assert "\u2068Rectorat\u2069" in only(arabic).note


def test_a_person_is_there_with_portrait_while_the_consent_runs(cluster: Cluster) -> None:
    section = kit_sections.people(cluster, "fr")
    row = only(section)
    assert (row.label, row.value, row.value_language) == ("Zoé Martin", "Directrice", "fr")
    assert row.note == "IA · français, arabe"
    assert links(row) == [
        ("+33 2 61 91 00 12", "tel:+33261910012"),
        ("zoe@ouest.example", "mailto:zoe@ouest.example"),
    ]
    assert [picture.name for picture in section.pictures] == ["Zoé Martin"]
    arabic = only(kit_sections.people(cluster, "ar"))
    assert (arabic.value, arabic.value_language) == ("مديرة", "ar")
    assert "الذكاء الاصطناعي" in arabic.note

    today = site_today()
    make_person(cluster, "Retirée", consent_withdrawn_on=today, portrait=make_image(cluster, "r"))
    make_person(cluster, "Sans accord", consent_given_on=None, consent_until=None)
    ending = make_person(cluster, "Bientôt", consent_until=today, portrait=make_image(cluster, "b"))
    assert [each.label for each in kit_sections.people(cluster, "fr").rows] == ["Bientôt", "Zoé Martin"]
    with time_machine.travel(today + timedelta(days=1, hours=3)):
        section = kit_sections.people(cluster, "fr")
        assert [each.label for each in section.rows] == ["Zoé Martin"]
        assert len(section.pictures) == 1
    ending.delete()


@pytest.mark.parametrize("language", KIT)
def test_a_contact_goes_when_it_ends_by_its_own_clock(cluster: Cluster, language: str) -> None:
    """Not hours later, at the site's midnight: nothing that is remembered holds it."""
    tokyo = ZoneInfo("Asia/Tokyo")
    last = date(2026, 6, 10)
    with time_machine.travel("2026-06-10T08:00:00+02:00", tick=False) as clock:
        make_press_contact(cluster, "Tokyo", time_zone=tokyo, ends_on=last, telephone="+81312345678")

        def names() -> list[str]:
            return [row.label for row in kit_sections.contacts_on_duty(cluster, language).rows]

        assert names() == ["Permanence", "Tokyo"]
        # Midnight in Tokyo is 17:00 in Paris.
        clock.move_to("2026-06-10T16:59:59+02:00")
        assert names() == ["Permanence", "Tokyo"]
        assert "tel:+81312345678" in get(KIT[language]).content.decode()  # type: ignore[attr-defined]
        clock.move_to("2026-06-10T17:00:01+02:00")
        assert names() == ["Permanence"]
        assert "tel:+81312345678" not in get(KIT[language]).content.decode()  # type: ignore[attr-defined]


def test_a_contact_has_hours_and_ways_to_reach_it(cluster: Cluster) -> None:
    row = only(kit_sections.contacts_on_duty(cluster, "fr"))
    assert row.note == "français, anglais · lundi – vendredi 9 h – 12 h · Fuseau horaire : Paris"
    assert links(row)[1] == ("nuit@ouest.example", "mailto:nuit@ouest.example")
    assert only(kit_sections.contacts_on_duty(cluster, "ar")).label_language == "fr"
    with CaptureQueriesContext(connection) as captured:
        kit_sections.contacts_on_duty(cluster, "ar")
    assert len(captured) == 1


def test_the_page_and_the_sheet_in_arabic_keep_numbers_in_order_and_say_what_is_french(
    cluster: Cluster,
) -> None:
    page = html.fromstring(get(KIT["ar"]).content.decode())  # type: ignore[attr-defined]
    numbers = page.xpath("//main//dd//a[starts-with(@href, 'tel:')]/bdi")
    assert [(each.get("dir"), each.text) for each in numbers] == [
        ("ltr", "+33 2 61 91 00 12"),
        ("ltr", "+33 2 61 91 00 34"),
    ]
    mails = page.xpath("//main//dd//a[starts-with(@href, 'mailto:')]/bdi/@dir")
    assert set(mails) == {"ltr"}
    (label,) = page.xpath("//main//dt/bdi[text()='Élèves accompagnés']")
    assert (label.get("lang"), label.get("dir")) == ("fr", "ltr")
    assert "الفرنسية" in label.getnext().text
    (role,) = page.xpath("//main//dd//bdi[text()='مديرة']")
    assert role.get("lang") is None
    sheet = body_of(get("/ar/press-kits/ouest/fact-sheet.pdf"))
    assert "+33261910012" in read(sheet)[1]
    (french,) = html.fromstring(get(KIT["fr"]).content.decode()).xpath(
        "//main//dt/bdi[text()='Élèves accompagnés']"
    )  # type: ignore[attr-defined]
    assert french.get("lang") is None
