"""Dates, place and state of an event are the same in every language once its source is published."""

import json
from datetime import timedelta
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clusters.models import Organisation
from events.models import EventPage
from fedcms.core.models import Topic
from search.models import SearchEntry
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_event, publish


def _session(title: str, start: str) -> dict[str, object]:
    """A session as it is stored, with its title as its id."""
    empty = {"day": 1, "end_time": None, "hall": "", "speakers": "", "text": ""}
    return {"type": "session", "id": title, "value": empty | {"title": title, "start_time": start}}


class SharedFieldsCase(TranslationCase):
    """A rencontre in French, and its English translation, both public."""

    event_values: ClassVar[dict[str, str]] = {}

    def setUp(self) -> None:
        self.event = make_event(
            self.north, title="Rencontre", venue_city="Lille", organisers="L’équipe", **self.event_values
        )
        self.translation = self.started(self.event)
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        self.target = self.translated(self.event)
        assert self.target.live

    def changed(self, **values: object) -> EventPage:
        """The source with other values, not saved."""
        event = EventPage.objects.get(pk=self.event.pk)
        for name, value in values.items():
            setattr(event, name, value)
        return event


class PublishedSource(SharedFieldsCase):
    def test_an_event_that_is_cancelled_and_moved_is_so_in_every_language(self) -> None:
        later = self.event.starts_on + timedelta(days=30)
        organisation = Organisation.objects.create(
            slug="acme", name="Acme", kind="company", cluster=self.north
        )
        topic = Topic.objects.create(key="mesures", labels={"fr": "Mesures"})
        event = self.changed(
            status="cancelled", starts_on=later, venue_city="Arras", latitude=50.29, longitude=2.78
        )
        event.topics, event.organisation = [topic], organisation
        publish(event)
        target = self.translated(self.event)
        assert (target.status, target.starts_on, target.venue_city) == ("cancelled", later, "Arras")
        assert (float(target.latitude), float(target.longitude)) == (50.29, 2.78)
        assert (target.organisation, list(target.topics.all())) == (organisation, [topic])
        assert target.sort_at == EventPage.objects.get(pk=event.pk).sort_at, "the agenda sorts by it"
        assert (target.title, target.organisers) == ("EN Rencontre", "EN L’équipe")
        self.assertContains(self.client_class().get(target.get_url()), "Arras")
        entry = SearchEntry.objects.get(page_id=target.pk)
        assert "Arras" in entry.body
        assert "Lille" not in entry.body

    def test_the_next_draft_of_the_translation_does_not_bring_the_old_date_back(self) -> None:
        later = self.event.starts_on + timedelta(days=30)
        publish(self.changed(starts_on=later))
        assert self.translated(self.event).get_latest_revision_as_object().starts_on == later
        self.write(self.editor, self.translation, "title", "Meeting")
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        target = self.translated(self.event)
        assert (target.title, target.starts_on) == ("Meeting", later)

    def test_words_that_wait_for_review_stay_as_they_are_and_stay_hidden(self) -> None:
        self.write(self.editor, self.translation, "title", "Not reviewed yet")
        self.press(self.editor, self.translation, "submit")
        publish(self.changed(venue_city="Arras", organisers="Une autre équipe", title="Un autre titre"))
        target = self.translated(self.event)
        draft = target.get_latest_revision_as_object()
        assert (target.title, target.venue_city, target.organisers) == (
            "EN Rencontre",
            "Arras",
            "EN L’équipe",
        )
        assert (draft.title, draft.venue_city) == ("Not reviewed yet", "Arras")
        assert target.workflow_in_progress

    def test_a_draft_of_the_source_changes_nothing_that_is_public(self) -> None:
        event = self.changed(venue_city="Arras")
        event.save_revision()
        assert self.translated(self.event).venue_city == "EN Lille"

    def test_the_publishers_button_in_the_admin_does_it(self) -> None:
        """Through the moderation of the source, as most pages are published."""
        event = self.changed(venue_city="Arras", starts_on=timezone.localdate() + timedelta(days=50))
        event.save_revision(user=self.editor)
        event.get_workflow().start(event, self.editor)
        state = Page.objects.get(pk=event.pk).specific.current_workflow_task_state
        self.client.force_login(self.publisher)
        self.client.post(reverse("wagtailadmin_pages:workflow_action", args=[event.pk, "approve", state.pk]))
        assert self.translated(self.event).venue_city == "Arras"

    def test_a_translation_that_follows_no_more_keeps_its_own_place(self) -> None:
        self.translation.enabled = False
        self.translation.save()
        publish(self.changed(venue_city="Arras"))
        assert self.translated(self.event).venue_city == "EN Lille"


class Programme(SharedFieldsCase):
    """The words of sessions are translated; their hours are those of the source at once."""

    event_values: ClassVar[dict[str, str]] = {
        "sessions": json.dumps([_session("Ouverture", "09:30"), _session("Débat", "14:00")])
    }

    def sessions_of(self, page: Page) -> list[tuple[str, str]]:
        return [(one.title, f"{one.start_time:%H:%M}") for one in page.specific.programme]

    def test_hours_follow_at_once_and_words_when_they_are_translated(self) -> None:
        assert self.sessions_of(self.target) == [("EN Ouverture", "09:30"), ("EN Débat", "14:00")]
        before = self.target.shared_changed_at
        changed = [_session("Débat", "11:00"), _session("Clôture", "16:00")]
        publish(self.changed(sessions=json.dumps(changed)))
        target = self.translated(self.event)
        assert self.sessions_of(target) == [("EN Débat", "11:00")], "what is new has no words yet"
        assert target.shared_changed_at != before, "calendars in English hear of it"
        # The next draft is built from the texts that were translated, which know the old hours.
        self.write(self.editor, self.translation, "sessions.Débat.title", "Debate")
        self.press(self.editor, self.translation, "submit")
        draft = self.translated(self.event).get_latest_revision_as_object()
        assert self.sessions_of(draft) == [("Debate", "11:00")]
        changed = [_session("Débat", "12:00")]
        publish(self.changed(sessions=json.dumps(changed)))
        assert self.sessions_of(self.translated(self.event)) == [("EN Débat", "12:00")]
        self.press(self.publisher, self.translation, "approve")
        assert self.sessions_of(self.translated(self.event)) == [("Debate", "12:00")]
