"""Views of the search page and of the OpenSearch description."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
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
from search.meaning.asking import KnownVector
from search.public.dated_results import find_page_again, find_with_dates
from search.public.forms import AS_WORDS, FACETS, LANGUAGE, LAST_PAGE, PAGE_SIZE, SearchForm
from search.public.found import FoundResults
from search.public.nothing_found import offers_instead
from search.public.promotions import promoted_for
from search.public.results import question_of
from search.statistics.counting import count_search

logger = logging.getLogger("fedcms.search")

WORDS_ALONE = "words"
"""The parameter by which the links to other pages say that no model was asked."""
FACET_TITLES = {
    "cluster": _("Cluster"),
    "kind": _("Type"),
    "topic": _("Thème"),
    "audience": _("Public visé"),
    "when": _("Événements"),
    "year": _("Année"),
    "month": _("Mois"),
    "country": _("Pays"),
    "source": _("Source"),
    LANGUAGE: _("Langue"),
}


def _facet_groups(found: FoundResults) -> list[dict[str, object]]:
    """Returns the facets for components/facets.html. Those that offer no choice are left out.

    Months are offered of a year, or where one is chosen.
    """
    timed = {name for name, _value, _label in found.chosen} & {"year", "month"}
    return [
        {"name": name, "label": FACET_TITLES[name], "options": options, "single": False}
        for name, options in found.facets.items()
        if (len(options) > 1 and (name != "month" or timed))
        or any(option.selected and name != LANGUAGE for option in options)
    ]


def _left_as_words(params: QueryDict, found: FoundResults) -> QueryDict:
    """Returns the parameters with the words that are left of a date, in which no other is read."""
    if found.dates:
        params["q"], params["dates"] = found.dates.rest, AS_WORDS
    return params


def _explicit(form: SearchForm, found: FoundResults) -> QueryDict:
    """Returns the parameters that find the same with nothing read in the words: its filters stand in the address."""
    explicit = _left_as_words(form.without(), found)
    if found.dates:
        chosen = form.filters()
        for name, values in found.dates.filters.items():
            explicit.setlist(name, list(chosen[name] or values))
    return explicit


def _active_filters(form: SearchForm, found: FoundResults) -> list[dict[str, str]]:
    """Returns the active filters for components/filters.html, each with the address without it.

    Those that were read in the words are filters of the address there, all but the one taken off.
    """
    without = SearchForm(_explicit(form, found), language=form.language).without
    return [
        {"label": label, "url": f"?{without(**{name: value}).urlencode()}"}
        for name, value, label in found.chosen
    ]


def _reset_url(form: SearchForm, found: FoundResults) -> str:
    """Returns the address without any filter, also without those that were read in the words; "" without filters."""
    rest = _left_as_words(form.without(*FACETS), found)
    return f"?{rest.urlencode()}" if found.chosen else ""


def _words_url(form: SearchForm) -> str:
    """Returns the address of the same search in which months and years are words as others."""
    rest = form.without()
    rest["dates"] = AS_WORDS
    return f"?{rest.urlencode()}"


def _other_languages(found: FoundResults, query: str) -> list[dict[str, object]]:
    """Returns the other languages in which the same search finds something, each with its address."""
    links = []
    for option in found.in_other_languages:
        with translation.override(option.value):
            url = f"{reverse('search')}?{query}"
        links.append({"code": option.value, "name": option.label, "count": option.count, "url": url})
    return links


def _as_query(asked: Mapping[str, str | Iterable[str]]) -> str:
    return urlencode({name: value for name, value in asked.items() if value}, doseq=True)


def _found_page(
    search: SearchRequest, *, words_alone: bool, reads_dates: bool
) -> tuple[FoundResults, Page[int]]:
    """Returns the results and the page to show. Beyond the last page, shows the last one, as in every listing.

    `words_alone`: the first page was answered by words alone, so that those after it are, too.
    """
    question = KnownVector(None) if words_alone and search.offset else question_of(search)
    found = find_with_dates(search, question, reads_dates=reads_dates)
    paginator = Paginator(range(min(found.total, LAST_PAGE * PAGE_SIZE)), PAGE_SIZE)
    shown = paginator.get_page(search.offset // PAGE_SIZE + 1)
    offset = (shown.number - 1) * PAGE_SIZE
    if offset != search.offset:
        found = find_page_again(replace(search, offset=offset), found, question)
    return found, shown


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Shows the results to people. Ignores invalid parameters; answers 503 with a sentence when no engine does."""
    form = SearchForm(request.GET, language=get_language() or "fr")
    search = form.to_request()
    request.exists_in_every_language = True  # type: ignore[attr-defined]  # read by home.navigation.menus
    # The parameters that search the same in every language; the address's prefix says which language is searched.
    asked: dict[str, str | Iterable[str]] = {
        "q": search.query,
        # The language of the words goes along, so that the other language finds as many results as are announced here.
        "typed": search.query and search.read_in,
        "sort": search.sort.value if request.GET.get("sort") else "",
        "dates": "" if form.reads_dates else AS_WORDS,
        **search.filters,
    }
    request.query_in_every_language = _as_query(asked)  # type: ignore[attr-defined]  # read there, too
    context: dict[str, object] = {"query": search.query, "sort": search.sort.value}
    try:
        found, page_obj = _found_page(
            search, words_alone=WORDS_ALONE in request.GET, reads_dates=form.reads_dates
        )
    except SearchUnavailable:
        logger.exception("The search engine did not answer.")
        return render(request, "search/search.html", context | {"is_unavailable": True}, status=503)
    if found.has_date_as_words:
        # No date was read here, so none is read there: as many are found as are announced.
        asked["dates"] = AS_WORDS
        request.query_in_every_language = _as_query(asked)  # type: ignore[attr-defined]  # read there, too
    promoted = promoted_for(search)
    above = {item.page_id for item in promoted if item.page_id}
    paged = request.GET.copy()
    paged.pop(WORDS_ALONE, None)
    if found.words_alone:
        paged[WORDS_ALONE] = "1"
    # Parameters that the filter form must send along.
    # What was read in the words is a box there, which may be unticked.
    hidden = [("q", found.dates.rest if found.dates else search.query), ("sort", search.sort.value)]
    if found.dates or not form.reads_dates:
        hidden.append(("dates", AS_WORDS))
    if search.language != form.language:
        hidden.append(("locale", search.language))
    if search.typed_in:
        hidden.append(("typed", search.typed_in))
    context |= {
        "found": found,
        "promoted": promoted,
        "click_token": count_search(request, search, total=found.total, relaxed=found.result.relaxed),
        "entries": [item for item in found.entries if item.entry.page_id not in above],
        "offers": None if found.entries else offers_instead(search),
        "facets": _facet_groups(found),
        "active": _active_filters(form, found),
        # Languages that were chosen beside one another are left for one.
        "other_languages": _other_languages(found, _as_query(asked | {LANGUAGE: ()})),
        # On a phone, filters are folded, except when they leave no result.
        "opens_filters": bool(found.chosen) and not found.entries,
        "reset_url": _reset_url(form, found),
        # A feed reads no date in its words: what it is subscribed to must not change with what is published.
        "feed_parameters": _explicit(form, found).urlencode(),
        "words_url": _words_url(form) if found.dates else "",
        "hidden": hidden,
        "page_obj": page_obj,
        "paged": paged,
    }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Returns the OpenSearch description, by which browsers offer this search, in the language of its address."""
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
