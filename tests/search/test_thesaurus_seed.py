"""The seed of the thesaurus: what ships, what editors keep of it, and what each acronym finds."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from search import thesaurus
from search.engines import EntryDocument, SearchEngine, SearchRequest
from search.engines.labels import label_keys
from search.models import SeededConcept, ThesaurusConcept, ThesaurusVersion
from search.models.thesaurus import fold_label
from search.thesaurus.seed import _digest, load_seed, seed_concepts
from tests.clusters.test_permissions_rows import LANGUAGES


class TestSeed(TestCase):
    def test_it_covers_the_field_in_four_languages(self) -> None:
        concepts = seed_concepts()
        assert len(concepts) >= 600
        assert len({concept.key for concept in concepts}) == len(concepts)
        lacking = {concept.key for concept in concepts if set(concept.all_labels()) != set(LANGUAGES)}
        assert lacking == set()
        for concept in concepts:
            if not ThesaurusConcept.objects.filter(key=concept.key).exists():
                concept.full_clean()
            concept.clean()

    def test_no_label_stands_twice_in_a_language(self) -> None:
        seen = Counter(
            (code, fold_label(label))
            for concept in seed_concepts()
            for code, labels in concept.all_labels().items()
            for label in labels
        )
        assert [key for key, count in seen.items() if count > 1] == []
        written = [
            line
            for concept in seed_concepts()
            for text in concept.labels.values()
            for line in text.split("\n")
        ]
        assert sum(seen.values()) == len(written), "a label is written twice in one concept"

    def test_no_two_labels_of_a_language_are_the_same_to_a_search(self) -> None:
        """Forms of one word lead to one concept: "school inspectorate" is found by who types "school inspectors"."""
        leads_to: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        for concept in seed_concepts():
            for code, labels in concept.all_labels().items():
                for key in (key for label in labels for key in label_keys(label, code)):
                    leads_to.setdefault((code, key), set()).add(concept.key)
        shared = {frozenset(keys) for keys in leads_to.values() if len(keys) > 1}
        # What designers do and who they are have one stem, and no text tells one without the other.
        assert shared <= {frozenset({"instructional-design", "instructional-designer"})}

    def test_loading_again_changes_nothing_and_keeps_what_editors_did(self) -> None:
        changed = ThesaurusConcept.objects.get(key="lms")
        changed.labels = changed.labels | {"fr": "plateforme maison"}
        changed.save()
        ThesaurusConcept.objects.get(key="mooc").delete()
        before = list(ThesaurusConcept.objects.values_list("key", "labels"))
        version = ThesaurusVersion.current()
        done = load_seed()
        assert (done.created, done.updated, done.kept) == (0, 0, 2)
        assert list(ThesaurusConcept.objects.values_list("key", "labels")) == before
        assert ThesaurusVersion.current() == version
        call_command("load_thesaurus", verbosity=0)

    def test_a_newer_seed_reaches_what_nobody_touched(self) -> None:
        """As if the database had been seeded by an older version of the project."""
        for key in ("lms", "mooc"):
            row = ThesaurusConcept.objects.get(key=key)
            row.labels = {"fr": "ancien libellé"}
            row.save()
        SeededConcept.objects.filter(key="lms").update(
            digest=_digest(ThesaurusConcept.objects.get(key="lms"))
        )
        SeededConcept.objects.filter(key="mooc").update(digest="of another text")
        done = load_seed()
        assert (done.updated, done.kept) == (1, 1)
        assert "LMS" in ThesaurusConcept.objects.get(key="lms").labels_in("fr")
        assert ThesaurusConcept.objects.get(key="mooc").labels_in("fr") == ("ancien libellé",)
        ThesaurusConcept.objects.get(key="lms").delete()
        SeededConcept.objects.filter(key="lms").update(digest="of another text")
        assert load_seed().created == 0, "what editors removed comes back"

    def test_what_the_project_withdraws_goes_unless_somebody_edited_it(self) -> None:
        """As if an older version of the project had brought two concepts more."""
        for key in ("withdrawn", "edited"):
            row = ThesaurusConcept.objects.create(key=key, labels={"fr": f"libellé {key}"})
            SeededConcept.objects.create(key=key, digest=_digest(row))
        row.labels = {"fr": "libellé des éditeurs"}
        row.save()
        version = ThesaurusVersion.current()
        assert load_seed().withdrawn == 1
        assert set(ThesaurusConcept.objects.filter(key__in=("withdrawn", "edited"))) == {row}
        assert ThesaurusVersion.current() != version
        assert load_seed().withdrawn == 0

    def test_a_concept_of_the_editors_own_with_the_same_key_stays_theirs(self) -> None:
        ThesaurusConcept.objects.filter(key="spoc").delete()
        SeededConcept.objects.filter(key="spoc").delete()
        ThesaurusConcept.objects.create(key="spoc", labels={"fr": "le nôtre"})
        assert load_seed().created == 0
        assert ThesaurusConcept.objects.get(key="spoc").labels_in("fr") == ("le nôtre",)


def test_the_words_of_a_concept_are_what_a_form_checks() -> None:
    """The command and the admin ask the same rules."""
    with pytest.raises(ValidationError):
        ThesaurusConcept(key="vide", labels={}).clean()


def test_each_acronym_finds_the_text_that_writes_it_out(bare_engine: SearchEngine) -> None:
    """On each engine, in each language, in capitals and without."""
    cases = []
    for concept in seed_concepts():
        for code, labels in concept.all_labels().items():
            written_out = [label for label in labels if not label.isupper()]
            acronyms = [label for label in labels if label.isupper() and label.isascii()]
            cases += [(f"{concept.key}-{code}", code, written_out[0], a) for a in acronyms if written_out]
    assert len(cases) > 250
    bare_engine.create("scratch")
    bare_engine.index("scratch", [EntryDocument(key, code, text) for key, code, text, _acronym in cases])
    bare_engine.set_thesaurus(list(thesaurus.concepts()))
    missed = []
    for key, code, _text, acronym in cases:
        for typed in (acronym, acronym.lower()):
            hits = bare_engine.search("scratch", SearchRequest(typed, code, timezone.now())).hits
            if key not in {hit.id for hit in hits}:
                missed.append((key, typed))
    assert missed == []
