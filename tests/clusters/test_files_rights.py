"""Who takes files of translations out and in, and of which pages: whoever may translate them, and nobody else."""

from wagtail.models import Locale
from wagtail_localize.models import Translation

from clusters.translation.exchange.selection import select
from clusters.translation.exchange.xliff_writer import write_xliff
from tests.clusters.files_support import FilesCase, translate
from tests.factories import make_article
from tests.factories.people import make_translator


class WhoTakesThem(FilesCase):
    def test_a_translation_in_review_is_the_reviewers(self) -> None:
        translation = self.started(self.page)
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        data = write_xliff(self.going_out()).replace(b"EN Une", b"A Une")
        assert "en relecture ou verrouillée" in self.reason(
            [line for line in self.take(data) if "A Une" in line.target]
        )
        assert self.said_in("title").data == "EN Une année"  # type: ignore[union-attr]
        # Who reviews it changes it, and the draft that they approve follows.
        self.take(data, self.publisher)
        assert self.said_in("title").data == "A Une année"  # type: ignore[union-attr]
        assert self.translated(self.page).get_latest_revision_as_object().title == "A Une année"

    def test_a_page_that_no_longer_follows_its_original_is_left_alone(self) -> None:
        translation = self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year")
        translation.enabled = False
        translation.save()
        assert "ne suit plus" in self.reason(self.take(data))
        assert select(self.editor, [self.page], [self.english]).left_out

    def test_strangers_and_translators_of_another_language_take_nothing_in(self) -> None:
        self.started(self.page)
        data = translate(write_xliff(self.going_out()), Une="A year")
        arabic = make_translator("samira", "ar", self.north)
        for user in (self.stranger, self.strange_publisher, arabic):
            lines = self.take(data, user)
            assert "ne pouvez pas traduire" in self.reason(lines)
            assert not any(line.present for line in lines)
        assert self.said_in("title") is None
        self.take(data, make_translator("eve", "en", self.north))
        assert self.said_in("title") is not None

    def test_nor_do_they_begin_a_translation(self) -> None:
        data = translate(write_xliff(self.going_out()), Une="A year")
        for user in (self.stranger, make_translator("samira", "ar", self.north)):
            assert "ne pouvez pas traduire" in self.reason(self.take(data, user))
        assert not Translation.objects.exists()

    def test_of_a_selection_over_two_clusters_one_takes_out_what_one_may_translate(self) -> None:
        theirs = make_article(self.south, live=False, title="Leur brouillon secret")
        for user in (
            self.editor,
            make_translator("samira", "ar", self.north),
            make_translator("farid", "ar"),
        ):
            selection = select(user, [self.page, theirs], [Locale.objects.get(language_code="ar")])
            assert [pair.page.pk for pair in selection.pairs] == [self.page.pk], user
            assert len(selection.left_out) == 1
            assert "secret" not in selection.left_out[0]
        assert len(select(self.root, [self.page, theirs], [self.english]).pairs) == 2

    def test_a_translation_of_another_cluster_is_not_taken_out_either(self) -> None:
        theirs = make_article(self.south, title="Leur page")
        self.ask_translation(self.stranger, theirs, "en")
        assert not select(self.editor, [theirs], [self.english]).pairs
        assert len(select(self.stranger, [theirs], [self.english]).pairs) == 1

    def test_the_original_itself_is_no_translation(self) -> None:
        french = Locale.objects.get(language_code="fr")
        assert select(self.editor, [self.page], [french]).pairs == []
