"""The filters of the report are about one and the same translation, on the screen and in the file."""

import csv
from datetime import timedelta
from io import StringIO

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from clusters.translation.models import State, TranslationAssignment, TranslationState
from fedcms.users.models import User
from tests.clusters.test_freshness import StateCase

REPORT = "wagtail_localize:translations_report"


class OneTranslation(StateCase):
    """An article that is stale in English, where Anna has it, and fresh in Spanish, where Bruno has it."""

    def setUp(self) -> None:
        super().setUp()
        self.public("en")
        self.public("es")
        self.set_state("en", state=State.STALE, since=timezone.now() - timedelta(days=9))
        self.give("en", "anna")
        self.give("es", "bruno")

    def set_state(self, code: str, **values: object) -> None:
        """Writes the state of a translation, as a change of the source would."""
        states = TranslationState.objects.filter(page__translation_key=self.article.translation_key)
        assert states.filter(page__locale__language_code=code).update(**values)

    def give(self, code: str, name: str) -> None:
        """Gives the translation to somebody of that name."""
        user = User.objects.create_user(name, f"{name}@people.example", "a-long-enough-passphrase")
        TranslationAssignment.objects.create(
            page=self.article, locale=Locale.objects.get(language_code=code), assignee=user
        )

    def found(self, **filters: str) -> bool:
        """Whether the report shows the article."""
        self.client.force_login(self.editor)
        return bool(self.client.get(reverse(REPORT), filters).context["rows"])

    def file(self, **filters: str) -> list[tuple[str, str]]:
        """Language and state of each line of the file."""
        self.client.force_login(self.editor)
        response = self.client.get(reverse(REPORT), {"export": "csv", **filters})
        text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        return [(line[4], line[5]) for line in list(csv.reader(StringIO(text)))[1:]]

    def test_state_language_and_translator_are_asked_of_the_same_translation(self) -> None:
        assert self.found(state="stale", language="en", translator="anna")
        assert not self.found(state="stale", language="es", translator="anna")
        assert not self.found(state="stale", translator="bruno"), "Bruno's is up to date"
        assert not self.found(state="fresh", translator="anna")
        assert self.found(state="fresh", translator="bruno")

    def test_so_is_the_age(self) -> None:
        assert self.found(days="7", translator="anna")
        assert not self.found(days="7", translator="bruno")
        assert not self.found(days="7", state="fresh")

    def test_so_is_what_is_missing_and_given_to_nobody(self) -> None:
        assert self.found(state="missing", given="nobody"), "in Arabic"
        assert not self.found(state="missing", given="anybody")
        assert not self.found(state="stale", given="nobody"), "what is given to nobody is missing"
        assert not self.found(language="en", given="nobody")

    def test_so_is_a_draft_and_who_has_it(self) -> None:
        self.translated(self.article, "es").unpublish()
        assert self.found(stage="draft", translator="bruno")
        assert not self.found(stage="draft", translator="anna")

    def test_the_file_has_a_line_for_each_translation_that_meets_the_filters_and_no_other(self) -> None:
        assert self.file(state="stale") == [("English", "Périmée")]
        assert self.file(state="stale", language="es") == []
        assert self.file(language="es") == [("Español", "À jour")]
        assert self.file(translator="bruno") == [("Español", "À jour")]
        assert self.file(state="missing", given="nobody") == [("العربية", "Manquante")]
        assert len(self.file()) == Locale.objects.count() - 1
