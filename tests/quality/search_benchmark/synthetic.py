"""Makes up entries and searches in four languages, the same for the same seed.

Words are drawn as in real texts: a few of them all the time, most of them hardly ever (Zipf's law). Which words many
entries hold is therefore known, and searches are made of words that few, or half of the entries hold.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from search.engines import EntryDocument

# As a federation of francophone clusters writes: most of it in French.
LANGUAGES = {"fr": 0.55, "en": 0.2, "es": 0.15, "ar": 0.1}
VOCABULARY = 20_000
TITLE_WORDS, SUMMARY_WORDS, BODY_WORDS = 8, 25, 220
CLUSTERS = tuple(f"cluster-{number}" for number in range(18))
KINDS = ("article", "story", "press_release", "event", "mission")
TOPICS = tuple(f"topic-{number}" for number in range(12))
COUNTRIES = ("FR", "BE", "CH", "CA", "TN", "SN")

_SYLLABLES = {
    "fr": "ba ca da fa ga la ma na pa ra sa ta va bre cla dro fle gri plu tra bou cou fou lou mou nou pou",
    "en": "be ce de fe ge le me ne pe re se te ve bra cro dri flo gru ple tro bea cea dea fea gea lea mea",
    "es": "bo co do fo go lo mo no po ro so to vo bri cle dra flu gro pli tre bue cue due fue gue lue mue",
    "ar": "با تا ثا جا حا خا دا را زا سا شا صا طا عا غا فا قا كا لا ما نا ها وا يا بو تو جو دو رو سو",
}
_QUESTIONS = {
    "fr": "Comment {} et {} avec {} dans les {} de {} ?",
    "en": "How can {} and {} be used with {} in the {} of {}?",
    "es": "¿Cómo se usan {} y {} con {} en los {} de {}?",
    "ar": "كيف يمكن {} و {} مع {} في {} من {}؟",
}


@dataclass
class Corpus:
    """Entries that are made as they are asked for; `holders` counts by language how many entries hold each word."""

    entries: int
    seed: int
    now: datetime
    body_words: int = BODY_WORDS
    holders: dict[str, Counter[str]] = field(default_factory=dict)
    sizes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Makes the vocabularies."""
        chance = Random(self.seed)
        self.holders = {language: Counter() for language in LANGUAGES}
        self._known_rare: dict[str, list[str]] = {}
        self._words = {language: _vocabulary(language, chance) for language in LANGUAGES}
        # The first word stands in about half of the texts of this length, the hundredth in one of thirty.
        self._weights = list(accumulate(1 / (rank + 300) for rank in range(VOCABULARY)))

    def documents(self) -> Iterator[EntryDocument]:
        """All entries, in the order of their ids. Each call gives the same."""
        chance = Random(self.seed + 1)
        names, shares = list(LANGUAGES), list(LANGUAGES.values())
        self.sizes.clear()
        self._known_rare.clear()
        for counter in self.holders.values():
            counter.clear()
        for number in range(self.entries):
            (language,) = chance.choices(names, shares)
            yield self._document(number, language, chance)

    def _document(self, number: int, language: str, chance: Random) -> EntryDocument:
        common, words = self._words[language][0], self._words[language]
        texts = [
            chance.choices(words, cum_weights=self._weights, k=length)
            for length in (TITLE_WORDS, SUMMARY_WORDS, self.body_words)
        ]
        if chance.random() < 0.5:
            texts[2][chance.randrange(self.body_words)] = common
        self.sizes[language] += 1
        self.holders[language].update({word for text in texts for word in text})
        kind = chance.choice(KINDS)
        return EntryDocument(
            id=f"entry-{number}",
            language=language,
            title=" ".join(texts[0]).capitalize(),
            summary=" ".join(texts[1]).capitalize() + ".",
            body=". ".join(
                " ".join(texts[2][start : start + 20]).capitalize() for start in range(0, self.body_words, 20)
            ),
            keywords=(chance.choice(TOPICS),),
            kind=kind,
            cluster=chance.choice(CLUSTERS),
            topics=tuple(chance.sample(TOPICS, 2)),
            audiences=("school",) if chance.random() < 0.5 else (),
            country=chance.choice(COUNTRIES),
            source="site" if chance.random() < 0.7 else "external",
            when=("coming" if chance.random() < 0.1 else "past") if kind in ("event", "mission") else "",
            date=self.now - timedelta(minutes=chance.randrange(6 * 365 * 24 * 60)),
            url=f"/{language}/entry-{number}/",
        )

    def queries(self, count: int, *, others: bool = False) -> list[tuple[str, str, str]]:
        """(form, language, text) of searches: 70 % selective, 20 % with a frequent word, 10 % whole questions.

        Call it when `documents` were read to their end. `others` of the same kind are to warm up with.
        """
        chance = Random(self.seed + (4 if others else 2))
        names, shares = list(LANGUAGES), list(LANGUAGES.values())
        made = []
        for _ in range(count):
            (language,) = chance.choices(names, shares)
            (form,) = chance.choices(("selective", "frequent", "question"), (70, 20, 10))
            made.append((form, language, self._query(form, language, chance)))
        return made

    def _query(self, form: str, language: str, chance: Random) -> str:
        holders, size = self.holders[language], self.sizes[language]
        rare = self._rare(language)
        if form == "selective":
            return " ".join(chance.sample(rare, chance.randint(1, 3)))
        if form == "frequent":
            words = [self._words[language][0], *chance.sample(rare, chance.randint(0, 1))]
            return " ".join(words)
        several = [word for word in self._words[language][:2_000] if holders[word] <= size * 0.3]
        return _QUESTIONS[language].format(*chance.sample(several, 3), *chance.sample(rare, 2))

    def _rare(self, language: str) -> list[str]:
        """Words that at most 5 % of the language's entries hold, and more than a handful."""
        if language not in self._known_rare:
            holders, size = self.holders[language], self.sizes[language]
            rare = [word for word in self._words[language] if 5 <= holders[word] <= size * 0.05]
            self._known_rare[language] = rare
        return self._known_rare[language]

    def beginnings(self, count: int, *, others: bool = False) -> list[tuple[str, str]]:
        """(language, text) of what is being typed: the beginning of a word, or a word and the beginning of another."""
        chance = Random(self.seed + (5 if others else 3))
        names, shares = list(LANGUAGES), list(LANGUAGES.values())
        made = []
        for _ in range(count):
            (language,) = chance.choices(names, shares)
            rare = self._rare(language)
            word = chance.choice(rare)
            begun = word[: max(3, len(word) - chance.randint(0, 3))]
            made.append((language, f"{chance.choice(rare)} {begun}" if chance.random() < 0.3 else begun))
        return made


def _vocabulary(language: str, chance: Random) -> list[str]:
    syllables = _SYLLABLES[language].split()
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(chance.choices(syllables, k=chance.randint(2, 4)))] = None
    return list(words)
