"""Translated texts that the draft does not contain yet are found: taken back, or typed while it was written."""

from unittest.mock import patch

from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from clusters.translation.drafts import building
from clusters.translation.drafts.building import write_draft
from clusters.translation.drafts.texts_not_in_draft import has_texts_not_in_draft
from clusters.translation.models import State
from clusters.translation.state.freshness import stored_state
from fedcms.media.models import FederationImage
from tests.clusters.sync_support import SyncCase
from tests.factories import make_article


class TakenBack(SyncCase):
    def setUp(self) -> None:
        self.original, self.other = (
            FederationImage.objects.create(
                title="Image", file=get_test_image_file(f"{name}.png"), collection=self.north.collection
            )
            for name in ("first", "second")
        )
        self.page = make_article(self.north, title="Une année", lead_image=self.original)
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)

    def override(self, method: str) -> None:
        segment = self.translation.source.overridablesegment_set.get(context__path="lead_image")
        url = reverse("wagtail_localize:edit_override", args=[self.translation.pk, segment.pk])
        self.client.force_login(self.editor)
        send = getattr(self.client, method)
        assert send(
            url, f"value={self.other.pk}", content_type="application/x-www-form-urlencoded"
        ).status_code in (200, 201)

    def test_a_picture_that_was_taken_back_does_not_come_back_when_the_translation_begins_again(self) -> None:
        self.override("put")
        write_draft(self.translation, self.editor)
        self.override("delete")
        self.stop(self.translation)
        assert self.translated(self.page).get_latest_revision_as_object().lead_image == self.original
        self.restart(self.translated(self.page))
        assert not SegmentOverride.objects.exists()

    def test_a_picture_that_stands_stays(self) -> None:
        self.override("put")
        write_draft(self.translation, self.editor)
        before = self.translated(self.page).latest_revision_id
        self.stop(self.translation)
        self.restart(self.translated(self.page))
        assert SegmentOverride.objects.count() == 1
        assert self.translated(self.page).latest_revision_id == before, "nothing was unwritten"

    def test_words_that_were_taken_back_do_not_come_back_either(self) -> None:
        write_draft(self.translation, self.editor)
        StringTranslation.objects.filter(context__path="title").delete()
        self.stop(self.translation)
        self.restart(self.translated(self.page))
        assert self.said_in(self.translation, "title") is None
        assert self.said_in(self.translation, "summary") is not None


class Meanwhile(SyncCase):
    """Somebody saves a text between the moment when a draft's texts are read and the one when it is kept."""

    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année", summary="Des chiffres.")
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)

    def write_slowly(self, text: str, *, times: int) -> None:
        """Writes the draft; each of the first `times` it was built, somebody corrects the title."""
        follow = building._follow_source
        left = [times]

        def slow(translation: Translation, page: Page) -> None:
            follow(translation, page)
            if left[0]:
                left[0] -= 1
                row = StringTranslation.objects.get(context__path="title")
                row.data = f"{text} {left[0]}"
                row.save()

        with patch.object(building, "_follow_source", slow):
            write_draft(self.translation, self.publisher)

    def test_a_text_that_is_typed_while_a_draft_is_written_is_in_it(self) -> None:
        self.write_slowly("Meanwhile", times=1)
        assert self.words(self.page).startswith("Meanwhile 0 |")

    def test_what_comes_later_still_is_written_when_the_translation_stops(self) -> None:
        self.write_slowly("Meanwhile", times=9)
        target = self.translated(self.page)
        assert "Meanwhile 6" not in self.words(self.page)
        assert has_texts_not_in_draft(self.translation, target)
        self.stop(self.translation)
        assert self.words(self.page).startswith("Meanwhile 6 |")
        self.restart(self.translated(self.page))
        assert self.said_in(self.translation, "title") == "Meanwhile 6"

    def test_a_first_translation_that_comes_too_late_for_a_draft_is_not_told_by_it(self) -> None:
        titles = StringTranslation.objects.filter(context__path="title")
        row = titles.get()
        titles.delete()
        follow, tries = building._follow_source, []

        def slow(translation: Translation, page: Page) -> None:
            follow(translation, page)
            tries.append(1)
            if len(tries) < building.TRIES:
                StringTranslation.objects.get(context__path="summary").save()
            elif not titles.exists():
                row.pk = None
                row.save(force_insert=True)

        with patch.object(building, "_follow_source", slow):
            revision = write_draft(self.translation, self.publisher)
        assert revision.as_object().title == "Une année"
        target = self.translated(self.page)
        type(target).objects.filter(pk=target.pk).update(live=True, live_revision=revision)
        target.refresh_from_db()
        target.save(update_fields=["live_revision"])
        state = stored_state(self.page, self.translation.target_locale)
        assert state is not None
        assert (state.state, state.changed) == (State.STALE, 1), "its public words are the source's"
