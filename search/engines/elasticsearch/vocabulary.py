"""The words of an Elasticsearch index, as far as visible documents have them."""

from collections.abc import Mapping, Sequence
from typing import cast

from search.engines.analysis import AnalysedDocument, clean, is_suggestable
from search.engines.documents import EntryDocument
from search.engines.elasticsearch import query as dsl
from search.engines.elasticsearch.deadline import Deadline
from search.engines.elasticsearch.mapping import SPELLINGS_FIELD, Source
from search.engines.expansion import Node, Phrase
from search.engines.spelling import CANDIDATES, allowed_errors, nearest
from search.language import forms, stem_key, surface_key

_FIELDS = (SPELLINGS_FIELD, "title_more")
# How many similar terms to ask for: with fewer, the nearest might not be among them when two letters are wrong.
_CANDIDATES = 50


class ElasticVocabulary:
    """The folded words of one language in the index that are visible at a moment.

    What only hidden documents have decides nothing: neither what is known, nor what is like a word.
    """

    def __init__(self, deadline: Deadline, alias: str, language: str, now: float) -> None:
        """Takes the `deadline` of the search that these requests belong to, and its moment in seconds since 1970."""
        self._deadline = deadline
        self._alias = alias
        self._language = clean(language)
        self._now = now
        self._similar: dict[str, dict[str, int]] = {}

    def holders(
        self, nodes: Sequence[Node], languages: Sequence[str] = ()
    ) -> tuple[Mapping[Node, int], Mapping[str, int]]:
        """Returns how many visible documents have each node, and how many each language has; one request."""
        body = dsl.holders(nodes, languages, self._now)
        answer = self._deadline.client().search(index=self._alias, **body)  # type: ignore[arg-type]
        counts = answer["aggregations"]
        return (
            {node: int(counts[str(place)]["doc_count"]) for place, node in enumerate(nodes)},
            {
                language: int(counts[f"language{place}"]["doc_count"])
                for place, language in enumerate(languages)
            },
        )

    def known(self, words: Sequence[str]) -> set[str]:
        """Returns those of the folded `words` of which a visible document has any form; one request."""
        stems: dict[str, Node] = {
            word: Phrase((stem_key(found.stem, self._language),))
            for word in words
            if (found := forms(word, self._language))
        }
        holders, _ = self.holders(tuple(stems.values())) if stems else ({}, {})
        return {word for word, stem in stems.items() if holders[stem]}

    def similar(self, words: Sequence[str]) -> dict[str, int]:
        """Returns the words of visible documents that are nearest to one of `words`, with how many documents have each.

        Two requests, none for words that were asked for before.
        """
        new = [word for word in dict.fromkeys(words) if word not in self._similar and allowed_errors(word)]
        if new:
            self._look_up(new)
        return {other: number for word in words for other, number in self._similar.get(word, {}).items()}

    def _look_up(self, words: Sequence[str]) -> None:
        suggest: dict[str, object] = {}
        for place, word in enumerate(words):
            term = self._term(allowed_errors(word))
            for field in _FIELDS:
                key = surface_key(word, self._language)
                suggest[f"{place}{field}"] = {"text": key, "term": term | {"field": field}}
        answer = self._deadline.client().search(
            index=self._alias, size=0, track_total_hits=False, suggest=suggest
        )
        start = len(surface_key("", self._language))
        known = {
            option["text"][start:]
            for entries in answer["suggest"].values()
            for entry in entries
            for option in entry["options"]
        }
        likely = [word for word in known if is_suggestable(word, self._language)]
        near = {word: nearest(word, likely, CANDIDATES) for word in words}
        nodes: dict[str, Node] = {
            other: Phrase((surface_key(other, self._language),))
            for others in near.values()
            for other in others
        }
        holders, _ = self.holders(tuple(nodes.values())) if nodes else ({}, {})
        for word, others in near.items():
            self._similar[word] = {other: holders[nodes[other]] for other in others if holders[nodes[other]]}

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
        having = [{"term": {field: key}} for field in _FIELDS]
        return {"bool": {"should": having, "minimum_should_match": 1, "filter": dsl.visible(self._now)}}

    def spellings(self, words: Sequence[str]) -> dict[str, str]:
        """Returns for each folded word how some visible document that has it spells it; one request."""
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
