"""What a calendar of others does wrong, or our own side, stops no other event, and no import waits for ever."""

from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.users.models import UserProfile

from events.imports import drafts, reading, tasks
from events.models import CalendarImport, EventPage
from tests.events.calendar_imports import ImportCase, calendar, event

START = "DTSTART:20310701T090000Z"


class Faults(ImportCase):
    """An editor of the north imports a calendar in which something is wrong."""

    def test_a_day_at_the_end_of_all_days_stops_no_other_event(self) -> None:
        body = calendar(
            event("a", START, title="Avant"),
            event("b", "DTSTART;VALUE=DATE:99991231", title="Jamais"),
            event("c", START, title="Après"),
        )
        assert "Donnez une année" in self.imported(body)
        assert {page.title for page in EventPage.objects.child_of(self.agenda)} == {"Avant", "Après"}
        assert CalendarImport.objects.get().state == "done"

    def test_why_an_event_is_refused_is_told_in_the_language_of_the_person(self) -> None:
        profile = UserProfile.get_for_user(self.editor)
        profile.preferred_language = "en"
        profile.save()
        self.imported(calendar(event("a", "DTSTART:19310701T090000Z")))
        (line,) = CalendarImport.objects.get().report
        assert "year" in line["why"]

    def test_an_error_at_one_event_has_its_line_and_at_all_of_them_ends_the_import(self) -> None:
        body = calendar(event("a", START))
        with mock.patch.object(drafts, "_write", side_effect=OverflowError):
            assert "par une erreur de notre côté : importez" in self.imported(body)
        with mock.patch.object(tasks, "read_apart", side_effect=RuntimeError):
            assert "Une erreur de notre côté a arrêté" in self.imported(body)
        last = CalendarImport.objects.first()
        assert last is not None
        assert (last.state, bytes(last.content)) == ("failed", b"")

    def test_a_page_that_is_locked_gets_no_draft_and_the_next_import_makes_it(self) -> None:
        self.imported(calendar(event("a", START)))
        page = EventPage.objects.get(title="Salon")
        EventPage.objects.filter(pk=page.pk).update(locked=True, locked_by=self.publisher)
        moved = calendar(event("a", "DTSTART:20310702T090000Z"))
        before = page.revisions.count()
        assert "en relecture ou verrouillée" in self.imported(moved)
        assert page.revisions.count() == before
        EventPage.objects.filter(pk=page.pk).update(locked=False, locked_by=None)
        assert "dans un nouveau brouillon" in self.imported(moved)

    def test_a_series_does_not_move_when_its_next_date_has_passed(self) -> None:
        """The same bytes a week later are no change; another rule is one."""
        rule = ["DTSTART;TZID=Europe/Paris:20310703T090000", "RRULE:FREQ=WEEKLY"]
        said = [
            outcome
            for lines, day in ((rule, 1), (rule, 8), ([*rule, "EXDATE;TZID=Europe/Paris:20310703T090000"], 1))
            for outcome in self.read_on(day, *lines)
        ]
        assert said == ["created", "unchanged", "changed"]

    def test_one_import_waits_for_the_other(self) -> None:
        """Its file, or its address, is not taken twice; a wait of an hour is none any more."""
        data = {"form_key": str(uuid4()), "address": "webcal://other.example/a.ics"}
        for _double in range(2):
            assert self.client.post(self.url, data).status_code == 302
        waiting = CalendarImport.objects.get()
        assert waiting.address == "https://other.example/a.ics"
        other = {"form_key": str(uuid4()), "address": "https://other.example/b.ics"}
        html = self.client.post(self.url, other).content.decode()
        assert "Un import attend encore" in html
        assert 'value="https://other.example/b.ics"' in html
        CalendarImport.objects.update(created_at=timezone.now() - timedelta(hours=2))
        assert self.client.post(self.url, other).status_code == 302
        assert CalendarImport.objects.count() == 2

    def read_on(self, day: int, *lines: str) -> list[object]:
        """What becomes of the events of a calendar that is imported on a day of July 2031."""
        zone, now = ZoneInfo("Europe/Paris"), datetime(2031, 7, day, tzinfo=UTC)
        found = reading.read(calendar(event("s", *lines)), zone, now)
        return [drafts.import_event(self.agenda, each, self.editor)["outcome"] for each in found]
