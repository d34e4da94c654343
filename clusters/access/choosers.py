"""Restricts the page choosers to one's own section and visible pages; Wagtail's show all drafts (trap 18).

The hook reaches the lists; the views around it show a parent, a chosen page and titles of drafts without asking, so
they stand here in front of Wagtail's (clusters.admin_urls).
"""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.views import chooser
from wagtail.models import Page
from wagtail.query import PageQuerySet

from clusters.access.own_pages import hide_draft_title, may_see, own_pages, seen_pages
from fedcms.core.visibility import visible_q

_PARENT = "_fedcms_chooser_parent"


def only_seen_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """The hook construct_page_chooser_queryset; of a list of children, their parent is known."""
    parent = getattr(request, _PARENT, None)
    among = Q(path__startswith=parent.path, depth=parent.depth + 1) if isinstance(parent, Page) else None
    return seen_pages(pages, request.user, among)


def _with_published_titles(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """The same query; others' pages come with their published title."""
    own = own_pages(request.user)
    base = pages._iterable_class  # noqa: SLF001  # Django's own way to decide what iterating yields

    class Pages(base):  # type: ignore[misc,valid-type]  # a class per request
        def __iter__(self) -> Iterator[Page]:
            for page in super().__iter__():
                yield hide_draft_title(page, request.user, own)

    clone = pages.all()
    clone._iterable_class = Pages  # noqa: SLF001
    return clone


class BrowseView(chooser.BrowseView):
    """Walks the tree; a parent that the person may not see is not there."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Raises `Http404` for a parent that is another's draft."""
        if parent_page_id:
            parent = Page.objects.filter(pk=parent_page_id).first()
            if parent is None or not may_see(request.user, parent):
                raise Http404
        response: HttpResponse = super().get(request, parent_page_id)
        return response

    @property
    def parent_page(self) -> Page:
        """The page whose children are shown."""
        return self._parent_page

    @parent_page.setter
    def parent_page(self, page: Page) -> None:
        if not may_see(self.request.user, page):
            # Wagtail begins at the common ancestor of a page type, wherever that is.
            page = Page.get_first_root_node()
        self._parent_page = hide_draft_title(page, self.request.user)
        setattr(self.request, _PARENT, page)

    def get_object_list(self) -> PageQuerySet:
        """Children, others' with their published title."""
        return _with_published_titles(super().get_object_list(), self.request)


class SearchView(chooser.SearchView):
    """Searches; the hook narrows what is found."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Replaces titles of others' drafts before the answer is rendered."""
        response: HttpResponse = super().get(request)
        own = own_pages(request.user)
        for page in response.context_data["pages"]:  # type: ignore[attr-defined]  # a TemplateResponse
            hide_draft_title(page, request.user, own)
        return response


def _chosen(page: Page) -> dict[str, object]:
    """What the chooser's script reads of a page."""
    return {
        "id": page.pk,
        "parentId": page.get_parent().pk,
        "adminTitle": page.get_admin_display_title(),
        "editUrl": reverse("wagtailadmin_pages:edit", args=(page.pk,)),
        "url": page.url,
    }


class ChosenMultipleView(chooser.ChosenMultipleView):
    """Confirms what was ticked, less what the person may not see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ids that are no numbers are ignored."""
        ids = [value for value in request.GET.getlist("id") if value.isdecimal()]
        pages = _with_published_titles(
            seen_pages(Page.objects.filter(pk__in=ids, depth__gt=1), request.user), request
        )
        response: HttpResponse = self.render_chosen_response([_chosen(page) for page in pages])
        return response


class ExternalLinkView(chooser.ExternalLinkView):
    """A typed address that is a visible page of the site becomes a link to that page, and follows it when it moves."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Wagtail's matches pages that are live but not visible, and answers with the title of their draft."""
        self.form = self.form_class(request.POST, initial=self.get_initial_data(), prefix=self.form_prefix)
        response: HttpResponse
        if not self.form.is_valid():
            response = self.render_form_response()
            return response
        result = self.get_result_data()
        page = self._page_at(str(result["url"]))
        if page is not None:
            hide_draft_title(page, request.user)
            result = _chosen(page)
        response = self.render_chosen_response(result)
        return response

    def _page_at(self, url: str) -> Page | None:
        """The visible page of an address without query, on this site."""
        parts = urlsplit(url)
        own_hosts = {"", self.request.get_host(), urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc}
        if parts.query or parts.fragment or parts.netloc not in own_hosts:
            return None
        path = unquote(parts.path).rstrip("/") + "/"
        return Page.objects.filter(visible_q(), url_path=path, depth__gt=1).first()
