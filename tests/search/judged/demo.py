"""The demo's texts as documents of a search, without loading the demo: a test must not take minutes."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

import yaml

from clusters.towns.finding import names_of_town
from fedcms.demo import source
from fedcms.demo.place_names import place_name
from search.engines import Concept, EntryDocument
from search.thesaurus.seed import seed_concepts
from tests.quality.search_evaluation.judged import JudgedLanguage
from tests.search.test_engines_corpus import NOW

FOLDER = Path(__file__).parent
LANGUAGES = ("fr", "en", "es", "ar")


def _words(value: object) -> Iterator[str]:
    """All texts in a block, a list of blocks, or a page."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)


def _places(page: source.PageSpec, home: str, language: str) -> list[str]:
    """The names of the place of a page, as its entry has them. `home` is the country of its cluster."""
    venue = page.get("venue", {}).get("city", "") if page["type"] == "event" else page.get("place", "")
    called = page.get("destination_city", venue)
    country = page.get("destination_country", home)
    names = (place_name(called, language), called)
    return list(dict.fromkeys(name for each in names for name in names_of_town(each, country)))


@cache
def _sections() -> list[source.Section]:
    """Read once: it is most of a megabyte of YAML."""
    return source.sections()


def documents(language: str) -> Iterator[EntryDocument]:
    """The demo's pages and organisations in one language, with the fields that their entries have."""
    topics = {topic["key"]: topic["labels"] for topic in source.topics()}
    for section in _sections():
        cluster = section.get("cluster")
        slug = cluster["slug"] if cluster else "federation"
        home = [cluster["name"][language], cluster["territory"][language]] if cluster else []
        names = {one["key"]: one["name"] for one in section.get("organisations", [])}
        for page in section["pages"]:
            text = page["text"].get(language)
            if text is None:
                continue
            labels = [topics[key][language] for key in page["topics"]]
            rest = {name: value for name, value in text.items() if name not in ("title", "summary")}
            yield EntryDocument(
                id=page["key"],
                language=language,
                title=text["title"],
                summary=text["summary"],
                body=" ".join(_words(rest)),
                keywords=(
                    *labels,
                    *filter(None, [names.get(page.get("organisation", ""))]),
                    *_places(page, cluster["country"] if cluster else "", language),
                    *home,
                ),
                kind=page["type"],
                cluster=slug,
                topics=tuple(page["topics"]),
                date=NOW + timedelta(days=page["days"]),
            )
        for organisation in section.get("organisations", []):
            yield EntryDocument(
                id=organisation["key"],
                language=language,
                title=organisation["name"],
                summary=organisation["description"][language],
                keywords=tuple(home),
                kind="organisation",
                cluster=slug,
            )


def judged(language: str) -> JudgedLanguage:
    """The questions of one language; of the pages that answer, the first counts most."""
    part = JudgedLanguage(language, language, documents=list(documents(language)))
    groups: dict[str, dict[str, list[str]]] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text("utf-8"))
    for queries in groups.values():
        for query, answers in queries.items():
            part.queries[query] = query
            part.judgements[query] = {key: 2 if place == 0 else 1 for place, key in enumerate(answers)}
    return part


def thesaurus() -> list[Concept]:
    """The concepts that ship with the project."""
    return [Concept(row.key, row.all_labels()) for row in seed_concepts()]
