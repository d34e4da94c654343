"""Reads the content languages and the clusters' sections for the report, in one query."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast
from wagtail.models import Locale, Page

from clusters.explorer.rows import SECTION_PATH
from clusters.models.section import ClusterPage
from fedcms.core.i18n.translated_text import TranslatedText

Languages = list[tuple[int, str, str]]
"""Key, code and name of each language of content, in the order of the settings."""


@dataclass(frozen=True)
class LanguagesAndSections:
    """The content languages, and the sections by the tree path of their root: key and name of the cluster."""

    languages: Languages
    sections: dict[str, tuple[int, str]]

    def cluster_of(self, page: Page) -> str:
        """Returns the name of the cluster of a page; "" for the federation's own pages."""
        return self.sections.get(page.path[:SECTION_PATH], (0, ""))[1]

    def section_of(self, page: Page) -> str:
        """Returns the tree path of a page's section; "" for the federation's own pages."""
        root = page.path[:SECTION_PATH]
        return root if root in self.sections else ""

    def locales(self) -> dict[str, int]:
        """Returns the key of each locale by its language code."""
        return {code: pk for pk, code, _name in self.languages}

    def roots_of(self, cluster_id: int) -> list[str]:
        """Returns the tree paths of a cluster's sections, one for each language."""
        return [path for path, (key, _name) in self.sections.items() if key == cluster_id]


def read_languages_and_sections() -> LanguagesAndSections:
    """Reads languages and sections from the database."""
    locales = Locale.objects.order_by().values_list(
        Value("", output_field=CharField()), F("pk"), F("language_code"), Value("", output_field=TextField())
    )
    sections = ClusterPage.objects.order_by().values_list(
        F("path"), F("cluster_id"), Value("", output_field=CharField()), Cast("cluster__name", TextField())
    )
    keys: dict[str, int] = {}
    found: dict[str, tuple[int, str]] = {}
    for path, key, code, name in locales.union(sections, all=True):
        if path:
            found[path] = (key, str(TranslatedText(json.loads(name))))
        else:
            keys[code] = key
    known = [
        (keys[code], code, str(name)) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES if code in keys
    ]
    return LanguagesAndSections(known, found)
