"""The report on translations: whose pages it shows, what its filters find, what it costs."""

import csv
from datetime import timedelta
from io import StringIO

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from clusters.translation.models import (
    TranslationAssignment,
    TranslationJob,
    TranslationState,
    TranslatorGroup,
)
from fedcms.users.models import User
from tests.clusters.test_freshness import StateCase
from tests.factories import make_article
from tests.quality.translation_benchmark import (
    give,
    make_locales,
    make_pages,
    make_publisher,
    make_translator,
    queries_of,
)

REPORT = "wagtail_localize:translations_report"


class Report(StateCase):
    """An article of the north that is stale in English, and a draft of the south."""

    def setUp(self) -> None:
        super().setUp()
        self.public()
        self.change(title="Autre titre")
        self.draft = make_article(self.south, title="Brouillon secret", live=False)

    def titles(self, user: User, **filters: str) -> list[str]:
        """The pages that a person is shown."""
        self.client.force_login(user)
        response = self.client.get(reverse(REPORT), filters)
        assert response.status_code == 200
        return [row.title for row in response.context["rows"]]

    def test_it_shows_ones_own_section_alone_and_to_a_superuser_all(self) -> None:
        assert self.titles(self.editor) == ["Autre titre"]
        assert self.titles(self.stranger) == ["Brouillon secret"]
        assert set(self.titles(self.root)) == {"Autre titre", "Brouillon secret"}
        nobody = User.objects.create_user("nobody", "nobody@people.example", "a-long-enough-passphrase")
        self.client.force_login(nobody)
        assert self.client.get(reverse(REPORT)).status_code == 302

    def test_a_state_is_told_in_words_with_what_there_is_to_do(self) -> None:
        """wagtail-localize #832: nobody could see which pages are out of date, in which language, and begin there."""
        self.client.force_login(self.editor)
        page = self.client.get(reverse(REPORT))
        self.assertContains(page, "Périmée")
        self.assertContains(page, "1 texte à revoir")
        self.assertContains(page, "#icon-warning")

    def test_filters_find_by_state_language_age_kind_cluster_and_person(self) -> None:
        def found(**filters: str) -> bool:
            return "Autre titre" in self.titles(self.root, **filters)

        assert found(state="stale")
        assert found(state="stale", language="en")
        assert not found(state="stale", language="es")
        assert not found(state="fresh")
        assert found(state="missing", language="es")
        assert not found(state="missing", language="en")
        assert found(state="missing")
        assert not found(days="3")
        TranslationState.objects.update(since=timezone.now() - timedelta(days=4))
        assert found(days="3")
        assert found(cluster=str(self.north.pk))
        assert not found(cluster=str(self.south.pk))
        assert not found(cluster="federation")
        assert found(kind=str(self.article.content_type_id))
        assert not found(q="ailleurs")
        assert found(given="nobody")
        TranslationAssignment.objects.create(
            page=self.article, locale=Locale.objects.get(language_code="en"), assignee=self.editor
        )
        assert not found(given="nobody", language="en")
        assert found(translator="edit")
        assert not found(translator="edit", language="es")
        assert not found(given="me")
        assert self.titles(self.editor, given="me") == ["Autre titre"]

    def test_a_filter_that_means_nothing_is_said_and_breaks_nothing(self) -> None:
        assert self.titles(self.editor, days="hier", state="purple", p="0x") == ["Autre titre"]
        self.assertContains(self.client.get(reverse(REPORT), {"days": "hier"}), "tr-filters__error")
        assert self.titles(self.editor, p="999") == ["Autre titre"]

    def test_what_is_in_review_can_be_found(self) -> None:
        translation = self.translation_of(self.article)
        translation.source.update_from_db()
        self.write_all(self.editor, translation)
        assert self.titles(self.editor, stage="review") == []
        self.press(self.editor, translation, "submit")
        assert self.titles(self.editor, stage="review") == ["Autre titre"]
        assert self.titles(self.editor, stage="draft") == ["Autre titre"]

    def test_the_file_has_a_line_a_page_and_language(self) -> None:
        page = self.article
        page.title = "=1+1"
        page.draft_title = "=1+1"
        page.save()
        profile = UserProfile.get_for_user(self.editor)
        profile.preferred_language = "en"
        profile.save()
        self.client.force_login(self.editor)
        response = self.client.get(reverse(REPORT), {"export": "csv"})
        text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        lines = list(csv.reader(StringIO(text)))
        assert len(lines) == 1 + Locale.objects.count() - 1
        assert {line[0] for line in lines[1:]} == {"'=1+1"}, "no spreadsheet takes it for a formula"
        assert lines[0][5] == "Status", "in the language of who asks, though the file is read after the view"
        assert "Out of date" in {line[5] for line in lines[1:]}
        assert "secret" not in text

    def test_the_numbers_by_language_are_those_of_ones_own_pages(self) -> None:
        self.client.force_login(self.editor)
        rows = self.client.get(reverse(REPORT), {"summary": "1"}).context["summary"]
        english = {tally.state: tally.number for row in rows if row.code == "en" for tally in row.tallies}
        assert english == {"missing": 0, "machine": 0, "stale": 1, "fresh": 0}

    def test_a_translator_of_the_cluster_is_shown_its_pages_and_no_other_clusters_drafts(self) -> None:
        group = TranslatorGroup.objects.get(cluster=self.north, locale__language_code="en").group
        translator = User.objects.create_user("traductrice", "t@people.example", "a-long-enough-passphrase")
        translator.groups.add(group)
        assert self.titles(translator) == ["Autre titre"]


class Cost(TestCase):
    """The same number of queries with few pages as with many, and no more than the issue allows."""

    def made(self, number: int) -> tuple[list[Locale], list[Page]]:
        """So many originals in four languages."""
        locales = make_locales(["fr", "en", "es", "ar"])
        return locales, make_pages(number, locales)

    def publisher(self, number: int) -> User:
        """Who publishes them, and has a third of the English translations."""
        locales, originals = self.made(number)
        publisher = make_publisher(locales)
        give(originals, locales[1], publisher)
        return publisher

    def cost(self, user: User, **filters: str) -> int:
        """The queries of the screen."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return queries_of(client, **filters)

    def test_with_ten_pages(self) -> None:
        assert self.cost(self.publisher(10)) <= 15

    def test_with_a_hundred_pages(self) -> None:
        assert self.cost(self.publisher(100)) <= 15

    def test_with_filters(self) -> None:
        filters = {"state": "missing", "stage": "draft", "days": "30", "given": "me"}
        assert self.cost(self.publisher(100), **filters) <= 15

    def test_with_works_under_way(self) -> None:
        publisher = self.publisher(100)
        for _work in range(7):
            TranslationJob.objects.create(user=publisher, action="translate", steps=[[1, 2]] * 3)
        assert self.cost(publisher, state="stale", translator="a") <= 15
        assert self.cost(publisher, summary="1") <= 15

    def test_for_a_superuser(self) -> None:
        self.made(100)
        root = User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
        TranslationJob.objects.create(user=root, action="translate", steps=[[1, 2]])
        assert self.cost(root) <= 15

    def test_for_a_translator_of_two_languages(self) -> None:
        locales, originals = self.made(100)
        translator = make_translator(locales[1:3])
        give(originals, locales[1], translator)
        TranslationJob.objects.create(user=translator, action="translate", steps=[[1, 2]])
        assert self.cost(translator, state="stale", given="me") <= 15
        assert self.cost(translator) <= 15
