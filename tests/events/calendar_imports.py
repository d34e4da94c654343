"""Calendars of others for the tests of imports, and the screen that imports them."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.imports.tasks import import_calendar
from events.models import AgendaPage, CalendarImport, EventPage
from tests.clusters.translation_support import TranslationCase
from tests.factories.content import parent_for


def calendar(*events: str, zones: str = "") -> bytes:
    """A calendar with these events."""
    frame = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//other//EN\n{}END:VCALENDAR\n"
    return frame.format(zones + "".join(events)).replace("\n", "\r\n").encode()


def event(uid: str, *lines: str, title: str = "Salon") -> str:
    """An event with a UID, a title and further lines."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT", ""])


class ImportCase(TranslationCase):
    """An editor of the north, and the agenda of her section."""

    def setUp(self) -> None:
        self.agenda: AgendaPage = parent_for(EventPage, self.north)
        self.url = reverse("event_imports:import", args=[self.agenda.pk])
        self.client.force_login(self.editor)

    def imported(self, body: bytes = b"", address: str = "") -> str:
        """The screen after an import, which the worker has done."""
        data: dict[str, object] = {"form_key": str(uuid4()), "address": address}
        if body:
            data["file"] = SimpleUploadedFile("a.ics", body)
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(self.url, data)
        import_all()
        return str(self.client.get(self.url).content.decode())


def import_all() -> None:
    """Does what the worker does with the imports that wait."""
    for each in CalendarImport.objects.filter(state="waiting"):
        import_calendar.func(each.pk)
