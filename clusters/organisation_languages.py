"""Tells in which languages an organisation has words: for the search, its head and the sitemap."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clusters.models import Offering


def languages_of(description: Mapping[str, str], offerings: "Iterable[Offering]") -> list[str]:
    """Returns the languages of an organisation's description and of what it offers; none: it is shown in all.

    Without a description no language is its own, whatever the names of its products.
    """
    if not any(description.values()):
        return []
    texts = [description, *(text for each in offerings for text in (each.name, each.description))]
    return list(dict.fromkeys(code for text in texts for code, words in text.items() if words))
