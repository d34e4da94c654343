"""The thesaurus: kept by the federation's team, used by the next search of every process, seeded once."""

import threading
from typing import ClassVar

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.models import Cluster, Federation
from search import thesaurus
from search.engines import SearchRequest, get_engine
from search.models import ThesaurusConcept, ThesaurusVersion
from tests.clusters.answers import shown_messages
from tests.clusters.test_permissions_rows import LANGUAGES, signed_in, was_refused
from tests.factories import make_article, make_cluster, make_user


def found(query: str, locale: str = "fr", **filters: str) -> set[str]:
    """The titles that a visitor finds."""
    answer = Client().get("/api/search/", {"q": query, "locale": locale, **filters}).json()
    return {result["title"] for result in answer["results"]}


def form(**labels: str) -> dict[str, str]:
    """What the form of a concept posts."""
    return {"key": labels.pop("key", "essai"), "note": ""} | {
        f"labels_{code}": labels.get(code, "") for code in LANGUAGES
    }


class Case(TestCase):
    """A cluster with texts that write out what their readers abbreviate."""

    federation: ClassVar[Federation]
    cluster: ClassVar[Cluster]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.federation = Federation.load()
        cls.cluster = make_cluster("mots", "MOT")
        make_article(cls.cluster, title="Un espace numérique de travail pour le lycée", slug="ent")
        make_article(cls.cluster, title="L’ENT du collège", slug="college")
        make_article(cls.cluster, "en", title="A school digital workspace", slug="workspace")
        make_article(cls.cluster, title="Une gare et un pape", slug="gare")
        make_user("nora", cls.cluster)
        make_user("paula", cls.cluster, "publisher")
        make_user("fred", cls.federation)

    def as_(self, name: str) -> Client:
        """A browser in which this person is signed in."""
        from fedcms.users.models import User  # noqa: PLC0415

        return signed_in(User.objects.get(username=name))


class TestSearching(Case):
    def test_an_acronym_finds_what_is_written_out_and_the_other_way_round(self) -> None:
        both = {"Un espace numérique de travail pour le lycée", "L’ENT du collège"}
        for query in ("ENT", "ent", "les ENT", "environnement numérique de travail"):
            with self.subTest(query=query):
                assert found(query) == both

    def test_what_is_found_by_its_other_name_is_marked(self) -> None:
        page = Client().get("/fr/search/?q=espace numérique de travail").content.decode()
        assert "L’<mark>ENT</mark> du collège" in page

    def test_an_acronym_is_no_form_of_another_word(self) -> None:
        """ "gar" is the stem of "gare", "pap" that of "pape"."""
        assert found("gestionnaire d'accès aux ressources") == set()
        assert found("plan d'accompagnement personnalisé") == set()

    def test_languages_are_mixed_by_nothing_but_a_filter(self) -> None:
        """The concept leads to the other language: its count says so, and the link finds what the count promised."""
        answer = Client().get("/api/search/", {"q": "ENT", "locale": "fr"}).json()
        assert {o["value"]: o["count"] for o in answer["facets"]["language"]} == {"fr": 2, "en": 1}
        assert "A school digital workspace" not in {result["title"] for result in answer["results"]}
        assert found("ENT", "en") == {"A school digital workspace"}
        request = SearchRequest("ENT", "fr", timezone.now(), filters={"language": ("fr", "en")})
        assert {hit.language for hit in get_engine().search("federation", request).hits} == {"fr", "en"}

    def test_a_foreign_acronym_must_be_in_capitals(self) -> None:
        """In Spanish TEA is a disorder, in English tea is drunk."""
        make_article(self.cluster, "en", title="Pupils on the autism spectrum", slug="autism")
        assert found("TEA", "en") == {"Pupils on the autism spectrum"}
        assert found("tea", "en") == set()


class TestEveryProcess(Case):
    def test_the_next_search_uses_what_was_saved(self) -> None:
        """No rebuild, no restart: also when it is changed, taken back or removed."""
        make_article(self.cluster, title="Le cahier bleu", slug="bleu")
        assert found("zorglub") == set()
        concept = ThesaurusConcept.objects.create(key="z", labels={"fr": "zorglub\ncahier bleu"})
        assert found("zorglub") == {"Le cahier bleu"}
        concept.labels = {"fr": "zorglub\ncahier vert"}
        concept.save()
        assert found("zorglub") == set()
        concept.labels = {"fr": "zorglub\ncahier bleu"}
        concept.save()
        assert found("zorglub") == {"Le cahier bleu"}
        concept.delete()
        assert found("zorglub") == set()

    def test_an_unchanged_thesaurus_costs_one_small_query(self) -> None:
        thesaurus.refresh()
        with CaptureQueriesContext(connection) as captured:
            thesaurus.refresh()
        assert len(captured) == 1
        ThesaurusVersion.mark_changed()
        with CaptureQueriesContext(connection) as captured:
            thesaurus.refresh()
        assert len(captured) == 2

    def test_two_threads_leave_the_engine_with_the_newest(self) -> None:
        """What the engine holds and what it is said to hold change together."""
        engine = get_engine()
        inside, go_on = threading.Event(), threading.Event()
        told: list[int] = []

        class Slow(type(engine)):  # type: ignore[misc]  # whichever engine the settings choose
            def set_thesaurus(self, concepts: object) -> None:
                told.append(len(list(concepts)))  # type: ignore[call-overload]
                if len(told) == 1:
                    inside.set()
                    go_on.wait(5)

        slow = Slow()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(thesaurus, "get_engine", lambda: slow)
            patch.setattr(thesaurus, "concepts", lambda: iter(()))
            patch.setattr(
                ThesaurusVersion, "current", classmethod(lambda cls: threading.current_thread().name)
            )
            first = threading.Thread(target=thesaurus.refresh, name="old")
            second = threading.Thread(target=thesaurus.refresh, name="new")
            first.start()
            assert inside.wait(5)
            second.start()
            second.join(0.2)
            assert len(told) == 1, "the second waits for the first"
            go_on.set()
            first.join()
            second.join()
        assert len(told) == 2


class TestEditing(Case):
    def test_the_federations_team_adds_and_changes(self) -> None:
        client = self.as_("fred")
        response = client.post(
            reverse("thesaurus:add"), form(fr=" cahier  bleu \r\n\r\nCB\r\ncahier bleu", en="blue book")
        )
        assert response.status_code == 302, response.context and response.context["form"].errors
        concept = ThesaurusConcept.objects.get(key="essai")
        assert concept.all_labels() == {"fr": ("cahier bleu", "CB"), "en": ("blue book",)}
        assert "cahier bleu" in client.get(reverse("thesaurus:index"), {"q": "blue"}).content.decode()
        client.post(reverse("thesaurus:edit", args=[concept.pk]), form(fr="cahier vert"))
        concept.refresh_from_db()
        assert concept.all_labels() == {"fr": ("cahier vert",)}
        client.post(reverse("thesaurus:delete", args=[concept.pk]))
        assert not ThesaurusConcept.objects.filter(key="essai").exists()

    def test_it_is_searched_by_the_beginnings_of_words_with_and_without_accents(self) -> None:
        client = self.as_("nora")

        def listed(query: str) -> str:
            return client.get(reverse("thesaurus:index_results"), {"q": query}).content.decode()

        assert "environnement numérique de travail" in listed("ENT")
        assert "apprentissage adaptatif" not in listed("ENT")
        for query in ("accessibilite", "ACCESSIBILITÉ num", "الذكاء", "C++ (", "\\"):
            assert ("accessibilité numérique" in listed(query)) == query.lower().startswith("access")

    def test_clusters_teams_read_and_change_nothing(self) -> None:
        concept = ThesaurusConcept.objects.get(key="digital-workspace")
        for name in ("nora", "paula"):
            client = self.as_(name)
            page = client.get(reverse("thesaurus:index"), {"q": "ENT"}).content.decode()
            assert "environnement numérique de travail · espace numérique de travail · ENT" in page
            assert reverse("thesaurus:edit", args=[concept.pk]) not in page
            for url in (
                reverse("thesaurus:add"),
                reverse("thesaurus:edit", args=[concept.pk]),
                reverse("thesaurus:delete", args=[concept.pk]),
            ):
                assert was_refused(client.get(url))
                assert was_refused(client.post(url, form(key="digital-workspace", fr="piraté")))
        concept.refresh_from_db()
        assert "ENT" in concept.labels_in("fr")

    def test_what_no_search_could_use_is_refused_with_its_language_and_its_label(self) -> None:
        client = self.as_("fred")
        for labels, words in (
            ({}, "requis"),
            ({"fr": "le"}, "Français : « le » est trop courant"),
            ({"fr": "cahier\n???"}, "Français : « ??? » ne contient aucun mot"),
            ({"en": "x" * 81}, "dépasse 80 signes"),
            ({"ar": "\n".join(f"كلمة{n}" for n in range(21))}, "20 libellés au plus"),
        ):
            with self.subTest(labels=labels):
                response = client.post(reverse("thesaurus:add"), form(**labels))
                assert response.status_code == 200
                assert words in " ".join(response.context["form"].errors["labels"])

    def test_an_acronym_is_kept_though_its_letters_are_a_small_word(self) -> None:
        assert (
            self.as_("fred").post(reverse("thesaurus:add"), form(fr="AI\nclasse inversée")).status_code == 302
        )
        make_article(self.cluster, title="La classe inversée", slug="inversee")
        assert found("AI") == {"La classe inversée"}

    def test_a_label_that_another_concept_has_is_kept_with_a_warning(self) -> None:
        client = self.as_("fred")
        response = client.post(reverse("thesaurus:add"), form(fr="ent\nentreprise apprenante", es="ENT"))
        assert ThesaurusConcept.objects.filter(key="essai").exists()
        assert "« ENT » est aussi un libellé de « environnement numérique de travail »" in shown_messages(
            response
        )
