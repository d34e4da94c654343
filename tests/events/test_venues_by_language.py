"""An event's city and venue have a name in each language, or the original's, marked; a new name is no other place."""

import json
from datetime import date, timedelta
from typing import ClassVar

from django.apps import apps
from django.core import mail
from django.utils import timezone
from icalendar import Calendar
from wagtail_localize.models import StringSegment

from clusters.models import ContentPage
from clusters.translation.texts.place_segments import offer_place_names
from events.models import EventPage, SignUpSheet
from tests.clusters.translation_support import TranslationCase
from tests.events.signup.support import arrived, make_sheet, work
from tests.events.test_changed_events import text_of
from tests.factories import make_event, publish
from tests.search.test_place_names import found

CITY, HALL = "ليل", "دار الثقافة"


class Venues(TranslationCase):
    values: ClassVar[dict[str, object]] = {
        "venue_city": "Lille",
        "venue_name": "Maison de la culture",
        "venue_postcode": "59000",
        "venue_country": "FR",
    }

    def setUp(self) -> None:
        self.event = make_event(
            self.north, title="Rencontre", starts_on=timezone.localdate() + timedelta(days=20), **self.values
        )
        self.translation = self.started(self.event, "ar")

    def approve(self, **names: str) -> EventPage:
        """Translates all texts but names of places, and these as told; submits and approves."""
        self.write_all(self.editor, self.translation, "ع ")
        for segment in self.translation.source.stringsegment_set.filter(context__path__startswith="venue_"):
            segment.string.translations.filter(context=segment.context).delete()
        for path, name in names.items():
            self.write(self.editor, self.translation, path, name)
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        return self.arabic()

    def arabic(self) -> EventPage:
        page = self.translated(self.event, "ar")
        assert isinstance(page, EventPage)
        assert page.live
        return page

    def change(self, **values: object) -> EventPage:
        """Publishes the original with other values; returns the translation."""
        self.event = EventPage.objects.get(pk=self.event.pk)
        for name, value in values.items():
            setattr(self.event, name, value)
        publish(self.event)
        return self.arabic()

    def read(self, path: str) -> str:
        return self.client_class().get(path).content.decode()

    def test_an_arabic_page_reads_arabic_and_is_found_by_all_names(self) -> None:
        page = self.approve(venue_city=CITY, venue_name=HALL)
        assert (page.dateline_place, page.dateline_language) == (CITY, "")
        html = self.read(page.url_path)
        assert f"<bdi>{HALL}</bdi><br>" in html
        assert f'"addressLocality": "{CITY}"' in html.replace('":"', '": "')
        assert "Lille" not in html
        assert CITY in text_of(page.get_parent().url_path, "//*[@class='agenda__where']")
        (entry,) = Calendar.from_ical(self.read(f"{page.url_path}calendar.ics")).walk("VEVENT")
        assert str(entry["LOCATION"]).replace("\u2068", "").startswith(f"{HALL}، 59000 {CITY}")
        assert CITY in str(json.loads(self.read("/api/v1/events/?locale=ar")))
        for name in ("Lille", CITY, "Maison de la culture", HALL):
            assert found(name, "ar") == ["ع Rencontre"], name

    def test_without_one_the_name_is_the_originals_and_marked(self) -> None:
        page = self.approve()
        html = self.read(page.url_path)
        assert '<bdi lang="fr">Maison de la culture</bdi><br><bdi lang="fr">59000 Lille</bdi>' in html
        assert '<p class="agenda__where"><bdi lang="fr">Lille</bdi>' in self.read(page.get_parent().url_path)
        assert 'lang="fr"' not in self.read(self.event.url_path).partition("<main")[2].partition("</main")[0]

    def test_another_place_is_the_originals_at_once_and_the_former_is_struck_in_its_own_name(self) -> None:
        self.approve(venue_city=CITY, venue_name=HALL)
        page = self.change(status="moved", venue_city="Arras", venue_name="")
        assert (page.venue_city, page.dateline_language, page.venue_name) == ("Arras", "fr", "")
        assert self.event.former_venue_city == "Lille"
        assert CITY in text_of(page.url_path, "//*[@class='former']")
        draft = page.get_latest_revision_as_object()
        assert (draft.venue_city, draft.former_venue_city) == ("Arras", CITY)
        back = self.change(status="scheduled", venue_city="Lille")
        assert (back.venue_city, back.dateline_language, back.former) == (CITY, "", None)

    def test_a_name_that_is_translated_late_is_no_other_place(self) -> None:
        """Neither on the page, which would strike the former name through, nor in mails to who signed up."""
        sheet = make_sheet(self.event)
        self.approve()
        arrived(sheet, self.event, "camille@people.example")
        arrived(sheet, self.event, "nour@people.example", language="ar")
        page = self.change(status="moved")
        work()
        mail.outbox.clear()
        self.write(self.editor, self.translation, "venue_city", CITY)
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        page = self.arabic()
        work()
        assert (page.venue_city, page.former) == (CITY, None)
        people = ["camille@people.example", "nour@people.example"]
        assert not [message for message in mail.outbox if message.to[0] in people]

        self.change(venue_city="Arras")
        work()
        told = {message.to[0]: str(message.body) for message in mail.outbox if message.to[0] in people}
        assert sorted(told) == people, "once each"
        assert "Lille" in told["camille@people.example"]
        assert CITY in told["nour@people.example"]
        assert "Lille" not in told["nour@people.example"]

    def test_what_a_sheet_noted_before_names_had_languages_is_no_change(self) -> None:
        sheet = make_sheet(self.event)
        self.approve()
        arrived(sheet, self.event, "camille@people.example")
        work()
        sheet = SignUpSheet.objects.get(pk=sheet.pk)
        del sheet.known_event["told"]["names"]
        sheet.save()
        mail.outbox.clear()
        self.change(summary="Autres mots")
        work()
        assert not mail.outbox

    def test_what_was_the_same_everywhere_stays_and_is_offered_to_translators(self) -> None:
        """What the migration does with pages from before."""
        self.approve()
        page = self.change(status="moved", venue_city="Arras", starts_on=date(2031, 3, 12))
        EventPage.objects.filter(pk=page.pk).update(source_places={}, dateline_language="")
        StringSegment.objects.filter(context__path__startswith="venue_").delete()
        offer_place_names(
            apps,
            EventPage,
            ["venue_city", "venue_name"],
            "venue_city",
            untyped=["former_venue_city", "former_venue_name"],
        )
        found_now: ContentPage = self.arabic()
        assert (found_now.venue_city, found_now.former_venue_city) == ("Arras", "Lille")
        assert found_now.language_of_place("former_venue_city") == "fr"
        paths = self.translation.source.stringsegment_set.values_list("context__path", flat=True)
        assert {"venue_city", "venue_name"} <= set(paths)
        assert not [path for path in paths if path.startswith("former_")]
        found_now.get_latest_revision().publish()
        assert self.arabic().dateline_language == "fr", "a draft from before keeps what is noted"
