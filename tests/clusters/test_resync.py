"""A language that is added later starts from today's texts, and who asks is told so."""

from wagtail.models import Page

from news.models import ArticlePage
from tests.clusters.test_translators import TranslatorCase
from tests.factories import make_article, publish


class OneMoreLanguage(TranslatorCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Titre ancien", summary="Chapô.")
        self.english = self.started(self.page)
        self.write_all(self.editor, self.english)

    def change(self) -> None:
        page = ArticlePage.objects.get(pk=self.page.pk)
        page.title = "Titre nouveau"
        publish(page)

    def title_of(self, code: str) -> str:
        segments = self.translation_of(self.page, code).source.stringsegment_set
        return str(segments.get(context__path="title").string.data)

    def test_it_begins_with_the_words_of_today_and_says_so(self) -> None:
        self.change()
        said = self.shown_messages(self.ask_translation(self.editor, self.page, "ar"))
        assert self.title_of("ar") == "Titre nouveau"
        assert "le texte d’aujourd’hui est repris pour toutes" in said
        assert self.translated(self.page, "ar").get_latest_revision_as_object().title == "Titre nouveau"

    def test_nothing_is_said_when_nothing_changed(self) -> None:
        assert "a changé" not in self.shown_messages(self.ask_translation(self.editor, self.page, "ar"))

    def test_who_does_not_translate_into_the_others_begins_with_the_words_of_before_and_is_told(self) -> None:
        self.change()
        said = self.shown_messages(self.ask_translation(self.translator, self.page, "ar"))
        assert self.title_of("ar") == "Titre ancien"
        assert "commence par le texte d’avant" in said
        assert "demandez-le à l’équipe" in said

    def test_below_a_translation_in_review_nothing_is_renewed_and_that_is_said(self) -> None:
        self.press(self.editor, self.english, "submit")
        self.change()
        said = self.shown_messages(self.ask_translation(self.editor, self.page, "ar"))
        assert self.title_of("en") == "Titre ancien"
        assert "en relecture" in said

    def test_a_stranger_still_begins_nothing(self) -> None:
        self.change()
        self.ask_translation(self.stranger, self.page, "ar")
        assert not Page.objects.filter(translation_key=self.page.translation_key, locale=self.arabic).exists()
