"""Views of the search page, the suggestions and the OpenSearch description."""

import logging
from dataclasses import replace

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fedcms.core.pages.addresses import site_base
from fedcms.core.seo.site_name import site_name
from search.engines.documents import SearchRequest
from search.engines.errors import SearchUnavailable
from search.public.forms import FACETS, LANGUAGE, LAST_PAGE, PAGE_SIZE, SearchForm
from search.public.found import FoundResults
from search.public.promotions import promoted_for
from search.public.results import find
from search.statistics.counting import count_search

SUGGESTION_SECONDS = 30
"""How long a browser, or a cache before the site, may answer for it: somebody who types goes back and forth."""

logger = logging.getLogger("fedcms.search")

FACET_TITLES = {
    "cluster": _("Cluster"),
    "kind": _("Type"),
    "topic": _("Thème"),
    "audience": _("Public visé"),
    "when": _("Événements"),
    "year": _("Année"),
    "country": _("Pays"),
    "source": _("Source"),
    LANGUAGE: _("Langue"),
}


def _facet_groups(found: FoundResults) -> list[dict[str, object]]:
    """The facets as components/facets.html shows them."""
    return [
        {"name": name, "label": FACET_TITLES[name], "options": options}
        for name, options in found.facets.items()
        if len(options) > 1 or any(option.selected and name != LANGUAGE for option in options)
    ]


def _active_filters(form: SearchForm, found: FoundResults) -> list[dict[str, str]]:
    """The filters that are on, each with the address that takes it off, as components/filters.html shows them."""
    return [
        {"label": label, "url": f"?{form.without(**{name: value}).urlencode()}"}
        for name, value, label in found.chosen
    ]


def _other_languages(found: FoundResults, query: str) -> list[dict[str, object]]:
    """The other languages in which the same search finds something, with the address of each."""
    links = []
    for option in found.in_other_languages:
        with translation.override(option.value):
            url = f"{reverse('search')}?{query}"
        links.append({"code": option.value, "name": option.label, "count": option.count, "url": url})
    return links


def _found_page(search: SearchRequest) -> tuple[FoundResults, Page[int]]:
    """What is found and the page that is shown: beyond the last one, the last, as in every listing."""
    found = find(search)
    paginator = Paginator(range(min(found.total, LAST_PAGE * PAGE_SIZE)), PAGE_SIZE)
    shown = paginator.get_page(search.offset // PAGE_SIZE + 1)
    offset = (shown.number - 1) * PAGE_SIZE
    if offset != search.offset:
        found = find(replace(search, offset=offset))
    return found, shown


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for people. Parameters that mean nothing are ignored; a sentence says that an engine is down."""
    form = SearchForm(request.GET, language=get_language() or "fr")
    search = form.to_request()
    request.exists_in_every_language = True  # type: ignore[attr-defined]  # read by home.navigation.menus
    # Keys mean the same in every language; which one is searched, the address of each says.
    asked = {
        "q": search.query,
        # Read there as it is read here, so that the count that is promised is what is found.
        "typed": search.query and search.read_in,
        "sort": request.GET.get("sort") and search.sort.value,
        **search.filters,
    }
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    request.query_in_every_language = query  # type: ignore[attr-defined]  # read there, too
    context: dict[str, object] = {"query": search.query, "sort": search.sort.value}
    try:
        found, page_obj = _found_page(search)
    except SearchUnavailable:
        logger.exception("The search engine did not answer.")
        return render(request, "search/search.html", context | {"is_unavailable": True}, status=503)
    promoted = promoted_for(search)
    above = {item.page_id for item in promoted if item.page_id}
    # What the filter form must not lose.
    hidden = [("q", search.query), ("sort", search.sort.value)]
    if search.language != form.language:
        hidden.append(("locale", search.language))
    if search.typed_in:
        hidden.append(("typed", search.typed_in))
    context |= {
        "found": found,
        "promoted": promoted,
        "click_token": count_search(request, search, total=found.total, relaxed=found.result.relaxed),
        "entries": [item for item in found.entries if item.entry.page_id not in above],
        "facets": _facet_groups(found),
        "active": _active_filters(form, found),
        "other_languages": _other_languages(found, query),
        # On the phone they are folded, but where they leave nothing.
        "opens_filters": bool(found.chosen) and not found.entries,
        "reset_url": f"?{form.without(*FACETS).urlencode()}" if found.chosen else "",
        "hidden": hidden,
        "page_obj": page_obj,
    }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description by which a browser offers this search, in the language of its address."""
    base = site_base()
    context = {
        "name": site_name(),
        "language": get_language() or settings.LANGUAGE_CODE,
        "base": base,
        "search_url": base + reverse("search"),
        "own_url": base + request.path,
    }
    content_type = "application/opensearchdescription+xml"
    return render(request, "search/opensearch.xml", context, content_type=content_type)
