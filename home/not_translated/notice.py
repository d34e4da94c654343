"""Finds the untranslated notice for a missing page: the languages in which it can be read.

There are four ways from an address that is not found to a visible page (docs/adr/0022): the same path under another
language's prefix; the nearest existing ancestor, below whose translations the missing page may be; former addresses of
visible pages that either way leads to; and a withdrawn page at this very address whose translations are visible. The
queries are few, whatever the depth, and only the error page runs them. What was never public is not revealed: an
address tells nothing of drafts and private pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, cast
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clusters.content.teaser_rows import as_teasers, rows_of
from clusters.content.teasers import Teaser
from clusters.models import Cluster, ContentPage
from clusters.translation.machine.on_demand import is_offered
from fedcms.core.http.null_characters import NULL
from fedcms.core.pages.addresses import home_address
from fedcms.core.pages.routing import chain_of, find_chain
from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT
from fedcms.core.visibility import is_released, visible_q
from home.navigation.menus import original_of

LONGEST_PATH = 12


@dataclass(frozen=True)
class AvailableVersion:
    """A visible version of the missing page; `title` is in the language `code`."""

    code: str
    language: str
    dir: str
    title: str
    url: str


@dataclass(frozen=True)
class UntranslatedNotice:
    """The missing page, in the languages in which it is public.

    `original` is the version in which it was written, or if that is not public, the one that stands in for it.
    """

    versions: list[AvailableVersion]
    original: AvailableVersion
    original_id: int
    published_on: date | None
    teaser: Teaser | None = None
    # The page in the reader's own language, at another address.
    here: AvailableVersion | None = None
    # The address of its machine translation (clusters.translation.machine.on_demand); "" when it is not offered.
    machine_url: str = ""

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that publishes it; None for the federation."""
        return self.teaser.cluster if self.teaser else None

    @property
    def kind(self) -> str | Promise:
        """The label of its kind, in the reader's language; "" for a page that is no content."""
        return self.teaser.kind_label if self.teaser else ""

    @property
    def day(self) -> date | None:
        """The day that listings show: when it takes place, else when it was published."""
        return self.teaser.dated if self.teaser else self.published_on


class _VersionRow(NamedTuple):
    pk: int
    title: str
    url_path: str
    translation_key: UUID
    first_published_at: datetime | None
    content_type_id: int
    translation_state: int | None
    language: str


def find_untranslated_notice(request: HttpRequest) -> UntranslatedNotice | None:
    """Returns the notice for the missing page of this request; None when no public page is meant by its address."""
    language = get_language() or settings.LANGUAGE_CODE
    home = home_address(language)
    if not request.path.startswith(home) or NULL in request.path:
        return None
    chain, components = chain_of(request) or find_chain(home, request.path.removeprefix(home))
    if not components or len(components) > LONGEST_PATH:
        return None
    way = _once_public(chain)
    if len(way) > len(components):
        key = way[-1].translation_key
        versions = _versions(Q(translation_key=key))
        if any(row.pk == way[-1].pk for row in versions):
            return None  # the page exists; what was asked of it (a month, a page of a listing) does not
    else:
        paths = _paths(language, way, components)
        wanted = Page.objects.filter(visible_q(), url_path__in=paths).order_by().values("translation_key")
        old = _old_addresses(way, components, paths)
        wanted = wanted.union(old.order_by().values("redirect_page__translation_key"))
        versions = _versions(Q(translation_key__in=wanted))
        key = _meant(versions, paths)
        if key is None and versions:
            key = _moved(old, paths)
    # In a closed language, no address answers, so no machine translation is offered.
    is_open = bool(chain) and is_released(chain[0], timezone.now()) and not chain[0].is_restricted
    return _notice([row for row in versions if row.translation_key == key], language, is_open)


def _once_public(chain: list[Page]) -> list[Page]:
    """Returns the first pages of the chain that visitors may know: once published, neither alias nor restricted."""
    known: list[Page] = []
    for page in chain:
        if page.first_published_at is None or page.alias_of_id is not None or page.is_restricted:
            break
        known.append(page)
    return known


def _paths(language: str, way: list[Page], components: list[str]) -> list[str]:
    """Returns paths where the missing page may be in other languages, the likeliest first, the main language first."""
    others = [code for code, _name in settings.LANGUAGES if code != language]
    paths = []
    if len(way) > 1:  # directly below the home page both ways are the same
        left = _joined(components[len(way) - 1 :])
        nearest = Page.objects.filter(visible_q(), translation_key=way[-1].translation_key)
        by_language = dict(nearest.values_list("locale__language_code", "url_path"))
        paths = [by_language[code] + left for code in others if code in by_language]
    return [*paths, *(home_address(code) + _joined(components) for code in others)]


def _old_addresses(way: list[Page], components: list[str], paths: list[str]) -> "QuerySet[Redirect]":
    """Returns redirects from those paths to pages that are visible now.

    Includes paths below former addresses of the nearest ancestor: it may have been renamed after its page was.
    """
    led = Redirect.objects.filter(visible_q(prefix="redirect_page__"), redirect_page_route_path__in=("", "/"))
    asked = Q(old_path__in=[path.rstrip("/") for path in paths])  # as Wagtail stores them
    if len(way) > 1:
        left = Value("/" + _joined(components[len(way) - 1 :]).rstrip("/"))
        nearest = led.filter(redirect_page__translation_key=way[-1].translation_key)
        asked |= Q(old_path__in=nearest.values_list(Concat("old_path", left), flat=True))
    found: QuerySet[Redirect] = led.filter(asked)
    return found


def _moved(old: "QuerySet[Redirect]", paths: list[str]) -> UUID | None:
    """Returns the translation key of the page that was at the likeliest of the paths."""
    by_path = dict(old.order_by("old_path").values_list("old_path", "redirect_page__translation_key"))
    likely = (by_path[path.rstrip("/")] for path in paths if path.rstrip("/") in by_path)
    return next(likely, next(iter(by_path.values()), None))


def _joined(components: Iterable[str]) -> str:
    return "".join(f"{part}/" for part in components)


def _versions(asked: Q) -> list[_VersionRow]:
    known = [code for code, _name in settings.LANGUAGES]  # pages outlive a language that was taken out
    rows = Page.objects.filter(asked, visible_q(), depth__gt=1, locale__language_code__in=known).order_by(
        "pk"
    )
    return [_VersionRow(*row) for row in rows.values_list(*_VersionRow._fields[:-1], "locale__language_code")]


def _meant(versions: list[_VersionRow], paths: list[str]) -> UUID | None:
    """Returns the translation key of the page at the likeliest path: two pages may share a slug in two languages."""
    by_path = {row.url_path: row.translation_key for row in versions}
    return next((by_path[path] for path in paths if path in by_path), None)


def _notice(rows: list[_VersionRow], language: str, is_open: bool) -> UntranslatedNotice | None:
    if not rows:
        return None
    shown = _shown(rows)
    first = _first(rows)
    content = ContentPage.objects.visible().filter(pk=first.pk)
    published = first.first_published_at
    return UntranslatedNotice(
        versions=[page for code, page in shown.items() if code != language],
        original=shown[first.language],
        original_id=first.pk,
        published_on=timezone.localdate(published) if published else None,
        teaser=next(iter(as_teasers(rows_of(content, with_images=False))), None),
        here=shown.get(language),
        machine_url=_machine_url(first, language) if is_open and language not in shown else "",
    )


def _first(rows: list[_VersionRow]) -> _VersionRow:
    """Returns the original if it is public; else the version in the main language, or the first of the settings."""
    original = original_of([row.language for row in rows if row.translation_state is None])
    order = [original, settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]
    return min(rows, key=lambda row: order.index(row.language))


def _machine_url(row: _VersionRow, language: str) -> str:
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    may_be = is_offered(cast("type[Page] | None", model), row.language, language)
    return reverse("machine_reading", args=[row.pk]) if may_be else ""


def _shown(rows: list[_VersionRow]) -> Mapping[str, AvailableVersion]:
    """Returns the versions by language, in the order of the settings."""
    by_language = {row.language: row for row in rows}
    return {
        code: AvailableVersion(
            code,
            str(name),
            "rtl" if code in RIGHT_TO_LEFT else "ltr",
            by_language[code].title,
            quote(by_language[code].url_path),
        )
        for code, name in settings.LANGUAGES
        if code in by_language
    }
