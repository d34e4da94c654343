"""What a calendar of others says of place and language stands in its fields; what is not understood is not lost."""

import pytest

from events.imports.reading import read_apart
from events.imports.venues import VENUE_FIELDS, venue_of
from events.models import CalendarImport, EventPage, ImportedEvent
from tests.events.calendar_imports import ImportCase, calendar, event

START = "DTSTART:20310701T090000Z"


@pytest.mark.parametrize(
    ("location", "home", "meant"),
    [
        ("", "FR", ("", "", "", "", "")),
        ("Lille", "FR", ("", "", "", "Lille", "FR")),
        ("Halle 3, lille", "FR", ("Halle 3", "", "", "lille", "FR")),
        (
            "Halle 3, 12 rue Neuve, bât. B, 59000 Lille, France",
            "FR",
            ("Halle 3", "12 rue Neuve, bât. B", "59000", "Lille", "FR"),
        ),
        # A town that no list has is one behind its postcode.
        (
            "Salle polyvalente\nF-29900 Trégonnec-les-Bains",
            "FR",
            ("Salle polyvalente", "", "F-29900", "Trégonnec-les-Bains", ""),
        ),
        ("Palais, Bruxelles, Belgique", "FR", ("Palais", "", "", "Bruxelles", "BE")),
        ("كلية العلوم، الرباط، المغرب", "FR", ("كلية العلوم", "", "", "الرباط", "MA")),
        # Nothing that is known as a town: all of it is the name, as it is typed.
        ("Chez nous, au fond du couloir", "FR", ("Chez nous, au fond du couloir", "", "", "", "")),
        ("Salle 12, France", "FR", ("Salle 12, France", "", "", "", "")),
        ("Lille", "", ("Lille", "", "", "", "")),
    ],
)
def test_a_place_in_one_line_is_read_in_parts(location: str, home: str, meant: tuple[str, ...]) -> None:
    assert tuple(venue_of(location, home)[name] for name in VENUE_FIELDS) == meant


def test_lines_and_commas_of_a_calendar_are_read() -> None:
    (read,) = read_apart(calendar(event("a", START, r"LOCATION:Halle 3\n59000 Lille\, France")), "UTC")
    assert venue_of(read.values["location"], "FR")["venue_city"] == "Lille"


class ImportedPlaces(ImportCase):
    def draft(self) -> EventPage:
        found = EventPage.objects.get(title="Salon").get_latest_revision_as_object()
        assert isinstance(found, EventPage)
        return found

    def test_a_place_that_changes_there_changes_here_and_what_was_typed_beside_it_stays(self) -> None:
        self.imported(calendar(event("a", START, r"LOCATION:Halle 3\, Lille", "GEO:50.6;3.07")))
        page = self.draft()
        assert (page.venue_name, page.venue_city, page.venue_country.code) == ("Halle 3", "Lille", "FR")
        assert (page.latitude, page.longitude) == (50.6, 3.07)
        page.venue_address = "12 rue Neuve"
        page.save_revision()
        self.imported(calendar(event("a", START, r"LOCATION:Halle 4\, Arras", "GEO:50.6;3.07")))
        page = self.draft()
        assert (page.venue_name, page.venue_city, page.venue_address) == ("Halle 4", "Arras", "12 rue Neuve")
        self.imported(calendar(event("a", START, "LOCATION:Zoom", "GEO:50.6;3.07")))
        assert (self.draft().venue_name, self.draft().venue_city) == ("Zoom", "")

    def test_what_was_imported_before_places_had_parts_has_not_changed(self) -> None:
        body = calendar(event("a", START, r"LOCATION:Halle 3\, Lille"))
        self.imported(body)
        stored = ImportedEvent.objects.get()
        del stored.values["location"]
        stored.values["venue_name"] = "Halle 3, Lille"
        stored.save()
        assert "Déjà importé, sans changement" in self.imported(body)

    def test_an_event_goes_where_its_language_is_read(self) -> None:
        self.imported(
            calendar(
                event("a", START).replace("SUMMARY:Salon", "SUMMARY;LANGUAGE=en-GB:Salon"),
                event("b", START, title="Rencontre"),
                event("c", START).replace("SUMMARY:Salon", "SUMMARY;LANGUAGE=xx:Ailleurs"),
            )
        )
        pages = {page.title: page for page in EventPage.objects.select_related("locale")}
        places = {name: (page.locale.language_code, page.spoken_languages) for name, page in pages.items()}
        assert places == {"Salon": ("en", "en"), "Rencontre": ("fr", "fr"), "Ailleurs": ("fr", "fr")}
        assert pages["Salon"].cluster == self.north
        assert "Langue : anglais" in str(self.client.get(self.url).content.decode())

    def test_a_place_that_is_too_long_is_told_whole(self) -> None:
        long = "Un lieu que personne ne connaît " * 8
        screen = self.imported(calendar(event("a", START, f"LOCATION:{long}")))
        assert self.draft().venue_name == long[:150].strip()
        assert long.strip() in screen
        assert CalendarImport.objects.count() == 1
