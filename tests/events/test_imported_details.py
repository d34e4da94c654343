"""What a calendar says besides hours and place is in the draft: who organises, topics, type, the page elsewhere."""

from events.imports.reading import read_apart
from events.models import EventPage, ImportedEvent
from fedcms.core.models import Topic
from tests.events.calendar_imports import ImportCase, calendar, event

START = "DTSTART:20270701T090000Z"


class DetailsTests(ImportCase):
    def draft(self) -> EventPage:
        page = EventPage.objects.get().get_latest_revision_as_object()
        assert isinstance(page, EventPage)
        return page

    def test_all_of_it_is_in_the_draft(self) -> None:
        Topic.objects.create(key="inclusion", labels={"fr": "Inclusion", "es": "Inclusión"})
        Topic.objects.create(key="evaluation", labels={"fr": "Évaluation"})
        body = calendar(
            event(
                "a",
                START,
                'ORGANIZER;CN="Rectorat, pôle <numérique>":mailto:x@example.org',
                "CATEGORIES:INCLUSIÓN,evaluation",
                "CATEGORIES:Workshop,Sans nom <b>",
                "URL:https://example.org/evenement?a=1&b=2",
                "DESCRIPTION:Deux heures.",
            )
        )
        screen = self.imported(body)
        page = self.draft()
        assert page.organisers == "Rectorat, pôle <numérique>"
        assert {topic.key for topic in page.topics.all()} == {"inclusion", "evaluation"}
        assert page.event_type == "workshop"
        assert '<a href="https://example.org/evenement?a=1&amp;b=2">' in str(page.body[0].value.source)
        assert page.summary == "Deux heures."
        assert "Sans nom &lt;b&gt;" in screen
        assert not page.live
        assert "Déjà importé, sans changement" in self.imported(body)

    def test_what_is_corrected_here_stays_until_the_calendar_says_otherwise(self) -> None:
        self.imported(calendar(event("a", START, "ORGANIZER;CN=Rectorat:mailto:x@example.org")))
        page = self.draft()
        page.organisers = "Rectorat de Lille"
        page.save_revision()
        self.imported(calendar(event("a", START, "ORGANIZER;CN=Rectorat:mailto:y@example.org")))
        assert self.draft().organisers == "Rectorat de Lille"
        self.imported(calendar(event("a", START, "ORGANIZER;CN=Région:mailto:y@example.org")))
        assert self.draft().organisers == "Région"

    def test_an_earlier_import_keeps_what_was_typed(self) -> None:
        self.imported(calendar(event("a", START)))
        stored = ImportedEvent.objects.get()
        del stored.values["organisers"]
        stored.save()
        page = self.draft()
        page.organisers = "Nous"
        page.save_revision()
        screen = self.imported(calendar(event("a", START, "ORGANIZER;CN=Rectorat:mailto:x@example.org")))
        assert "Déjà importé, sans changement" in screen
        assert self.draft().organisers == "Nous"


def test_odd_details_are_left_out_and_the_event_is_read() -> None:
    odd = (
        "ORGANIZER;CN=a@example.org:mailto:a@example.org",
        "URL:javascript:alert(1)",
        "CATEGORIES:" + "x" * 200 + ",,ok",
    )
    (read,) = read_apart(calendar(event("a", START, *odd)), "UTC")
    assert not read.problem
    assert (read.values["organisers"], read.link, read.categories) == ("", "", ["ok"])
