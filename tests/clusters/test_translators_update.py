"""What a translator may bring up to date from the report: no hidden draft of another team, no language of others."""

from django.urls import reverse
from wagtail.models import Page

from clusters.publishing.refusal import Refusal
from clusters.translation.jobs.items import do_item
from clusters.translation.models import TranslationJob
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.test_translators import TranslatorCase, fresh
from tests.factories import make_article, publish

REPORT = "wagtail_localize:translations_report"


class UpdateCase(TranslatorCase):
    """A public article of the south that is translated into Arabic."""

    def setUp(self) -> None:
        self.page = make_article(self.south, title="Titre public")
        self.ask_translation(self.stranger, self.page, "ar")

    def update(self, user: User) -> str:
        """What an update into Arabic is refused with; "" when it is done."""
        job = TranslationJob.objects.create(user=fresh(user), action="update", steps=[])
        try:
            do_item(job, Page.objects.get(pk=self.page.pk), self.arabic)
        except Refusal as refusal:
            return str(refusal)
        return ""

    def source_title(self) -> str:
        """The title that the translators are shown."""
        source = self.translation_of(self.page, "ar").source
        return str(source.stringsegment_set.get(context__path="title").string.data)

    def titles(self, user: User, **filters: str) -> list[str]:
        """The rows of the report."""
        self.client.force_login(user)
        return [row.title for row in self.client.get(reverse(REPORT), filters).context["rows"]]


class HiddenDrafts(UpdateCase):
    def hide(self) -> None:
        """The team withdraws the page and writes on, as Wagtail's editor saves it: into the row."""
        page = self.page.specific
        page.unpublish()
        page.title = page.draft_title = "Titre secret"
        page.save()
        page.save_revision()

    def test_a_federation_s_translator_reads_no_draft_of_a_page_that_was_withdrawn(self) -> None:
        assert self.update(self.federal) == ""
        self.hide()
        assert "pas public" in self.update(self.federal)
        assert self.source_title() == "Titre public"
        assert self.titles(self.federal) == ["Titre public"]
        assert self.titles(self.federal, q="public") == []
        assert self.titles(self.federal, q="secret") == [], "a search tells nothing either"
        assert self.titles(self.stranger, q="secret") == ["Titre secret"]
        assert self.update(self.stranger) == ""
        assert self.source_title() == "Titre secret"

    def test_the_cluster_s_own_translator_works_on_its_drafts(self) -> None:
        own = User.objects.get(pk=self.translator.pk)
        self.page = make_article(self.north, title="Titre public")
        self.ask_translation(self.editor, self.page, "ar")
        self.hide()
        assert self.update(own) == ""
        assert self.source_title() == "Titre secret"
        assert self.titles(own) == ["Titre secret"]


class OtherLanguages(UpdateCase):
    def test_a_translator_renews_no_words_that_are_translated_into_other_languages_too(self) -> None:
        self.ask_translation(self.stranger, self.page, "en")
        page = ArticlePage.objects.get(pk=self.page.pk)
        page.title = "Autre titre"
        publish(page)
        assert "autres traductions" in self.update(self.federal)
        assert self.source_title() == "Titre public"
        assert self.update(self.stranger) == ""
        assert self.source_title() == "Autre titre"

    def test_nobody_renews_the_words_below_a_translation_in_review(self) -> None:
        self.ask_translation(self.stranger, self.page, "en")
        english = self.translation_of(self.page, "en")
        self.write_all(self.stranger, english)
        self.press(self.stranger, english, "submit")
        page = ArticlePage.objects.get(pk=self.page.pk)
        page.title = "Autre titre"
        publish(page)
        assert "en relecture" in self.update(self.stranger)
        assert self.source_title() == "Titre public"
