"""Finds the untranslated notice of a missing page: the languages in which it can be read.

Four ways lead from an address that is not found to a page that is visible (docs/adr/0022): the same path under another
language's prefix; the nearest page on the way, whose translations hold the missing one; old addresses of visible pages
that either of the two leads to; and a page that stood at the very address and was withdrawn, whose translations are
there. Queries are few, whatever the depth, and asked by the page
of the error alone. What was never public is not told: an address says nothing of drafts, nor of what is private.
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

from clusters.content.teasers import Teaser, as_teasers, rows_of
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
    """A visible version of the missing page; `title` is in its own language, `code`."""

    code: str
    language: str
    dir: str
    title: str
    url: str


@dataclass(frozen=True)
class UntranslatedNotice:
    """The missing page in the languages in which it is public.

    `original` is the one in which it was written, or, where that is not public, the one that stands for it.
    """

    versions: list[AvailableVersion]
    original: AvailableVersion
    original_id: int
    published_on: date | None
    teaser: Teaser | None = None
    # It is in the reader's language after all, at another address.
    here: AvailableVersion | None = None
    # Where a machine may translate it (clusters.translation.machine.on_demand); "" when none does.
    machine_url: str = ""

    @property
    def cluster(self) -> Cluster | None:
        """Whose it is; `None`: the federation's."""
        return self.teaser.cluster if self.teaser else None

    @property
    def kind(self) -> str | Promise:
        """What it is, in the reader's language; "" for a page that is no content."""
        return self.teaser.kind_label if self.teaser else ""

    @property
    def day(self) -> date | None:
        """The day that listings show for it: when it takes place, else when it came out."""
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
    """What can be told of the missing page of this request; `None` when nothing that is public is meant by it."""
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
            return None  # the page is there: what it was asked for (a month, a page of a listing) is not
    else:
        paths = _paths(language, way, components)
        wanted = Page.objects.filter(visible_q(), url_path__in=paths).order_by().values("translation_key")
        old = _old_addresses(way, components, paths)
        wanted = wanted.union(old.order_by().values("redirect_page__translation_key"))
        versions = _versions(Q(translation_key__in=wanted))
        key = _meant(versions, paths)
        if key is None and versions:
            key = _moved(old, paths)
    # Where the language asked for is closed, no address in it answers.
    is_open = bool(chain) and is_released(chain[0], timezone.now()) and not chain[0].is_restricted
    return _notice([row for row in versions if row.translation_key == key], language, is_open)


def _once_public(chain: list[Page]) -> list[Page]:
    """The beginning of the way that a visitor may know: no draft that never came out, nothing that is restricted."""
    known: list[Page] = []
    for page in chain:
        if page.first_published_at is None or page.alias_of_id is not None or page.is_restricted:
            break
        known.append(page)
    return known


def _paths(language: str, way: list[Page], components: list[str]) -> list[str]:
    """Where the missing page may stand in other languages, the likeliest first, the main language before others."""
    others = [code for code, _name in settings.LANGUAGES if code != language]
    paths = []
    if len(way) > 1:  # below the home page itself the two ways are one
        left = _joined(components[len(way) - 1 :])
        nearest = Page.objects.filter(visible_q(), translation_key=way[-1].translation_key)
        by_language = dict(nearest.values_list("locale__language_code", "url_path"))
        paths = [by_language[code] + left for code in others if code in by_language]
    return [*paths, *(home_address(code) + _joined(components) for code in others)]


def _old_addresses(way: list[Page], components: list[str], paths: list[str]) -> "QuerySet[Redirect]":
    """Those of the paths at which a page stood that everybody may see now.

    Among them those below former addresses of the nearest page on the way: it may have been renamed after its page was.
    """
    led = Redirect.objects.filter(visible_q(prefix="redirect_page__"), redirect_page_route_path__in=("", "/"))
    asked = Q(old_path__in=[path.rstrip("/") for path in paths])  # as Wagtail keeps them
    if len(way) > 1:
        left = Value("/" + _joined(components[len(way) - 1 :]).rstrip("/"))
        nearest = led.filter(redirect_page__translation_key=way[-1].translation_key)
        asked |= Q(old_path__in=nearest.values_list(Concat("old_path", left), flat=True))
    found: QuerySet[Redirect] = led.filter(asked)
    return found


def _moved(old: "QuerySet[Redirect]", paths: list[str]) -> UUID | None:
    """The page that stood on the likeliest of the paths."""
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
    """The page that stands on the likeliest of the paths: two pages may have one slug in two languages."""
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
    """The original, where it is public; else the version in the main language, or the first in the settings' order."""
    original = original_of([row.language for row in rows if row.translation_state is None])
    order = [original, settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]
    return min(rows, key=lambda row: order.index(row.language))


def _machine_url(row: _VersionRow, language: str) -> str:
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    may_be = is_offered(cast("type[Page] | None", model), row.language, language)
    return reverse("machine_reading", args=[row.pk]) if may_be else ""


def _shown(rows: list[_VersionRow]) -> Mapping[str, AvailableVersion]:
    """By language, in the order of the settings."""
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
