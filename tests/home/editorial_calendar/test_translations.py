"""Translations that somebody is asked to make stand on the day on which their original appears, until they are done."""

from datetime import timedelta
from typing import ClassVar

import time_machine
from django.utils import timezone
from wagtail.models import Locale

from clusters.models import ContentPage
from clusters.translation.drafts.building import write_draft
from clusters.translation.models import TranslationAssignment
from fedcms.users.models import User
from tests.factories import make_article
from tests.factories.people import make_translator
from tests.home.editorial_calendar.support import MARCH, THEN, CalendarCase, scheduled

KIND = {"kind": "translation"}


class TestPromised(CalendarCase):
    tess: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.tess = cls.people["tess"] = make_translator("tess", "en", cls.north)
        cls.people["tom"] = make_translator("tom", "en", cls.south)

    def assign(self, page: ContentPage, code: str = "en") -> TranslationAssignment:
        locale = Locale.objects.get(language_code=code)
        given: TranslationAssignment = TranslationAssignment.objects.create(
            page=page, locale=locale, assignee=self.tess, assigned_by=self.publisher
        )
        return given

    def test_it_is_due_when_its_original_appears(self) -> None:
        page = scheduled(self.north, "Annonce")
        self.assign(page)
        for name in ("nora", "paul", "root", "tess"):
            (entry,) = self.entries(name, MARCH | KIND)
            assert (entry.day, entry.kind, entry.title) == ("2041-03-12", "Traduction attendue", "Annonce")
            assert "confiée à tess, pour la parution" in entry.words
            assert "English" in entry.words
            assert self.client.get(entry.edit_url).status_code == 200
        assert self.entries("paul", KIND) == [], "not on the day on which it was assigned as well"

    def test_without_such_a_moment_it_says_that_it_has_no_due_date(self) -> None:
        self.assign(make_article(self.north, title="Annonce"))
        (entry,) = self.entries("paul", KIND)
        assert entry.day == f"{timezone.localdate():%Y-%m-%d}"
        assert "sans échéance" in entry.words

    def test_another_cluster_reads_nothing_of_it(self) -> None:
        self.assign(scheduled(self.north, "Annonce"))
        self.assign(make_article(self.north, title="Déjà publique"))
        for name in ("sara", "fred", "tom"):
            assert self.entries(name, MARCH | KIND) == []
            assert self.entries(name, KIND) == []

    def test_who_translates_no_more_reads_nothing_of_it(self) -> None:
        self.assign(scheduled(self.north, "Annonce"))
        self.assign(make_article(self.north, title="Déjà publique"))
        self.tess.groups.clear()
        self.tess.groups.add(self.south.editors_group)  # type: ignore[arg-type]  # it has one
        assert self.entries("tess", MARCH | KIND) == []
        assert self.entries("tess", KIND) == []

    def test_it_is_gone_once_the_translation_is_up_to_date(self) -> None:
        page = make_article(self.north, title="Annonce")
        self.assign(page)
        translation = self.started(page)
        assert len(self.entries("paul", KIND)) == 1
        self.write_all(self.editor, translation)
        write_draft(translation, self.publisher).publish(user=self.publisher)
        assert self.entries("paul", KIND) == []

    def test_the_filters_are_those_of_the_translation(self) -> None:
        page = scheduled(self.north, "Annonce")
        self.assign(page)
        assert len(self.entries("paul", MARCH | KIND | {"language": "en"})) == 1
        assert self.entries("paul", MARCH | KIND | {"language": "fr"}) == []
        assert self.entries("paul", MARCH | KIND | {"cluster": "sud"}) == []
        assert len(self.entries("paul", MARCH | KIND | {"cluster": "own"})) == 1

    def test_it_leaves_with_the_month(self) -> None:
        page = make_article(self.north, title="Annonce")
        with time_machine.travel(THEN - timedelta(days=1)):
            TranslationAssignment.objects.filter(pk=self.assign(page).pk).update(assigned_at=timezone.now())
        (entry,) = self.entries("paul", MARCH | KIND)
        assert entry.day == "2041-03-11"
        assert self.entries("paul", {"date": "01/04/2041"} | KIND) == []
