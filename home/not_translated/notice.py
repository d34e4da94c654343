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
from django.db.models import CharField, Q, QuerySet
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
from fedcms.core.compiled_queries import Parameter, Value, Values, fetch, one_of, several, those_of
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
    way, now = _once_public(chain), timezone.now()
    if len(way) > len(components):
        key = way[-1].translation_key
        versions = _rows(fetch(_of_page, _languages(), now=now, key=key))
        if any(row.pk == way[-1].pk for row in versions):
            return None  # the page exists; what was asked of it (a month, a page of a listing) does not
    else:
        paths = _paths(language, way, components, now)
        if not paths:
            return None  # there is one language
        former = _former(way, components, paths)
        versions = _rows(fetch(_at, _languages(), now=now, **several(paths, "path"), **former))
        key = _meant(versions, paths)
        if key is None and versions:
            key = _moved(fetch(_moved_from, now=now, **former), paths)
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


def _paths(language: str, way: list[Page], components: list[str], now: datetime) -> list[str]:
    """Returns paths where the missing page may be in other languages, the likeliest first, the main language first."""
    others = [code for code, _name in settings.LANGUAGES if code != language]
    paths = []
    if len(way) > 1:  # directly below the home page both ways are the same
        left = _joined(components[len(way) - 1 :])
        found = fetch(_versions_of, now=now, key=way[-1].translation_key)
        by_language = dict(cast("list[tuple[str, str]]", found))
        paths = [by_language[code] + left for code in others if code in by_language]
    return [*paths, *(home_address(code) + _joined(components) for code in others)]


def _versions_of(*, now: Parameter, key: Parameter) -> "QuerySet[Page, Values]":
    """Returns language and path of a page that is visible, in each language."""
    found = Page.objects.filter(visible_q(now), translation_key=key).order_by()
    return found.values_list("locale__language_code", "url_path")  # type: ignore[no-any-return]  # Wagtail is untyped


def _former(way: list[Page], components: list[str], paths: list[str]) -> dict[str, Value]:
    """Returns what `_old_addresses` takes: those paths, the nearest ancestor and what follows its address."""
    # As Wagtail stores them.
    former = several([path.rstrip("/") for path in paths], "former")
    if len(way) > 1:
        former["nearest"] = way[-1].translation_key
        former["left"] = "/" + _joined(components[len(way) - 1 :]).rstrip("/")
    return former


def _old_addresses(
    now: Parameter, nearest: Parameter | None = None, left: Parameter | None = None, **former: Parameter
) -> "QuerySet[Redirect]":
    """Returns redirects from some paths to pages that are visible now.

    Includes paths below former addresses of the nearest ancestor: it may have been renamed after its page was.
    """
    led = Redirect.objects.filter(
        visible_q(now, prefix="redirect_page__"), redirect_page_route_path__in=("", "/")
    )
    asked = one_of("old_path", former)
    if nearest is not None:
        moved = led.filter(redirect_page__translation_key=nearest)
        below = Concat("old_path", left, output_field=CharField())
        asked |= Q(old_path__in=moved.values_list(below, flat=True))
    found: QuerySet[Redirect] = led.filter(asked).order_by()
    return found


def _moved_from(*, now: Parameter, **former: Parameter) -> "QuerySet[Redirect, Values]":
    """Returns each old address with the translation key of the page that was there."""
    old = _old_addresses(now, **former).order_by("old_path")
    return old.values_list("old_path", "redirect_page__translation_key")


def _moved(old: list[Values], paths: list[str]) -> UUID | None:
    """Returns the translation key of the page that was at the likeliest of the paths."""
    by_path = dict(cast("list[tuple[str, UUID]]", old))
    likely = (by_path[path.rstrip("/")] for path in paths if path.rstrip("/") in by_path)
    return next(likely, next(iter(by_path.values()), None))


def _joined(components: Iterable[str]) -> str:
    return "".join(f"{part}/" for part in components)


def _languages() -> tuple[str, ...]:
    """Returns those of the settings: pages outlive a language that was taken out."""
    return tuple(code for code, _name in settings.LANGUAGES)


def _of_page(languages: tuple[str, ...], *, now: Parameter, key: Parameter) -> "QuerySet[Page, Values]":
    """Returns the visible versions of a page."""
    return _versions(languages, now, Q(translation_key=key))


def _at(languages: tuple[str, ...], *, now: Parameter, **given: Parameter) -> "QuerySet[Page, Values]":
    """Returns the visible versions of pages that are at some paths, or that old addresses lead to."""
    paths = those_of("path", given)
    former = {name: value for name, value in given.items() if name not in paths}
    wanted = Page.objects.filter(visible_q(now), one_of("url_path", paths)).order_by()
    old = _old_addresses(now, **former).values("redirect_page__translation_key")
    return _versions(languages, now, Q(translation_key__in=wanted.values("translation_key").union(old)))


def _versions(languages: tuple[str, ...], now: Parameter, asked: Q) -> "QuerySet[Page, Values]":
    rows = Page.objects.filter(asked, visible_q(now), depth__gt=1, locale__language_code__in=languages)
    return rows.order_by("pk").values_list(*_VersionRow._fields[:-1], "locale__language_code")  # type: ignore[no-any-return]  # as above


def _rows(found: list[Values]) -> list[_VersionRow]:
    return [_VersionRow(*row) for row in found]  # type: ignore[arg-type]  # the columns are its fields


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
