"""Builds the site frame of a page: menu, languages, breadcrumbs, footer. One query a page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from wagtail.models import Page

from clusters.models import ClusterPage
from clusters.sections.blueprints import blueprints_of
from fedcms.core.compiled_queries import Parameter, Value, Values, fetch
from fedcms.core.pages.addresses import home_address, quoted_path, site_base
from fedcms.core.planner_hints import HighlySelective
from fedcms.core.seo.site_name import site_name
from fedcms.core.shown_tags import MENU, declared, set_tag
from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT
from fedcms.core.visibility import visible_q
from home.navigation.footer import footer_columns
from home.navigation.menu_titles import menu_links
from home.navigation.site_frame import LanguageLink, Link, SiteFrame
from home.page_keys import blueprint_key

SHORT_NAMES = {"ar": "ع"}
HOME_DEPTH = 2


def _suffix(request: HttpRequest, page: Page) -> str:
    """Returns what follows the page's own address: the route of a routable page (an organisation's record)."""
    own = quoted_path(page.url_path)
    return request.path[len(own) :] if request.path.startswith(own) else ""


def _kept_query(request: HttpRequest, page: Page | None) -> str:
    """Returns the query string that links to other languages keep: filters that the page or view knows.

    The number of a listing's page is dropped.
    """
    if page is None:
        query = getattr(request, "query_in_every_language", "")
    else:
        names = (*getattr(page, "filter_parameters", ()), *dict(getattr(page, "variants", ())))
        query = urlencode(
            [(name, value) for name in names for value in request.GET.getlist(name) if value.strip()]
        )
    return f"?{query}" if query else ""


@dataclass
class _NearbyPages:
    """Pages of the tree that the site frame of a page needs."""

    links: list[tuple[Link, bool]] = field(default_factory=list)
    # The federation's own pages among them, by the keys of their section blueprints.
    keyed: dict[str, Link] = field(default_factory=dict)
    section: list[Link] = field(default_factory=list)
    section_urls: dict[str, str] = field(default_factory=dict)
    available: dict[str, str] = field(default_factory=dict)
    originals: set[str] = field(default_factory=set)
    # Languages whose home page is public: the picker never leads to another.
    open_languages: set[str] = field(default_factory=set)


class _TreeRow(NamedTuple):
    title: str
    url_path: str
    show_in_menus: bool
    translation_key: UUID
    depth: int
    state: int | None
    language: str
    path: str


def _at_depth(depth: int | Parameter) -> HighlySelective:
    """Returns the condition that a page has a depth near the root, where few pages are."""
    return HighlySelective(Exact(F("depth"), depth))


def _rows(
    home_url: str,
    *,
    now: Parameter,
    key: Parameter | None = None,
    root: Parameter | None = None,
    depth: Parameter | None = None,
) -> "QuerySet[Page, Values]":
    """Returns home pages and their children, the pages of a translation key, and the children of a section's root.

    It is a union, each part of which uses an index; with one condition of ORs, databases read every page. In no order:
    to have the parts in that of the tree, SQLite may read every page, too.
    """
    asked = [Q(_at_depth(HOME_DEPTH)), Q(_at_depth(HOME_DEPTH + 1), url_path__startswith=home_url)]
    if root is not None and depth is not None:
        asked.append(Q(_at_depth(depth), path__startswith=root))
    if key is not None:
        asked.append(Q(translation_key=key))
    columns = (*_TreeRow._fields[:5], "translation_state", "locale__language_code", "path")
    parts = [Page.objects.filter(each, visible_q(now)).order_by().values_list(*columns) for each in asked]
    return parts[0].union(*parts[1:])  # type: ignore[no-any-return]  # Wagtail is untyped


def _read(request: HttpRequest, page: Page | None, home_url: str) -> _NearbyPages:
    """Reads menu, section pages, visible translations of the page and open languages, in one query."""
    values: dict[str, Value] = {}
    if page is not None and page.pk:
        values["key"] = page.translation_key
    if isinstance(page, ClusterPage):
        values |= {"root": page.path, "depth": page.depth + 1}
    tags = [set_tag(page.translation_key)] if page is not None and page.pk else []
    with declared(MENU, *tags):
        rows = map(_TreeRow._make, fetch(_rows, home_url, now=timezone.now(), **values))
    in_order = sorted(rows, key=attrgetter("path"))
    nearby = _NearbyPages()
    keys = {blueprint_key(part.key): part.key for part in blueprints_of("federation")}
    of_section = blueprints_of("cluster") if isinstance(page, ClusterPage) else ()
    section_keys = {uuid5(page.translation_key, part.key): part.key for part in of_section if page}
    for title, url_path, in_menu, translation_key, depth, state, code, _path in in_order:
        url = quoted_path(url_path)
        if depth == HOME_DEPTH:
            nearby.open_languages.add(code)
        if page is not None and translation_key == page.translation_key:
            nearby.available[code] = url
            nearby.originals |= {code} if state is None else set()
        if not url.startswith(home_url):
            continue  # a translation: not in this language's menu
        link = Link(title, url, request.path.startswith(url))
        if depth == HOME_DEPTH + 1:
            nearby.links.append((link, in_menu))
            if translation_key in keys:
                nearby.keyed[keys[translation_key]] = link
        elif isinstance(page, ClusterPage) and depth == page.depth + 1:
            nearby.section += [link] if in_menu else []
            nearby.section_urls |= (
                {section_keys[translation_key]: url} if translation_key in section_keys else {}
            )
    return nearby


def original_of(codes: Collection[str]) -> str:
    """Returns the language in which a page was written, from the languages where it has no translation state.

    Structural pages have no translation state in any language, and no original: "".
    """
    return next(iter(codes)) if len(codes) == 1 else ""


def default_of(alternates: Iterable[tuple[str, str]], original: str = "") -> str:
    """Returns the address for readers of all other languages (x-default); "" if there is none.

    That is the main language's, else the original's, else that of the first language in the order of the settings.
    """
    found = dict(alternates)
    wanted = (settings.LANGUAGE_CODE, original, *(code for code, _name in settings.LANGUAGES), *found)
    return next((found[code] for code in wanted if code in found), "")


def build_site_frame(request: HttpRequest, page: Page | None) -> SiteFrame:
    """Returns the site frame of a page; with None, that of a view without a page (search, an error)."""
    language = get_language() or settings.LANGUAGE_CODE
    home_url = home_address(language)
    nearby = _read(request, page, home_url)
    available = nearby.available
    suffix = _suffix(request, page) if page is not None else ""
    # Of a route, the page says in which languages it has one that answers; elsewhere the page itself is offered.
    if (routes := getattr(page, "route_languages", None)) is not None:
        available = {code: url for code, url in available.items() if code in routes}
    kept = "" if suffix else _kept_query(request, page)
    languages = []
    for code, name in settings.LANGUAGES:
        if code not in nearby.open_languages and code != language:
            continue
        if page is None:
            # A view has the same path in every language; a missing page links to home pages.
            url = f"{home_address(code)}{request.path.removeprefix(home_url)}"
            is_there = getattr(request, "exists_in_every_language", False) or code in getattr(
                request, "existing_languages", ()
            )
            url = url + kept if is_there else home_address(code)
        else:
            is_there = code in available
            # The same path under the other prefix leads to the notice that it is not translated, and where it can be
            # read.
            own = home_address(code)
            if request.path.startswith(home_url):
                own += request.path.removeprefix(home_url)
            url = available[code] + suffix + kept if is_there else nearby.available.get(code, own)
        languages.append(
            LanguageLink(
                code=code,
                name=name,
                short=SHORT_NAMES.get(code, code.upper()),
                dir="rtl" if code in RIGHT_TO_LEFT else "ltr",
                url=url,
                current=code == language,
                available=is_there or code == language,
            )
        )
    of_blueprints = nearby.keyed.values()
    columns = footer_columns(
        nearby.keyed, [link for link, in_menu in nearby.links if in_menu and link not in of_blueprints]
    )
    in_columns = [link for column in columns for link in column.links]
    alternates = [(code, f"{site_base()}{url}{suffix}") for code, url in sorted(available.items())]
    ancestors = getattr(page, "ancestors_on_the_way", ())
    # Above a view that is a place of the site (search, subscribing, feeds), none above errors and forms.
    above = [Link(site_name(), home_url)] if getattr(request, "exists_in_every_language", False) else []
    return SiteFrame(
        home_url=home_url,
        search_url=reverse("search"),
        site_name=site_name(),
        nav=menu_links([link for link, in_menu in nearby.links if in_menu], nearby.keyed, language),
        footer=[link for link, in_menu in nearby.links if not in_menu and link not in in_columns],
        languages=languages,
        crumbs=[Link(p.title, quoted_path(p.url_path)) for p in ancestors] if page else above,
        alternates=alternates,
        original=original_of(nearby.originals),
        page_urls={key: link.url for key, link in nearby.keyed.items()},
        columns=columns,
        section=nearby.section,
        section_urls=nearby.section_urls,
    )
