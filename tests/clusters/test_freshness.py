"""How true a translation is: what an editor does to the source, and what the state says of it."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from clusters.models import ContentPage
from clusters.translation.models import State
from clusters.translation.state.freshness import Freshness, recomputed_state, stored_state
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish


class StateCase(TranslationCase):
    """A public article, and what is told of its translations."""

    article: ContentPage

    def setUp(self) -> None:
        self.article = make_article(self.north, title="Titre", summary="Chapô")

    def state(self, code: str = "en", page: Page | None = None) -> Freshness:
        """What is kept, which equals what is recomputed."""
        locale = Locale.objects.get(language_code=code)
        page = page or self.article
        kept = stored_state(page, locale)
        assert kept == recomputed_state(page, locale)
        assert kept is not None
        return kept

    def public(self, code: str = "en") -> Translation:
        """A translation that was reviewed and published."""
        translation = self.started(self.article, code)
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        assert self.translated(self.article, code).live
        return translation

    def resync(self, translation: Translation) -> None:
        """The translation is brought up to date and published again."""
        translation.source.update_from_db()
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")

    def change(self, **values: object) -> None:
        """The source is published with other values."""
        page = ContentPage.objects.get(pk=self.article.pk).specific
        for name, value in values.items():
            setattr(page, name, value)
        publish(page)


class States(StateCase):
    def test_a_language_without_the_page_is_missing_and_so_is_a_draft_that_was_never_complete(self) -> None:
        assert self.state().state == State.MISSING
        self.started(self.article)
        state = self.state()
        assert (state.state, state.changed) == (State.MISSING, state.texts)

    def test_a_complete_translation_is_fresh(self) -> None:
        self.public()
        assert self.state().state == State.FRESH
        assert self.state("es").state == State.MISSING

    def test_a_published_change_of_the_source_makes_it_stale_without_anybody_updating(self) -> None:
        """wagtail-localize #789: a change is known to translations as it is published, not by an errand of its own."""
        self.public()
        self.change(title="Autre titre")
        state = self.state()
        assert (state.state, state.changed) == (State.STALE, 1)
        assert state.since is not None
        self.change(summary="Autre chapô")
        later = self.state()
        assert (later.changed, later.since) == (2, state.since)

    def test_a_draft_of_the_source_changes_nothing(self) -> None:
        self.public()
        page = ContentPage.objects.get(pk=self.article.pk).specific
        page.title = "Autre titre"
        page.save_revision()
        assert self.state().state == State.FRESH

    def test_it_stays_stale_until_the_new_words_are_public(self) -> None:
        translation = self.public()
        self.change(title="Autre titre")
        translation.source.update_from_db()
        self.write_all(self.editor, translation)
        assert self.state().state == State.STALE
        self.press(self.editor, translation, "submit")
        assert self.state().state == State.STALE
        self.press(self.publisher, translation, "approve")
        assert self.state().state == State.FRESH

    def test_what_the_source_took_out_makes_it_stale(self) -> None:
        translation = self.public()
        self.change(search_description="Une phrase de plus")
        self.resync(translation)
        assert self.state().state == State.FRESH
        self.change(search_description="")
        assert (self.state().state, self.state().changed) == (State.STALE, 1)
        self.change(search_description="Une phrase de plus")
        assert self.state().state == State.FRESH
        self.change(search_description="")
        self.resync(translation)
        assert self.state().state == State.FRESH

    def test_a_change_that_is_taken_back_leaves_it_fresh(self) -> None:
        self.public()
        self.change(title="Autre titre")
        self.change(title="Titre")
        assert self.state().state == State.FRESH

    def test_words_of_a_machine_are_unreviewed_until_a_person_approves(self) -> None:
        translation = self.started(self.article)
        self.write_all(self.editor, translation)
        StringTranslation.objects.all().update(translation_type="machine", tool_name="Robot")
        StringTranslation.objects.first().save()
        assert self.state().state == State.MACHINE
        self.press(self.editor, translation, "submit")
        assert self.state().state == State.MACHINE
        self.press(self.publisher, translation, "approve")
        assert self.state().state == State.FRESH
        assert StringTranslation.objects.filter(tool_name="Robot").exists()

    def test_a_translation_that_is_no_longer_synchronised_is_a_page_of_its_own(self) -> None:
        translation = self.public()
        self.change(title="Autre titre")
        translation.enabled = False
        translation.save()
        state = self.state()
        assert (state.state, state.source_id) == (State.FRESH, None)
        translation.enabled = True
        translation.save()
        assert self.state().state == State.STALE

    def test_who_remains_is_told_when_the_source_or_a_translation_is_deleted(self) -> None:
        self.public()
        self.public("es")
        english = self.translated(self.article)
        self.translated(self.article, "es").delete()
        assert self.state("es").state == State.MISSING
        self.article.delete()
        french = Locale.objects.get(language_code="fr")
        assert stored_state(english, french) == recomputed_state(english, french)
        assert stored_state(english, english.locale) is None

    def test_pages_of_structure_are_written_in_each_language_and_never_missing(self) -> None:
        section = Page.objects.get(pk=self.article.get_parent().pk)
        assert stored_state(section, Locale.objects.get(language_code="en")) is None
