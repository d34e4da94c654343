"""Gives the demo's pages the names of places in their language."""

from functools import cache

import yaml
from wagtail.models import Page

from clusters.models import ContentPage
from fedcms.core.pages.translatable_fields import place_names_of
from fedcms.demo.source import FOLDER, Texts


@cache
def _names() -> dict[str, Texts]:
    return yaml.safe_load((FOLDER / "places.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # read as it is written


def place_name(name: str, language: str) -> str:
    """Returns the name of a place in a language; without another it is that of the files."""
    return _names().get(name, {}).get(language, name)


def own_places(page: ContentPage, source: Page) -> dict[str, list[str]]:
    """Returns what a translation notes of its own names of places (clusters.translation.drafts.place_names)."""
    names = {name: getattr(source, name) for name in place_names_of(type(source))}
    return {name: [called, "", getattr(page, name)] for name, called in names.items() if called}
