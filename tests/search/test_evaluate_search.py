"""manage.py evaluate_search: what it measures, what it refuses, and that it leaves nothing behind."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search.engines import EntryDocument, SearchRequest, get_database_engine
from tests.quality.search_evaluation.bm25 import bm25_search

from .test_engines_corpus import NOW

pytestmark = pytest.mark.django_db

CORPUS = [
    ("fr-1", "fr", "", "Le salon du livre numérique ouvre à Lyon, son entrée est libre."),
    (
        "fr-2",
        "fr",
        "Mission à Dakar",
        "Une délégation visite un campus et rencontre les universités du Sénégal.",
    ),
    ("fr-3", "fr", "", "Les apprentis soudeurs répètent leurs gestes sur un simulateur."),
    ("en-1", "en", "", "Teachers train to use artificial intelligence in class."),
]
QUERIES: list[tuple[str, str, str | None]] = [
    ("q1", "livre numérique", None),
    ("q2", "Qui rencontre les universités du Sénégal pendant la mission ?", None),
    ("q3", 'une "trottinette-école', "fr"),
    ("q4", "training teachers", "en"),
    ("q5", "nobody judged this", None),
]
QRELS = [
    ("q1", "fr-1", "1"),
    ("q2", "fr-2", "1"),
    ("q2", "fr-1", "0"),
    ("q3", "fr-3", "1"),
    ("q4", "en-1", "1"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three French documents and an English one; one French question finds nothing."""

    def lines(rows: list[dict[str, Any]]) -> str:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    (tmp_path / "corpus.jsonl").write_text(
        lines(
            [
                {"_id": key, "title": title, "text": text, "metadata": {"language": code}}
                for key, code, title, text in CORPUS
            ]
        ),
        encoding="utf-8",
    )
    (tmp_path / "queries.jsonl").write_text(
        lines(
            [
                {"_id": key, "text": text, "metadata": {"language": code} if code else {}}
                for key, text, code in QUERIES
            ]
        ),
        encoding="utf-8",
    )
    rows = "\n".join("\t".join(row) for row in QRELS)
    (tmp_path / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}\n", encoding="utf-8")
    return tmp_path


def evaluate(folder: Path, **options: str | list[str]) -> list[dict[str, Any]]:
    """The objects printed."""
    out = StringIO()
    call_command("evaluate_search", str(folder), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_object_for_each_language(folder: Path) -> None:
    engine = get_database_engine()
    english, french = evaluate(folder, engine=connection.vendor)
    assert (english["engine"], french["engine"]) == (engine.name, engine.name)
    assert (english["language"], english["documents"], english["queries"]) == ("en", 1, 1)
    assert (french["language"], french["documents"], french["queries"]) == ("fr", 3, 3)
    assert (english["ndcg_at_10"], english["mrr_at_10"], english["recall_at_10"]) == (1, 1, 1)
    # Two of three are found at the first place; the third finds nothing, and counts.
    figures = [french[name] for name in ("ndcg_at_10", "mrr_at_10", "recall_at_10")]
    assert figures == [pytest.approx(2 / 3, abs=1e-3)] * 3
    assert 0 < french["p50_ms"] <= french["p95_ms"]


def test_the_sites_own_index_stays_and_the_scratch_index_goes(folder: Path) -> None:
    engine = get_database_engine()
    engine.create("federation")
    engine.index("federation", [EntryDocument("own", "fr", "Un livre numérique")])
    tables = set(connection.introspection.table_names())
    evaluate(folder, compare="wagtail")
    assert set(connection.introspection.table_names()) == tables
    found = engine.search("federation", SearchRequest("livre", "fr", NOW))
    assert [hit.id for hit in found.hits] == ["own"]


def test_wagtails_own_search_is_measured_on_the_same_set(folder: Path) -> None:
    objects = evaluate(folder, compare="wagtail-optional")
    assert [(found["engine"], found["language"]) for found in objects[2:]] == [
        ("wagtail-optional", "en"),
        ("wagtail-optional", "fr"),
    ]
    ours, theirs = objects[1], objects[3]
    assert (theirs["documents"], theirs["queries"]) == (ours["documents"], ours["queries"])
    assert theirs["ndcg_at_10"] > 0
    # As it comes it wants every word, "Qui" and "?" among them.
    stock = evaluate(folder, compare="wagtail")[3]
    assert (stock["engine"], stock["language"]) == ("wagtail", "fr")
    assert stock["ndcg_at_10"] < ours["ndcg_at_10"]


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("corpus.jsonl", "{", "corpus.jsonl, line 5: no JSON"),
        ("corpus.jsonl", "[1]", "corpus.jsonl, line 5: a JSON object is expected"),
        ("corpus.jsonl", '{"_id": "x", "text": "y"}', "line 5: “metadata” names no “language”"),
        (
            "corpus.jsonl",
            '{"_id": "x", "text": "y", "metadata": {"language": "zz"}}',
            "line 5: the language 'zz' is not known",
        ),
        ("corpus.jsonl", '{"_id": "x", "metadata": {"language": "fr"}}', "line 5: “text” must be a text"),
        (
            "corpus.jsonl",
            '{"_id": "fr-1", "text": "y", "metadata": {"language": "fr"}}',
            "line 5: the id 'fr-1' is there twice",
        ),
        ("queries.jsonl", '{"_id": "x", "text": 3}', "queries.jsonl, line 6: “text” must be a text"),
        ("qrels.tsv", "q1 fr-1 1", "qrels.tsv, line 7: three columns are expected"),
        ("qrels.tsv", "q1\tfr-1\tgood", "qrels.tsv, line 7: the score 'good' is no whole number"),
        ("qrels.tsv", "nobody\tfr-1\t1", "qrels.tsv, line 7: queries.jsonl has no query 'nobody'"),
        ("qrels.tsv", "q1\tnothing\t1", "qrels.tsv, line 7: corpus.jsonl has no document 'nothing'"),
        ("qrels.tsv", "q1\ten-1\t1", "queries.jsonl, line 1: documents in en, fr answer it"),
    ],
)
def test_a_bad_line_is_told_with_its_number(folder: Path, name: str, line: str, message: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(CommandError) as caught:
        evaluate(folder)
    assert message in str(caught.value)


def test_what_is_missing_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere: no such folder"):
        evaluate(tmp_path / "nowhere")
    with pytest.raises(CommandError, match="No engine 'lucene' here, there is"):
        evaluate(folder, engine="lucene")
    (folder / "corpus.jsonl").write_bytes(b'{"_id": "\xff"}\n')
    with pytest.raises(CommandError, match=r"corpus\.jsonl, line 1: not UTF-8"):
        evaluate(folder)
    (folder / "qrels.tsv").unlink()
    (folder / "corpus.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match=r"qrels\.tsv: No such file"):
        evaluate(folder)


def test_bm25_with_optional_words_is_measured_on_the_same_set(folder: Path) -> None:
    objects = evaluate(folder, compare="bm25")
    assert [(found["engine"], found["language"]) for found in objects[2:]] == [("bm25", "en"), ("bm25", "fr")]
    assert objects[3]["ndcg_at_10"] == pytest.approx(2 / 3, abs=1e-3)
    assert objects[3]["without_results"] == 1


def test_the_mark_of_bm25_is_of_lucenes_words() -> None:
    """An elided article is no part of a word, and words with a hyphen stand alone: the mark is not too low."""
    texts = {"school": "La vie à l’école", "speaker": "Un porte-parole"}
    answers = bm25_search([EntryDocument(key, "fr", title) for key, title in texts.items()])
    assert answers("école", "fr", "fr") == ["school"]
    assert answers("parole", "fr", "fr") == ["speaker"]


def test_changed_queries_are_measured_beside_those_that_people_typed(folder: Path) -> None:
    objects = evaluate(folder, compare="bm25", perturb=["none", "keywords:2", "typos"])
    assert [found["perturbed"] for found in objects] == [
        "none",
        "none",
        "keywords:2",
        "keywords:2",
        "typos",
        "typos",
    ] * 2
    french = {found["perturbed"]: found for found in objects[6:] if found["language"] == "fr"}
    assert (
        french["none"]["recall_at_10"]
        == french["keywords:2"]["recall_at_10"]
        == pytest.approx(0.6667, abs=1e-3)
    )
    assert french["typos"]["recall_at_10"] < french["none"]["recall_at_10"]
    # The same seed makes the same errors, another makes others.
    again = evaluate(folder, compare="bm25", perturb=["typos"])
    assert again[-1]["ndcg_at_10"] == french["typos"]["ndcg_at_10"]
    with pytest.raises(CommandError, match="No perturbation 'rot13'; there is none, keywords:N"):
        evaluate(folder, perturb=["rot13"])


def test_queries_are_asked_of_documents_in_another_language(folder: Path) -> None:
    """Of those judged, and of translations of those judged."""
    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    rows[0]["metadata"]["translation_key"] = "fair"
    rows.append(
        {
            "_id": "en-2",
            "title": "",
            "text": "The numérique fair",
            "metadata": {"language": "en", "translation_key": "fair"},
        }
    )
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    english, french = evaluate(folder, compare="bm25", corpus_language="en")[2:]
    assert (english["language"], english["corpus_language"], english["queries"]) == ("en", "en", 1)
    # Only the first question has an answer there.
    assert (french["language"], french["corpus_language"], french["queries"]) == ("fr", "en", 1)
    assert (french["documents"], french["recall_at_10"]) == (2, 1)
    with pytest.raises(CommandError, match="no query is answered by any document in de"):
        evaluate(folder, corpus_language="de")
