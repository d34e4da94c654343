"""System checks of the guide: what its table of screens names, and what its chapters link to, exists."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import get_resolver

from home.guide.chapters import LANGUAGES, chapter_files, linked_chapter
from home.guide.rendering import parse, sections_of
from home.guide.screens import NAMED_BY_VIEWS, TOPICS, HelpTopic


def is_screen(name: str) -> bool:
    """Returns whether a name is that of a URL, of a namespace of URLs, or of a screen that its view names."""
    if name in NAMED_BY_VIEWS:
        return True
    resolver = get_resolver()
    *namespaces, last = name.split(":")
    for namespace in namespaces:
        if namespace not in resolver.namespace_dict:
            return False
        resolver = resolver.namespace_dict[namespace][1]
    return last in resolver.reverse_dict or last in resolver.namespace_dict


def _anchors(path: Path) -> set[str]:
    return {section.anchor for section in sections_of(parse(path.read_text(encoding="utf-8")))}


def _anchors_by_chapter(language: str) -> dict[str, set[str]]:
    return {name: _anchors(path) for name, path in chapter_files(language).items()}


def _links(path: Path) -> Iterator[str]:
    """Yields the links of a chapter, and its pictures."""
    for token in parse(path.read_text(encoding="utf-8")):
        for child in token.children or []:
            if child.type in ("link_open", "image"):
                yield str(child.attrGet("href") or child.attrGet("src"))


def wrong_topics(topics: dict[str, HelpTopic]) -> Iterator[str]:
    """Yields, in words, each screen of a table that does not exist, and each heading that no chapter has."""
    known = {language: _anchors_by_chapter(language) for language in LANGUAGES}
    for screen, topic in topics.items():
        if not is_screen(screen):
            yield f"There is no screen “{screen}”."
        for language in LANGUAGES:
            target = topic.get(language, "")
            name, _sign, anchor = target.partition("#")
            if anchor not in known[language].get(name, ()):
                yield f"The guide has no “{target}” in “{language}”, to which “{screen}” leads."


def wrong_links() -> Iterator[str]:
    """Yields, in words, each link of a chapter that leads nowhere, and each picture that is not there."""
    for language in LANGUAGES:
        for path in chapter_files(language).values():
            for target in _links(path):
                if not _leads_somewhere(language, path, target):
                    yield f"{path.name} ({language}) names “{target}”, which is not there."


def _leads_somewhere(language: str, path: Path, target: str) -> bool:
    if target.startswith("https://"):
        return True
    if target.startswith("images/"):
        return (path.parent / target).is_file()
    if target.startswith("#"):
        return target[1:] in _anchors(path)
    linked = linked_chapter(language, target)
    if linked is None:
        return False
    other, name, anchor = linked
    return not anchor or anchor in _anchors(chapter_files(other)[name])


@register(Tags.urls)
def guide_is_complete(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Returns fedcms.E002 for what the table of screens names in vain, fedcms.E003 for what a chapter does."""
    return [
        *(
            Error(words, hint="Correct home.guide.screens, or the chapter.", id="fedcms.E002")
            for words in wrong_topics(TOPICS)
        ),
        *(
            Error(words, hint="Correct the chapter in docs/editors.", id="fedcms.E003")
            for words in wrong_links()
        ),
    ]
