"""What a page knows of the names of its places: for which of its source's each stands, and in which language."""

from typing import ClassVar, NamedTuple

from django.db import models

from fedcms.core.models.base_page import BasePage


class NotedPlace(NamedTuple):
    """A name of a place in a translation, as `source_places` has it by column."""

    in_source: str
    """The source's name of the place."""
    language: str
    """The code of the language of the page's name; "" if it is the page's own."""
    name: str
    """The page's name. If the page has another by now, somebody wrote it without its source: then nothing is known."""


def noted_place(noted: object, column: str, name: object) -> NotedPlace | None:
    """Returns what `source_places` says of the name that a page has in a column; `None` if it is of none."""
    found = noted.get(column) if isinstance(noted, dict) else None
    place = NotedPlace(*found) if found else None
    return place if place is not None and place.name == name else None


class PageWithPlaceNames(BasePage):
    """A page with names of places, which each language has for itself (docs/adr/0071)."""

    # By column, in a translation: a `NotedPlace` (clusters.translation.drafts.place_names).
    source_places = models.JSONField(editable=False, default=dict, blank=True)
    # The language of the date line's place, where that is not the page's; computed at each save.
    dateline_language = models.CharField(max_length=12, editable=False, blank=True, default="")

    # The column with the place of the date line.
    place_field: ClassVar[str] = "dateline_place"

    class Meta:
        abstract = True

    def language_of_place(self, column: str) -> str:
        """Returns the code of the language of a place's name, where a translation has its source's; else ""."""
        place = noted_place(self.source_places, column, getattr(self, column))
        return place.language if place else ""

    def place_in_source(self, column: str) -> str:
        """Returns the source's name of the place in a column: the same in all languages; its own in an original."""
        name = getattr(self, column)
        place = noted_place(self.source_places, column, name)
        return place.in_source if place else str(name)
