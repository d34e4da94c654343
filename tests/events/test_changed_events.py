"""An event that is postponed, moved, online or cancelled says so everywhere, beside what had been announced."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from lxml import html
from wagtail.models import PageViewRestriction

from clusters.models import Cluster
from events.ical.components import last_change
from events.models import EventPage
from events.wording import announced_before
from search.models import SearchEntry
from tests.clusters.subscriptions.support import GRACE, html_of, left, subscriber, tomorrow_at_two, work
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_event, publish

pytestmark = pytest.mark.django_db
OLD, NEW = date(2031, 3, 12), date(2031, 4, 20)
ANNOUNCED = "12 mars 2031, 9 h – 17 h (Paris), Lille"


def announced(cluster: Cluster | None, **fields: object) -> EventPage:
    """An event that is public: the twelfth of March, in Lille."""
    hours = {"starts_on": OLD, "start_time": time(9), "end_time": time(17)}
    return make_event(cluster, title="Rencontre", **(hours | fields))


def changed(event: EventPage, **values: object) -> EventPage:
    """The event, published with other values."""
    page = EventPage.objects.get(pk=event.pk)
    for name, value in values.items():
        setattr(page, name, value)
    return publish(page)


def text_of(path: str, xpath: str) -> str:
    """The words of the first element that is found, with their no-break spaces."""
    tree = html.fromstring(Client().get(path).content)
    return " ".join(filter(None, tree.xpath(xpath)[0].text_content().replace("\n", " ").split(" ")))


def former_of(event: EventPage) -> str:
    return text_of(event.url_path, "//header//*[@class='former']")


def test_a_mail_of_news_says_the_date_before(loire: Cluster) -> None:
    with time_machine.travel(tomorrow_at_two(), tick=False) as clock:
        work()
        subscriber("fanny")
        changed(announced(loire), status="moved", starts_on=NEW, venue_city="Arras")
        clock.shift(GRACE)
        work()
    (message,) = left()["fanny"]
    assert f"Prévu d’abord : {ANNOUNCED}" in str(message.body)
    assert f"<s>{ANNOUNCED}</s>" in html_of(message)


def test_a_new_date_stands_beside_the_old_one_everywhere(loire: Cluster) -> None:
    event = changed(announced(loire), status="moved", starts_on=NEW, venue_city="Arras", event_type="fair")
    words = f"Prévu d’abord : {ANNOUNCED}"
    assert former_of(event) == words
    row = "//article[contains(@class, 'agenda__row')]//*[@class='former']"
    for path in ("/fr/agenda/", "/fr/", "/fr/clusters/loire/"):
        assert text_of(path, row) == words, path
    entry = SearchEntry.objects.get(page_id=event.pk)
    assert (entry.status, entry.day, entry.former_day) == ("moved", NEW, OLD)
    assert "salon" in entry.body.lower()
    found = Client().get("/api/search/?q=rencontre&locale=fr").json()["results"][0]
    assert (found["status"], found["former_day"]) == ("moved", "2031-03-12")
    result = text_of("/fr/search/?q=rencontre", "//article//*[@class='former']")
    assert result == "Prévu d’abord : 12 mars 2031"
    fed = Client().get("/fr/feeds/rss.xml").content.decode()
    assert f"prévu d’abord : {ANNOUNCED}".replace("\u00a0", " ") in fed
    (component,) = Calendar.from_ical(Client().get(f"{event.url_path}calendar.ics").content).events
    assert f"Prévu d’abord : {ANNOUNCED}" in str(component["DESCRIPTION"])
    assert (component["STATUS"], component.DTSTART.date()) == ("CONFIRMED", NEW)
    assert component.categories == ["Événement", "Salon", "LOI"]
    data = Client().get(event.url_path).content.decode()
    assert '"previousStartDate":"2031-03-12T09:00:00+01:00"' in data.replace('": "', '":"')
    assert "EventRescheduled" in data
    assert event.social_card_text().kind == "Salon · Déplacé"


@pytest.mark.parametrize(
    ("values", "state", "is_void"),
    [
        ({"status": "cancelled"}, ("CANCELLED", "EventCancelled"), True),
        ({"status": "postponed"}, ("TENTATIVE", "EventPostponed"), True),
        ({"status": "postponed", "starts_on": NEW}, ("CONFIRMED", "EventRescheduled"), False),
        (
            {"status": "online", "venue_city": "", "online_url": "https://salle.example/"},
            ("CONFIRMED", "EventMovedOnline"),
            False,
        ),
        (
            {"status": "moved", "venue_city": "", "online_url": "https://salle.example/"},
            ("CONFIRMED", "EventMovedOnline"),
            False,
        ),
    ],
)
def test_each_state_is_told_to_people_and_programs(
    loire: Cluster, values: dict[str, object], state: tuple[str, str], is_void: bool
) -> None:
    event = changed(announced(loire), **values)
    page = Client().get(event.url_path).content.decode()
    assert event.status_label is not None
    assert event.status_label in page
    assert ("Date qui ne tient plus" in page) == is_void
    assert state[1] in page
    assert ("Passé en ligne" in page) == (state[1] == "EventMovedOnline")
    (component,) = Calendar.from_ical(Client().get(f"{event.url_path}calendar.ics").content).events
    assert component["STATUS"] == state[0]
    assert ("Prévu d’abord" in page) == (len(values) > 1)


def test_the_first_date_stays_through_drafts_corrections_and_other_moves(loire: Cluster) -> None:
    event = announced(loire)
    draft = EventPage.objects.get(pk=event.pk)
    draft.starts_on = NEW
    draft.save_revision()
    changed(event, status="postponed")
    event = changed(event, starts_on=date(2031, 5, 1))
    event = changed(event, starts_on=date(2031, 5, 2), status="moved")
    old = event.revisions.order_by("pk").first().as_object()
    assert former_of(event) == f"Prévu d’abord : {ANNOUNCED}".removesuffix(", Lille"), "the place holds"
    assert publish(old).former is None, "planned again, as the old revision says"


def test_a_date_that_is_corrected_without_a_state_leaves_no_trace(loire: Cluster) -> None:
    event = changed(announced(loire), starts_on=NEW)
    assert "Prévu d’abord" not in Client().get(event.url_path).content.decode()


def test_what_nobody_could_read_was_not_announced(loire: Cluster) -> None:
    draft = announced(loire, live=False)
    assert changed(draft, starts_on=NEW, status="moved").former is None


def test_events_are_found_by_their_type(loire: Cluster) -> None:
    webinar = announced(loire, event_type="webinar")
    fair = announced(loire, event_type="fair")
    announced(loire)
    assert list(EventPage.objects.of_type("webinar", "fair").order_by("pk")) == [webinar, fair]
    assert text_of(webinar.url_path, "//header//*[@class='kind']") == "Webinaire"
    rows = html.fromstring(Client().get("/fr/agenda/").content).xpath("//article//*[@class='kind']/text()")
    assert rows == ["Webinaire", "Salon", "Événement"]


def test_a_date_in_a_closed_section_was_not_announced(loire: Cluster) -> None:
    event = announced(loire)
    section = PageViewRestriction.objects.create(page=event.get_parent(), restriction_type="login")
    event = changed(event, starts_on=NEW, status="moved")
    section.delete()
    assert event.former is None
    assert "Prévu d’abord" not in Client().get(event.url_path).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"venue_name": "Nouveau Siècle"}, "Hôtel de Ville"),
        ({"venue_address": "2 rue Neuve"}, "1 rue Vieille"),
        ({"venue_city": "Arras", "venue_name": "Théâtre"}, "Lille"),
        ({"start_time": time(10)}, "9 h – 17 h (Paris)"),
        ({"time_zone": "America/Montreal"}, "9 h – 17 h (Paris)"),
        ({"ends_on": date(2031, 3, 13)}, "12 mars 2031, 9 h – 17 h (Paris)"),
        ({"starts_on": NEW}, "12 mars 2031, 9 h – 17 h (Paris)"),
        ({"venue_postcode": "59800"}, ""),
    ],
)
def test_what_holds_is_not_struck_through(loire: Cluster, values: dict[str, object], words: str) -> None:
    place = {"venue_name": "Hôtel de Ville", "venue_address": "1 rue Vieille"}
    event = changed(announced(loire, **place), status="moved", **values)
    assert announced_before(event) == words
    assert event.search_former_day() == (OLD if "starts_on" in values else None)
    is_another_start = {"start_time", "time_zone", "starts_on"} & set(values)
    assert (event.former_start is not None) == bool(is_another_start)


def test_a_date_that_comes_back_is_not_struck_through(loire: Cluster) -> None:
    event = changed(changed(announced(loire), starts_on=NEW, status="moved"), starts_on=OLD)
    assert "Prévu d’abord" not in Client().get(event.url_path).content.decode()


def test_a_copy_was_never_announced(loire: Cluster) -> None:
    event = changed(announced(loire), starts_on=NEW, status="moved")
    copied = event.copy(update_attrs={"slug": "encore", "title": "Encore"})
    copied.refresh_from_db()
    assert (copied.starts_on, copied.former) == (NEW, None)


def test_a_week_and_a_month_say_that_a_date_is_void_and_which_was_first(loire: Cluster) -> None:
    changed(announced(loire), status="postponed")
    moved = changed(announced(None), starts_on=date(2031, 3, 13), status="moved")
    item = "//li[contains(@class, 'month__item')]"
    with time_machine.travel(datetime(2031, 3, 1, tzinfo=UTC)):
        for view in ("week&week=2031-W11", "month&month=2031-03"):
            path = f"/fr/agenda/?view={view}"
            assert "Date qui ne tient plus" in text_of(path, f"{item}[contains(@class, '--void')]")
            other = text_of(path, f"{item}[not(contains(@class, '--void'))]")
            assert "Date qui ne tient plus" not in other
        words = text_of("/fr/agenda/?view=week&week=2031-W11", "//*[@class='former']")
    assert words == f"Prévu d’abord : {announced_before(moved)}"


class Translations(TranslationCase):
    def test_a_language_that_stays_while_its_source_is_withdrawn_says_the_same(self) -> None:
        event = announced(self.north)
        translation = self.started(event)
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        EventPage.objects.filter(pk=event.pk).update(live=False)
        assert self.translated(event).live
        event = changed(event, status="moved", starts_on=NEW)
        target = self.translated(event)
        assert (event.former_starts_on, target.former_starts_on) == (OLD, OLD)
        assert changed(event, summary="Autres mots").former == event.former
        assert event.former_venue_city == "Lille", (
            "the source's name, though the translation's row was public"
        )
        target = self.translated(event)
        assert (target.former_starts_on, target.former_venue_city) == (OLD, "EN Lille")

    def test_they_show_what_their_source_had_announced_whenever_they_are_written(self) -> None:
        """Those that are public at once, drafts when they are published, and those that are begun later."""
        event = announced(self.north, event_type="workshop")
        translation = self.started(event)
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        changed(event, status="moved", starts_on=NEW, venue_city="Arras")
        target = self.translated(event)
        assert target.live
        assert last_change(target) == target.shared_changed_at > target.last_published_at, (
            "its calendar is newer"
        )
        assert former_of(target).endswith("12 March 2031, 09:00 – 17:00 (Paris), EN Lille")
        assert text_of(target.url_path, "//header//*[@class='kind']") == "Workshop"
        self.write(self.editor, translation, "title", "Meeting")
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        target = self.translated(event)
        assert (target.title, target.former.starts_on) == ("Meeting", OLD)
        changed(event, status="scheduled")
        assert self.translated(event).former is None
