"""The glossary is met in inflected texts, warns where a translation ignores it, and is read from CSV files."""

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from clusters.translation.glossary.matching import ignored_terms, terms_in
from clusters.translation.models import GlossaryTerm
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.factories import make_cluster, make_federation, make_user
from tests.factories.people import make_translator

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def term(
    source: str, target: str = "", *, to: str = "en", keep: bool = False, note: str = ""
) -> GlossaryTerm:
    """A term from French."""
    made = GlossaryTerm(
        source_language="fr", target_language=to, source_term=source, target_term=target, keep=keep, note=note
    )
    made.full_clean()
    made.save()
    return made


class Meeting(TestCase):
    def test_a_term_is_met_in_the_plural_with_capitals_and_markup_and_not_inside_a_word(self) -> None:
        term("établissement scolaire", "school", note="Jamais « establishment ».")
        text = "Les <b>Établissements</b> scolaires d’Occitanie &amp; leurs élèves"
        assert [found.expected for found in terms_in(text, "fr", "en")] == ["school"]
        assert terms_in("L’établissement est scolairement correct", "fr", "en") == []
        assert terms_in("Un établissement public et scolaire", "fr", "en") == []
        assert terms_in(text, "fr", "es") == []

    def test_a_translation_may_inflect_the_term_and_turn_its_words_round(self) -> None:
        term("ressource éducative libre", "open educational resource")
        source = "Des ressources éducatives libres"
        assert ignored_terms(source, "Open educational resources", "fr", "en") == []
        assert ignored_terms(source, "Resources, educational and open", "fr", "en") == []
        assert [t.expected for t in ignored_terms(source, "Free teaching material", "fr", "en")] == [
            "open educational resource"
        ]
        assert ignored_terms(source, " ", "fr", "en") == []

    def test_arabic_is_met_with_its_article_and_its_vowels(self) -> None:
        term("apprentissage", "تعلم", to="ar")
        assert ignored_terms("L’apprentissage", "التعلّم الرقمي", "fr", "ar") == []
        assert ignored_terms("L’apprentissage", "الدراسة", "fr", "ar")

    def test_a_preposition_and_a_doubled_letter_hide_no_arabic_term(self) -> None:
        term("capteur", "مجس", to="ar")
        assert ignored_terms("Des capteurs", "بمجسّات جديدة", "fr", "ar") == []

    def test_what_is_not_translated_stands_in_the_translation_as_it_is(self) -> None:
        term("La Cantine numérique", keep=True, to="ar")
        source = "Rendez-vous à la cantine numérique"
        assert ignored_terms(source, "موعدنا في La Cantine numérique", "fr", "ar") == []
        assert ignored_terms(source, "موعدنا في المقصف الرقمي", "fr", "ar")

    def test_many_texts_cost_one_query(self) -> None:
        from clusters.translation.glossary.matching import ignored_by  # noqa: PLC0415

        term("école", "school")
        with self.assertNumQueries(1):
            found = ignored_by([("Une école", "A college"), ("Une école", "A school")] * 20, "fr", "en")
        assert [len(each) for each in found[:2]] == [1, 0]


class Writing(TestCase):
    def test_a_term_has_a_translation_or_none_and_stands_once(self) -> None:
        for mistake in (
            {"source_term": "école", "target_term": ""},
            {"source_term": "école", "target_term": "school", "keep": True},
            {"source_term": "…", "target_term": "school"},
            {"source_term": "école", "target_term": "école", "target_language": "fr"},
        ):
            with pytest.raises(ValidationError):
                GlossaryTerm(**({"source_language": "fr", "target_language": "en"} | mistake)).full_clean()
        term("école", "school")
        with pytest.raises(ValidationError, match="déjà"):
            term("Ecole", "college")


class Keeping(TestCase):
    keeper: User
    reader: User
    translator: User
    nobody: User

    @classmethod
    def setUpTestData(cls) -> None:
        federation = make_federation()
        cluster = make_cluster("nord", "NOR")
        cls.keeper = make_user("keeper", federation)
        cls.reader = make_user("reader", cluster, "publisher")
        cls.translator = make_translator("samira", "ar", cluster)

    def send(self, content: bytes, user: User | None = None) -> "Answer":
        self.client.force_login(user or self.keeper)
        file = SimpleUploadedFile("termes.csv", content, content_type="text/csv")
        return self.client.post(reverse("glossary:import"), {"file": file})

    def test_the_federation_s_team_keeps_it_and_the_others_read_it(self) -> None:
        row = term("école", "school")
        for user, may in ((self.keeper, True), (self.reader, False), (self.translator, False)):
            self.client.force_login(user)
            assert "school" in self.client.get(reverse("glossary:index")).content.decode()
            for url in (
                reverse("glossary:add"),
                reverse("glossary:edit", args=[row.pk]),
                reverse("glossary:delete", args=[row.pk]),
                reverse("glossary:import"),
            ):
                assert (self.client.get(url).status_code == 200) is may, (user, url)

    def test_a_file_is_taken_line_by_line_and_what_is_wrong_is_said(self) -> None:
        content = (
            "de;vers;terme;traduction;conserver;note\r\n"
            "fr;en;École;school;;\r\n"
            "fr;xx;classe;class;;\r\n"
            "fr;ar;EdTech;;oui;Nom de la filière\r\n"
            ";;;;;\r\n"
            "fr;en;élève;;;\r\n"
        ).encode("cp1252")
        answer = self.send(content).content.decode()
        assert "2 termes ajoutés" in answer
        assert "2 lignes refusées" in answer
        assert "Ligne 3" in answer
        assert "Ligne 6" in answer
        assert set(GlossaryTerm.objects.values_list("source_term", "target_term", "keep")) == {
            ("École", "school", False),
            ("EdTech", "", True),
        }

    def test_a_file_taken_twice_changes_nothing_and_a_corrected_one_changes_its_lines(self) -> None:
        self.send("de,vers,terme,traduction\nfr,en,école,school\nfr,en,élève,pupil\n".encode())
        again = self.send("de,vers,terme,traduction\nfr,en,école,school\nfr,en,élève,student\n".encode())
        answer = again.content.decode()
        assert "1 terme modifié" in answer
        assert "1 terme inchangé" in answer
        assert GlossaryTerm.objects.get(source_term="élève").target_term == "student"
        assert GlossaryTerm.objects.count() == 2

    def test_a_file_that_is_no_table_is_refused_beside_its_field(self) -> None:
        assert "pas lisible" in self.send(b"\x89PNG\r\n\x1a\n\x00\x00").content.decode()
        assert "Il manque la colonne" in self.send(b"de,vers\nfr,en\n").content.decode()
        assert not GlossaryTerm.objects.exists()

    def test_who_may_not_add_may_not_import(self) -> None:
        response = self.send(b"de,vers,terme,traduction\nfr,en,a,b\n", self.reader)
        assert response.status_code == 302
        assert shown_messages(response)
        assert not GlossaryTerm.objects.exists()
