"""What a public translation tells is known when nothing was recorded of it; kept states survive races and faults."""

from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationLog

from clusters.translation.models import SourceText, State, TranslatedFrom, TranslationState
from clusters.translation.state import consistency, freshness
from tests.clusters.test_freshness import StateCase
from tests.factories import make_article, publish


class WithoutRecord(StateCase):
    """The public revision of a translation was made by a way of which nothing is recorded."""

    def forget(self) -> None:
        TranslatedFrom.objects.all().delete()
        TranslationLog.objects.all().delete()
        consistency.repair()

    def test_it_is_as_fresh_as_its_public_words(self) -> None:
        self.public()
        self.forget()
        assert self.state().state == State.FRESH

    def test_it_stays_stale_until_the_new_words_are_public_not_until_they_are_typed(self) -> None:
        translation = self.public()
        self.forget()
        self.change(title="Autre titre")
        translation.source.update_from_db()
        self.write_all(self.editor, translation)
        assert self.state().state == State.STALE
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        assert self.state().state == State.FRESH

    def test_what_is_corrected_and_not_public_yet_is_no_change_of_the_source(self) -> None:
        translation = self.public()
        self.forget()
        self.write(self.editor, translation, "title", "A better title")
        assert self.state().state == State.FRESH

    def test_an_older_version_that_was_put_back_tells_the_older_words(self) -> None:
        translation = self.public()
        page = self.translated(self.article)
        older = page.title
        self.change(title="Autre titre")
        translation.source.update_from_db()
        self.write_all(self.editor, translation)
        self.write(self.editor, translation, "title", "Another title")
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        assert self.state().state == State.FRESH
        page = self.translated(self.article)
        assert page.title == "Another title"
        page.title = older
        publish(page)
        self.forget()
        assert self.state().state == State.STALE

    def test_what_was_written_by_hand_while_it_was_stopped_is_told(self) -> None:
        translation = self.public()
        self.client.force_login(self.publisher)
        self.client.post(f"/admin/localize/translate/{translation.pk}/stop/")
        page = self.translated(self.article)
        page.title = "By hand"
        publish(page)
        self.client.post(f"/admin/pages/{page.pk}/edit/", {"localize-restart-translation": "1"})
        translation.refresh_from_db()
        assert translation.enabled
        assert self.state().state == State.FRESH
        self.change(title="Autre titre")
        translation.source.update_from_db()
        self.write_all(self.editor, translation)
        assert self.state().state == State.STALE, "typed, and not public"


class AtOnce(StateCase):
    def test_two_that_look_at_a_family_for_the_first_time_at_once_keep_one_row(self) -> None:
        self.started(self.article)
        SourceText.objects.all().delete()
        TranslationState.objects.all().delete()
        first_row = freshness._first_row

        def slow(page: Page) -> SourceText:
            row = first_row(page)
            # Another request is the first, while this one reads the page.
            SourceText.objects.get_or_create(page_id=page.pk, defaults={"segments": row.segments})
            return row

        with patch.object(freshness, "_first_row", slow):
            freshness.refresh(self.article.translation_key)
        assert SourceText.objects.filter(page=self.article).count() == 1
        assert self.state().state == State.MISSING

    def test_two_that_keep_the_first_state_at_once_keep_one_row(self) -> None:
        self.started(self.article)
        TranslationState.objects.all().delete()
        compute = freshness._compute

        def slow(*args: object, **kwargs: object) -> dict[int, freshness.Freshness]:
            states = compute(*args, **kwargs)  # type: ignore[arg-type]
            for pk, state in states.items():
                TranslationState.objects.get_or_create(page_id=pk, defaults=vars(state))
            return states

        with patch.object(freshness, "_compute", slow):
            freshness.refresh(self.article.translation_key)
        assert TranslationState.objects.count() == 1


class OneBrokenFamily(StateCase):
    """The states of one page cannot be computed: a block that code no longer knows, a row that is damaged."""

    def setUp(self) -> None:
        super().setUp()
        self.broken = make_article(self.north, title="Cassée")
        for page in (self.broken, self.article):
            self.started(page)
        TranslationState.objects.all().update(state=State.FRESH)
        StringTranslation.objects.all().delete()
        compute = freshness._compute

        def fails(members: list[Page], key: object, *args: object, **kwargs: object) -> object:
            if key == self.broken.translation_key:
                raise ValueError("a damaged row")
            return compute(members, key, *args, **kwargs)  # type: ignore[arg-type]

        patched = patch.object(freshness, "_compute", fails)
        patched.start()
        self.addCleanup(patched.stop)

    def test_it_keeps_no_other_one_from_being_set_right_and_is_named(self) -> None:
        out, errors = StringIO(), StringIO()
        with (
            pytest.raises(CommandError, match="1 translation sets"),
            self.assertLogs("fedcms.translation", "ERROR"),
        ):
            call_command("check_translations", "--repair", stdout=out, stderr=errors)
        assert "1 states were set right" in out.getvalue()
        assert self.broken.url_path in errors.getvalue()
        assert "a damaged row" in errors.getvalue()
        assert self.state().state == State.MISSING

    def test_it_keeps_no_other_one_from_being_listed(self) -> None:
        out, errors = StringIO(), StringIO()
        with pytest.raises(CommandError), self.assertLogs("fedcms.translation", "ERROR"):
            call_command("check_translations", stdout=out, stderr=errors)
        assert self.translated(self.article).url_path in out.getvalue()
        assert self.broken.url_path in errors.getvalue()
