"""Reads the cluster and the languages of the pages in the explorer, in few queries a listing.

A translation is "live" when its page is live and released now, "draft" when there is a page that is not, else
"missing". Whether it is up to date with its source is shown in the translation editor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from clusters.access.own_pages import own_pages
from clusters.models.membership import SECTION_DEPTH
from clusters.models.section import ClusterPage
from fedcms.core.visibility import is_released
from fedcms.users.models import User

State = Literal["live", "draft", "missing"]
STATES: dict[State, str | Promise] = {
    "live": _("en ligne"),
    "draft": _("brouillon"),
    "missing": _("manque"),
}
SECTION_PATH = SECTION_DEPTH * Page.steplen
"""The number of characters of a page's tree path that identify its section."""


@dataclass(frozen=True)
class PageLanguage:
    """One other language of a page. `url` leads to the editor of its translation; "" if the person may not edit it."""

    code: str
    name: str
    state: State
    url: str = ""

    @property
    def words(self) -> str | Promise:
        """The state in words, for readers who do not see its icon."""
        return STATES[self.state]


def languages() -> list[tuple[int, str, str]]:
    """Returns key, code and name of each content language that has a locale, in the order of the settings.

    One query.
    """
    keys = dict(Locale.objects.values_list("language_code", "pk"))
    return [
        (keys[code], code, str(name)) for code, name in settings.WAGTAIL_CONTENT_LANGUAGES if code in keys
    ]


def clusters_of(pages: Iterable[Page]) -> dict[int, str]:
    """Returns the name of the cluster of each page, by the page's key; the federation's own pages are left out."""
    sections = {page.pk: page.path[:SECTION_PATH] for page in pages}
    rows = ClusterPage.objects.filter(path__in=set(sections.values())).values_list("path", "cluster__name")
    names = {path: str(name) for path, name in rows}
    return {pk: names[path] for pk, path in sections.items() if path in names}


def sources_of(pages: Iterable[Page]) -> dict[int, int]:
    """Returns, by the page's key, the key of wagtail-localize's source of each page that translations follow.

    One query.
    """
    keys = {(page.translation_key, page.locale_id): page.pk for page in pages}
    rows = TranslationSource.objects.filter(
        object_id__in={key for key, _locale in keys}, translations__enabled=True
    )
    found = rows.values_list("object_id", "locale_id", "pk").distinct()
    return {keys[key, locale]: source for key, locale, source in found if (key, locale) in keys}


def languages_of(pages: Sequence[Page], user: User) -> dict[int, list[PageLanguage]]:
    """Returns, by the page's key, the other languages of each page with their state."""
    now, known = timezone.now(), languages()
    found: dict[tuple[object, int], Page] = {}
    rows = Page.objects.filter(translation_key__in={page.translation_key for page in pages})
    for row in rows.order_by("pk").only(
        "translation_key", "locale_id", "path", "live", "alias_of_id", "go_live_at", "expire_at"
    ):
        found[row.translation_key, row.locale_id] = row
    own = own_pages(user)

    def one(page: Page, locale_id: int, code: str, name: str) -> PageLanguage:
        translation = found.get((page.translation_key, locale_id))
        if translation is None:
            return PageLanguage(code, name, "missing")
        url = reverse("wagtailadmin_pages:edit", args=[translation.pk]) if own.holds(translation.path) else ""
        return PageLanguage(code, name, "live" if is_released(translation, now) else "draft", url)

    return {page.pk: [one(page, *each) for each in known if each[0] != page.locale_id] for page in pages}
