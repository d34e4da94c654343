"""A translated text that is marked as wrong translates nothing: it is missing, is not reused, and is in no draft."""

from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from clusters.models import ContentPage
from clusters.translation.drafts.building import missing_strings, write_draft
from clusters.translation.drafts.texts_not_in_draft import has_texts_not_in_draft
from clusters.translation.models import SourceText
from clusters.translation.state.draft_sources import inferred_origin, translated_segments
from clusters.translation.state.freshness import read_texts, recomputed_state, stored_state
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish


class Errored(TranslationCase):
    """A translation whose title is marked as wrong; its summary is well."""

    def setUp(self) -> None:
        self.article = make_article(self.north, title="Titre", summary="Chapô")
        self.translation = self.started(self.article)
        self.write_all(self.editor, self.translation)

    def row(self, path: str = "title") -> StringTranslation:
        return StringTranslation.objects.get(
            context__path=path, context__object_id=self.article.translation_key, has_error=True
        )

    def mark(self, path: str = "title", data: str = "EN wrong") -> None:
        """As the check of a field does."""
        row = StringTranslation.objects.get(
            context__path=path, context__object_id=self.article.translation_key
        )
        row.data, row.has_error, row.field_error = data, True, "Trop long."
        row.save()

    def changed(self) -> int:
        """How many texts are not translated, as it is kept and as it is recomputed."""
        locale = self.translation.target_locale
        kept = stored_state(self.article, locale)
        assert kept is not None
        assert kept == recomputed_state(self.article, locale)
        return kept.changed

    def renewed(self, **values: object) -> Translation:
        """The source was published with other values, and its texts were read again."""
        page = ContentPage.objects.get(pk=self.article.pk).specific
        for name, value in values.items():
            setattr(page, name, value)
        publish(page)
        self.translation.source.update_from_db()
        return self.translation

    def test_it_is_missing_and_stops_the_submission(self) -> None:
        assert missing_strings(self.translation) == []
        self.mark()
        assert missing_strings(self.translation) == ["Titre"]
        said = self.shown_messages(self.press(self.editor, self.translation, "submit"))
        assert "Il reste 1 texte" in said
        assert "Titre" in said
        assert not self.translated(self.article).workflow_in_progress

    def test_it_counts_as_untranslated(self) -> None:
        assert self.changed() == 0
        self.mark()
        assert self.changed() == 1
        row = self.row()
        row.has_error = False
        row.save()
        assert self.changed() == 0

    def test_it_is_no_place_that_is_told(self) -> None:
        def told() -> set[str]:
            places = translated_segments(self.translation.source_id, self.translation.target_locale_id)
            return {place[0] for place in places}

        assert told() == {"title", "summary"}
        self.mark()
        assert told() == {"summary"}

    def test_it_is_not_taken_for_what_a_public_page_tells(self) -> None:
        """Of a page of which no record says from which texts it was made."""
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        texts = read_texts(SourceText.objects.get(page__pk=self.article.pk))
        for has_error, paths in ((False, {"title", "summary"}), (True, {"summary"})):
            StringTranslation.objects.filter(context__path="title").update(has_error=has_error)
            assert {place[0] for place in inferred_origin(self.translated(self.article), texts)} == paths

    def test_it_stands_in_no_draft(self) -> None:
        self.mark()
        page = write_draft(self.translation, self.editor).as_object()
        assert (page.title, page.summary) == ("Titre", "EN Chapô")

    def test_it_makes_no_draft_out_of_date(self) -> None:
        """Nothing of it is lost when the draft is what is kept: only what is well is looked for in it."""
        write_draft(self.translation, self.editor)
        rows = StringTranslation.objects.filter(context__path="title")
        for has_error in (True, False):
            # Without the moment of the change, which would be reason enough.
            rows.update(data="EN other", has_error=has_error)
            assert has_texts_not_in_draft(self.translation, self.translated(self.article)) is not has_error

    def test_it_is_not_reused_where_the_same_text_stands_again(self) -> None:
        self.mark()
        self.renewed(summary="Titre")
        assert not StringTranslation.objects.filter(
            context__path="summary", translation_of__data="Titre"
        ).exists()
        assert missing_strings(self.translation) == ["Titre", "Titre"]

    def test_what_is_well_is_reused_there(self) -> None:
        self.renewed(summary="Titre")
        assert missing_strings(self.translation) == []

    def test_it_does_not_stand_for_a_text_that_changed_when_the_words_are_kept(self) -> None:
        """Stopping keeps the words of what was translated; of the title, those of the source."""
        self.mark()
        self.renewed(title="Nouveau titre")
        self.client.force_login(self.publisher)
        self.client.post(reverse("wagtail_localize:stop_translation", args=[self.translation.pk]))
        draft = self.translated(self.article).get_latest_revision_as_object()
        assert "wrong" not in draft.title
        assert draft.summary == "EN Chapô"
