"""Loads the shipped concepts without touching what editors changed."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml
from django.conf import settings
from django.db import transaction

from fedcms.core.i18n.translated_text import TranslatedText
from search.models import SeededConcept, ThesaurusConcept, ThesaurusVersion

FILE = Path(__file__).parent / "concepts.yaml"


@dataclass(frozen=True)
class Seeded:
    """How many concepts loading created, updated and left alone."""

    created: int
    updated: int
    kept: int
    """Concepts that editors changed, removed or wrote themselves."""
    withdrawn: int
    """Concepts that the file has no more, and that nobody had edited."""


def seed_concepts() -> list[ThesaurusConcept]:
    """Returns the concepts of the file, unsaved."""
    rows = cast("list[dict[str, str | list[str]]]", yaml.safe_load(FILE.read_text(encoding="utf-8")))
    languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return [
        ThesaurusConcept(
            key=str(row["key"]),
            labels=TranslatedText({code: "\n".join(row[code]) for code in languages if code in row}),
            note=str(row.get("note", "")),
        )
        for row in rows
    ]


def _digest(concept: ThesaurusConcept) -> str:
    said = json.dumps([concept.all_labels(), concept.note], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def load_seed() -> Seeded:
    """Adds new concepts, updates and removes those that nobody has edited, and leaves all others. Safe to repeat."""
    before = {row.key: row for row in SeededConcept.objects.all()}
    there = {row.key: row for row in ThesaurusConcept.objects.all()}
    created, updated, seen = [], [], []
    kept = 0
    seed = seed_concepts()
    for concept in seed:
        concept.words = concept.searched_words()
        digest, known, row = _digest(concept), before.get(concept.key), there.get(concept.key)
        if known and known.digest == digest:
            kept += row is None or _digest(row) != digest
            continue
        seen.append(SeededConcept(key=concept.key, digest=digest))
        if known is None and row is None:
            created.append(concept)
        elif known and row and _digest(row) == known.digest:
            row.labels, row.note, row.words = concept.labels, concept.note, concept.words
            updated.append(row)
        else:
            kept += 1
    ThesaurusConcept.objects.bulk_create(created)
    ThesaurusConcept.objects.bulk_update(updated, ["labels", "note", "words"])
    SeededConcept.objects.bulk_create(
        seen, update_conflicts=True, update_fields=["digest"], unique_fields=["key"]
    )
    gone = before.keys() - {concept.key for concept in seed}
    untouched = [key for key in gone & there.keys() if _digest(there[key]) == before[key].digest]
    ThesaurusConcept.objects.filter(key__in=untouched).delete()
    SeededConcept.objects.filter(key__in=gone).delete()
    if created or updated or untouched:
        ThesaurusVersion.mark_changed()
    return Seeded(len(created), len(updated), kept, len(untouched))
