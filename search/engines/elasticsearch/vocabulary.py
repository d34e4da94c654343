"""The vocabulary of an Elasticsearch index, for "did you mean"."""

from collections.abc import Sequence
from typing import cast

from search.engines.analysis import AnalysedDocument, clean
from search.engines.documents import EntryDocument
from search.engines.elasticsearch.deadline import Deadline
from search.engines.elasticsearch.mapping import SPELLINGS_FIELD, Source
from search.engines.spelling import allowed_errors, nearest
from search.language import surface_key

_FIELDS = (SPELLINGS_FIELD, "title_more")
# How many similar terms to ask for: with fewer, the nearest might not be among them when two letters are wrong.
_CANDIDATES = 50


class ElasticVocabulary:
    """The folded words of one language in the index. Each method costs one request, `similar` two."""

    def __init__(self, deadline: Deadline, alias: str, language: str) -> None:
        """Takes the `deadline` of the search that these requests belong to."""
        self._deadline = deadline
        self._alias = alias
        self._language = clean(language)

    def known(self, words: Sequence[str]) -> set[str]:
        """Returns those of the folded `words` that the index has."""
        counted = {f"word{place}": {"filter": self._having(word)} for place, word in enumerate(words)}
        answer = self._deadline.client().search(
            index=self._alias, size=0, track_total_hits=False, aggs=counted
        )
        found = answer["aggregations"]
        return {word for place, word in enumerate(words) if found[f"word{place}"]["doc_count"]}

    def similar(self, word: str, errors: int) -> dict[str, str]:
        """Returns the nearest words, at most `errors` letters away: folded word -> a spelling to show."""
        key = surface_key(word, self._language)
        term = self._term(errors)
        suggest: dict[str, object] = {"text": key}
        suggest |= {field: {"term": term | {"field": field}} for field in _FIELDS}
        answer = self._deadline.client().search(
            index=self._alias, size=0, track_total_hits=False, suggest=suggest
        )
        start = len(surface_key("", self._language))
        folded = {
            option["text"][start:]
            for field in _FIELDS
            for entry in answer["suggest"][field]
            for option in entry["options"]
        }
        best = [other for other in nearest(word, folded) if len(other) >= len(word) - errors]
        return self._spellings(best)

    def similar_to_all(self, words: Sequence[str]) -> set[str]:
        """Returns known words like any of `words`; one request."""
        suggest: dict[str, object] = {}
        for place, word in enumerate(words):
            if errors := allowed_errors(word):
                term = self._term(errors)
                for field in _FIELDS:
                    key = surface_key(word, self._language)
                    suggest[f"{place}{field}"] = {"text": key, "term": term | {"field": field}}
        if not suggest:
            return set()
        answer = self._deadline.client().search(
            index=self._alias, size=0, track_total_hits=False, suggest=suggest
        )
        start = len(surface_key("", self._language))
        return {
            option["text"][start:]
            for entries in answer["suggest"].values()
            for entry in entries
            for option in entry["options"]
        }

    def _term(self, errors: int) -> dict[str, object]:
        return {
            "suggest_mode": "always",
            "max_edits": errors,
            "prefix_length": len(surface_key("", self._language)),
            "min_word_length": 1,
            "size": _CANDIDATES,
            "shard_size": 10 * _CANDIDATES,
            "string_distance": "damerau_levenshtein",
            "accuracy": 0.1,
        }

    def _having(self, word: str) -> dict[str, object]:
        key = surface_key(word, self._language)
        return {"bool": {"should": [{"term": {field: key}} for field in _FIELDS], "minimum_should_match": 1}}

    def _spellings(self, words: Sequence[str]) -> dict[str, str]:
        """Returns for each folded word how some document that has it spells it."""
        if not words:
            return {}
        searches: list[dict[str, object]] = []
        for word in words:
            texts = ["language", "title", "summary", "body"]
            searches += [{}, {"query": self._having(word), "size": 1, "_source": texts}]
        answer = self._deadline.client().msearch(index=self._alias, searches=searches)
        spellings = {}
        for word, response in zip(words, answer["responses"], strict=True):
            # A word that only keywords have cannot be read back, since keywords are not stored: it is offered as
            # folded.
            spellings[word] = word
            for hit in response.get("hits", {}).get("hits", ()):
                source = cast(Source, hit["_source"])
                document = EntryDocument(
                    "", next(iter(source["language"]), ""), source["title"], source["summary"], source["body"]
                )
                spellings[word] = AnalysedDocument(document).words.get(word, word)
        return spellings
