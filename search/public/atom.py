"""Search results as an Atom feed (RFC 4287, paged as in RFC 5005)."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from fedcms.core.http.api_requests import limit_rate
from fedcms.core.http.conditional_get import conditional_response
from fedcms.core.i18n.plain_text import clean_line, clean_text
from fedcms.core.pages.addresses import site_base
from fedcms.core.seo.site_name import site_name
from search.engines.documents import Sort
from search.engines.errors import SearchUnavailable
from search.public.forms import LAST_PAGE, PAGE_SIZE, SearchForm
from search.public.results import find

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


class ResultsFeed(feedgenerator.Atom1Feed):
    """An Atom feed that says how many results there are, and links to its other pages."""

    def root_attributes(self) -> dict[str, str]:
        """Adds the namespace of OpenSearch."""
        return {**super().root_attributes(), "xmlns:opensearch": OPENSEARCH}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Adds the totals, and links to the other pages."""
        super().add_root_elements(handler)
        for name in ("totalResults", "startIndex", "itemsPerPage"):
            handler.addQuickElement(f"opensearch:{name}", str(self.feed[name]))
        for relation, address in self.feed["pages"].items():
            handler.addQuickElement("link", None, {"rel": relation, "href": address})


@require_safe
@limit_rate("FEDCMS_API_RATE")
def search_atom(request: HttpRequest) -> HttpResponse:
    """Returns the results of the search page as a feed, newest publication first unless `sort` says otherwise.

    Takes the same parameters as the page, but reads no date in the words: what comes would be other entries from the
    first publication of that month on. The page links to the feed with its filters. Answers 503 when no engine does.
    """
    language = get_language() or "fr"
    form = SearchForm(request.GET, language=language)
    search = form.to_request()
    if not request.GET.get("sort"):
        search = replace(search, sort=Sort.PUBLISHED)
    try:
        found = find(search)
    except SearchUnavailable:
        return HttpResponse(
            _("La recherche ne répond pas pour l’instant."), status=503, content_type="text/plain"
        )
    base = site_base()
    last = min(max(-(-found.total // PAGE_SIZE), 1), LAST_PAGE)
    page = search.offset // PAGE_SIZE + 1

    def address(number: int) -> str:
        params = form.without()
        if number > 1:
            params["page"] = str(number)
        query = params.urlencode()
        return base + reverse("search_atom") + (f"?{query}" if query else "")

    pages = {"first": address(1), "last": address(last)}
    if page > 1:
        pages["previous"] = address(min(page - 1, last))
    if page < last:
        pages["next"] = address(page + 1)
    human = form.without().urlencode()
    parts = (clean_line(search.query), _("Recherche"), site_name())
    newest = max((item.published_at for item in found.entries), default=None)
    feed = ResultsFeed(
        title=" – ".join(filter(None, parts)),
        link=base + reverse("search") + (f"?{human}" if human else ""),
        description=None,
        language=language,
        feed_url=address(page),
        totalResults=found.total,
        startIndex=search.offset + 1,
        itemsPerPage=PAGE_SIZE,
        pages=pages,
    )
    for item in found.entries:
        entry = item.entry
        link = request.build_absolute_uri(entry.address)
        feed.add_item(
            title=clean_line(entry.title),
            link=link,
            description=clean_text(entry.summary),
            unique_id=link,
            pubdate=item.published_at,
            updateddate=item.published_at,
            author_name=clean_line(entry.cluster) if entry.cluster else site_name(),
            categories=[item.kind_label],
        )
    body = feed.writeString("utf-8").encode()
    return conditional_response(request, body, content_type=feed.content_type, changed_at=newest)
