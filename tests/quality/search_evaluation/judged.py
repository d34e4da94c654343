"""Reads a judged set: documents, questions and which answers which, in a folder as BEIR lays it out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf.locale import LANG_INFO

from search.engines import EntryDocument
from search.language.tokens import base_language

from .perturbations import perturb

CORPUS, QUERIES, JUDGEMENTS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"


class BadJudgedSet(ValueError):
    """A file is missing or a line is wrong; the message names the file, the line and the reason."""


@dataclass
class JudgedLanguage:
    """What is asked in one language, of the documents in one language: mostly the same.

    `queries` are texts by their id; `judgements` say for each of them how well (0: not at all) which documents answer.
    """

    language: str
    corpus_language: str
    documents: list[EntryDocument] = field(default_factory=list)
    queries: dict[str, str] = field(default_factory=dict)
    judgements: dict[str, dict[str, int]] = field(default_factory=dict)

    def perturbed(self, name: str, seed: int) -> "JudgedLanguage":
        """Returns the same with changed queries; how one is changed depends on the seed and on itself alone.

        Raises `BadPerturbation`.
        """
        queries = {
            identifier: perturb(name, text, self.language, seed=f"{seed}:{identifier}")
            for identifier, text in self.queries.items()
        }
        return replace(self, queries=queries)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """(place, text) of each line that is not blank."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadJudgedSet(f"{path}: {error.strerror}.") from error
    for number, line in enumerate(content.split(b"\n"), 1):
        place = f"{path.name}, line {number}"
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r")
        except UnicodeDecodeError as error:
            raise BadJudgedSet(f"{place}: not UTF-8 ({error.reason}).") from error
        if text.strip():
            yield place, text


def _text(row: Mapping[str, object], name: str, place: str, *, default: str | None = None) -> str:
    value = row.get(name, default)
    if name == "_id" and isinstance(value, int):
        value = str(value)
    if not isinstance(value, str) or (name == "_id" and not value):
        raise BadJudgedSet(f"{place}: “{name}” must be a text.")
    return value


def _rows(path: Path) -> Iterator[tuple[str, str, Mapping[str, object], Mapping[str, object]]]:
    """(place, id, row, metadata) of each line; ids are there once."""
    seen: set[str] = set()
    for place, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadJudgedSet(f"{place}: no JSON ({error}).") from error
        if not isinstance(row, dict):
            raise BadJudgedSet(f"{place}: a JSON object is expected.")
        metadata = row.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise BadJudgedSet(f"{place}: “metadata” must be an object.")
        identifier = _text(row, "_id", place)
        if identifier in seen:
            raise BadJudgedSet(f"{place}: the id {identifier!r} is there twice.")
        seen.add(identifier)
        yield place, identifier, row, metadata


def _language(metadata: Mapping[str, object], place: str) -> str:
    """The language named, of which Django must know at least the first part of the code."""
    value = metadata.get("language")
    if value is None:
        raise BadJudgedSet(f"{place}: “metadata” names no “language”.")
    if not isinstance(value, str) or base_language(value) not in LANG_INFO:
        raise BadJudgedSet(f"{place}: the language {value!r} is not known; a code such as “fr” is expected.")
    return value.replace("_", "-").lower()


def _documents(path: Path) -> Iterator[tuple[EntryDocument, str]]:
    """(document, what it and its translations have in common, "" for nothing) of each line."""
    for place, identifier, row, metadata in _rows(path):
        document = EntryDocument(
            id=identifier,
            language=_language(metadata, place),
            title=_text(row, "title", place, default=""),
            body=_text(row, "text", place),
            # Not BEIR's: who published it, so that the cost of fairness can be measured.
            cluster=_text(metadata, "cluster", place, default=""),
        )
        yield document, _text(metadata, "translation_key", place, default="")


def _with_translations(
    judged: dict[str, dict[str, int]], keys: Mapping[str, str], spoken: Mapping[str, str], language: str
) -> dict[str, dict[str, int]]:
    """The judgements of documents in `language` alone: a translation answers as well as what was judged."""
    translations: dict[str, list[str]] = {}
    for document, key in keys.items():
        if spoken[document] == language:
            translations.setdefault(key or document, []).append(document)
    found: dict[str, dict[str, int]] = {}
    for query, documents in judged.items():
        scores = found.setdefault(query, {})
        for document, score in documents.items():
            for other in translations.get(keys[document] or document, ()):
                scores[other] = max(score, scores.get(other, score))
    return found


def _judgements(
    path: Path, documents: Mapping[str, str], queries: Mapping[str, object]
) -> dict[str, dict[str, int]]:
    """By query, then document: how well it answers."""
    judged: dict[str, dict[str, int]] = {}
    for number, (place, line) in enumerate(_lines(path)):
        columns = line.split("\t")
        if len(columns) != 3:
            raise BadJudgedSet(
                f"{place}: three columns are expected (query, document, score), with tabs between."
            )
        query, document, score = (column.strip() for column in columns)
        if number == 0 and not score.lstrip("-").isdigit():
            continue  # the names of the columns
        try:
            value = int(score)
        except ValueError as error:
            raise BadJudgedSet(f"{place}: the score {score!r} is no whole number.") from error
        if query not in queries:
            raise BadJudgedSet(f"{place}: {QUERIES} has no query {query!r}.")
        if document not in documents:
            raise BadJudgedSet(f"{place}: {CORPUS} has no document {document!r}.")
        judged.setdefault(query, {})[document] = value
    return judged


def read_judged_set(folder: Path, corpus_language: str = "") -> list[JudgedLanguage]:
    """The set by language, in the order of their codes; only languages in which something is asked.

    A query is in the language that its metadata name, else in that of the documents that answer it. Queries that no
    document answers cannot be measured, and are left out. With `corpus_language`, all queries are asked of the
    documents in that language: of those that are judged, and of translations (`translation_key` in the metadata) of
    those that are. Raises `BadJudgedSet`.
    """
    if not folder.is_dir():
        raise BadJudgedSet(f"{folder}: no such folder.")
    keyed = list(_documents(folder / CORPUS))
    documents = [document for document, _ in keyed]
    spoken = {document.id: document.language for document in documents}
    queries = {
        identifier: (place, _text(row, "text", place), metadata)
        for place, identifier, row, metadata in _rows(folder / QUERIES)
    }
    path = folder / JUDGEMENTS
    judged = _judgements(path, spoken, queries)
    found: dict[str, JudgedLanguage] = {}
    wanted = judged
    if corpus_language:
        keys = {document.id: key for document, key in keyed}
        wanted = _with_translations(judged, keys, spoken, corpus_language)
    for identifier, (place, text, metadata) in queries.items():
        language = _query_language(metadata, place, judged.get(identifier, {}), spoken)
        judgements = wanted.get(identifier, {})
        if any(score > 0 for score in judgements.values()):
            part = found.setdefault(language, JudgedLanguage(language, corpus_language or language))
            part.queries[identifier] = text
            part.judgements[identifier] = judgements
    if not found:
        among = f" in {corpus_language}" if corpus_language else ""
        raise BadJudgedSet(f"{path}: no query is answered by any document{among}.")
    for part in found.values():
        part.documents = [document for document in documents if document.language == part.corpus_language]
    return [found[language] for language in sorted(found)]


def _query_language(
    metadata: Mapping[str, object], place: str, judgements: Mapping[str, int], spoken: Mapping[str, str]
) -> str:
    """The language named, else that of the documents that answer; "" when none does."""
    if metadata.get("language") is not None:
        return _language(metadata, place)
    languages = sorted({spoken[document] for document, score in judgements.items() if score > 0})
    if len(languages) > 1:
        raise BadJudgedSet(
            f"{place}: documents in {', '.join(languages)} answer it, and “metadata” names no “language”."
        )
    return languages[0] if languages else ""
