"""The words of an Elasticsearch index, as far as visible documents have them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from search.engines.analysis import AnalysedDocument, is_suggestable
from search.engines.documents import EntryDocument
from search.engines.elasticsearch import query as dsl
from search.engines.elasticsearch.asking import ask
from search.engines.elasticsearch.clauses import visible
from search.engines.elasticsearch.deadline import Deadline
from search.engines.elasticsearch.mapping import SPELLINGS_FIELD, Source
from search.engines.expansion import Node, Phrase
from search.engines.spelling import allowed_errors
from search.engines.visible_words import VisibleWords
from search.language import surface_key

_FIELDS = (SPELLINGS_FIELD, "title_more")
# How many similar terms to ask for: with fewer, the nearest might not be among them when two letters are wrong.
_CANDIDATES = 50


class ElasticVocabulary(VisibleWords):
    """The words of one language in the index that are visible at a moment."""

    def __init__(self, deadline: Deadline, alias: str, language: str, now: float) -> None:
        """Takes the `deadline` of the search that these requests belong to, and its moment in seconds since 1970."""
        super().__init__(language)
        self._deadline = deadline
        self._alias = alias
        self._now = now
        self._holders: dict[Node, int] = {}
        self._documents: dict[str, int] = {}

    def holders(
        self, nodes: Sequence[Node], languages: Sequence[str] = ()
    ) -> tuple[Mapping[Node, int], Mapping[str, int]]:
        """Returns how many visible documents have each node, and how many each language has.

        Costs one request, none for what is known.
        """
        unknown = [node for node in nodes if node not in self._holders]
        others = [language for language in languages if language not in self._documents]
        if unknown or others:
            (answer,) = ask(self._deadline, self._alias, self.counting(unknown, others))
            self.learn(unknown, others, answer)
        return (
            {node: self._holders[node] for node in nodes},
            {language: self._documents[language] for language in languages},
        )

    def counting(self, nodes: Sequence[Node], languages: Sequence[str]) -> dict[str, object]:
        """Returns the body of a request for `holders`, to be sent with others; `learn` reads its answer."""
        return dsl.holders(nodes, languages, self._now)

    def learn(self, nodes: Sequence[Node], languages: Sequence[str], answer: Mapping[str, Any]) -> None:
        """Remembers what the answer to the request of `counting` says."""
        counts = answer["aggregations"]
        for place, node in enumerate(nodes):
            self._holders[node] = int(counts[str(place)]["doc_count"])
        for place, language in enumerate(languages):
            self._documents[language] = int(counts[f"language{place}"]["doc_count"])

    def _count(self, nodes: Sequence[Node]) -> Mapping[Node, int]:
        return self.holders(nodes)[0]

    def _spelt_like(self, words: Sequence[str], parts: Sequence[str]) -> set[str]:
        suggest: dict[str, object] = {}
        for place, word in enumerate(words):
            term = self._term(allowed_errors(word))
            for field in _FIELDS:
                key = surface_key(word, self._language)
                suggest[f"{place}{field}"] = {"text": key, "term": term | {"field": field}}
        # Suggestions are never the words themselves, so the parts are counted, with the same request.
        nodes: dict[str, Node] = {part: Phrase((surface_key(part, self._language),)) for part in parts}
        body = self.counting(tuple(nodes.values()), ())
        (answer,) = ask(self._deadline, self._alias, {**body, "suggest": suggest})
        if nodes:
            self.learn(tuple(nodes.values()), (), answer)
        start = len(surface_key("", self._language))
        known = {
            option["text"][start:]
            for entries in answer["suggest"].values()
            for entry in entries
            for option in entry["options"]
        }
        likely = {word for word in known if is_suggestable(word, self._language)}
        return likely | {part for part, node in nodes.items() if self._holders[node]}

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
        return {"bool": {"should": having, "minimum_should_match": 1, "filter": visible(self._now)}}

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
