"""Restricts the page choosers to one's own section and visible pages; Wagtail's show all drafts (trap 18).

The hook restricts the lists only. Wagtail's views also show a parent, a chosen page and titles of drafts without any
check, so these views take their place (clusters.admin_urls).
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

from clusters.access.chooser_start import start_page
from clusters.access.own_pages import hide_draft_title, may_see, own_pages, seen_pages
from fedcms.core.visibility import visible_q

_PARENT = "_fedcms_chooser_parent"


def only_seen_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """The hook construct_page_chooser_queryset: keeps the pages that the person may see.

    For a list of children, `BrowseView` has stored the parent on the request, which narrows the query.
    """
    parent = getattr(request, _PARENT, None)
    among = Q(path__startswith=parent.path, depth=parent.depth + 1) if isinstance(parent, Page) else None
    return seen_pages(pages, request.user, among)


def _with_published_titles(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Returns the same query, whose pages of other teams have their published title."""
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
    """Browses the page tree from one's own section; a parent that the person may not see does not exist for them."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Raises `Http404` for a parent that the person may not see."""
        if parent_page_id:
            parent = Page.objects.filter(pk=parent_page_id).first()
            if parent is None or not may_see(request.user, parent):
                raise Http404
        elif not request.GET.get("locale") and not request.GET.get("user_perms"):
            # Asked for the roots of a language, or for where a page may go, Wagtail begins as it always does.
            start = self._start()
            parent_page_id = start.pk if start is not None else None
        response: HttpResponse = super().get(request, parent_page_id)
        return response

    def _start(self) -> Page | None:
        try:
            types = chooser.page_models_from_string(
                self.request.GET.get("page_type") or chooser.base_page_type_string
            )
        except (ValueError, LookupError):
            # Wagtail's view answers 404.
            return None
        return start_page(self.request, types)

    @property
    def parent_page(self) -> Page:
        """The page whose children are shown."""
        return self._parent_page

    @parent_page.setter
    def parent_page(self, page: Page) -> None:
        if not may_see(self.request.user, page):
            # Wagtail starts at the common ancestor of all pages of a type, which may be anywhere.
            page = Page.get_first_root_node()
        self._parent_page = hide_draft_title(page, self.request.user)
        setattr(self.request, _PARENT, page)

    def get_object_list(self) -> PageQuerySet:
        """Returns the children; those of other teams have their published title."""
        return _with_published_titles(super().get_object_list(), self.request)


class SearchView(chooser.SearchView):
    """Searches pages; the hook keeps those that the person may see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Replaces titles of other teams' drafts before the response is rendered."""
        response: HttpResponse = super().get(request)
        own = own_pages(request.user)
        for page in response.context_data["pages"]:  # type: ignore[attr-defined]  # a TemplateResponse
            hide_draft_title(page, request.user, own)
        return response


def _chosen(page: Page) -> dict[str, object]:
    """Returns the values of a page that the chooser's script reads."""
    return {
        "id": page.pk,
        "parentId": page.get_parent().pk,
        "adminTitle": page.get_admin_display_title(),
        "editUrl": reverse("wagtailadmin_pages:edit", args=(page.pk,)),
        "url": page.url,
    }


class ChosenMultipleView(chooser.ChosenMultipleView):
    """Confirms the selected pages, without those that the person may not see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Returns the selected pages; ids that are not numbers are ignored."""
        ids = [value for value in request.GET.getlist("id") if value.isdecimal()]
        pages = _with_published_titles(
            seen_pages(Page.objects.filter(pk__in=ids, depth__gt=1), request.user), request
        )
        response: HttpResponse = self.render_chosen_response([_chosen(page) for page in pages])
        return response


class ExternalLinkView(chooser.ExternalLinkView):
    """Turns a typed address of a visible page of this site into a link to the page, which stays valid when it moves."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Returns the link.

        Wagtail's view also matches pages that are live but not visible, and returns the titles of their drafts.
        """
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
        """Returns the visible page at an address of this site, `None` for others and for addresses with a query."""
        parts = urlsplit(url)
        own_hosts = {"", self.request.get_host(), urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc}
        if parts.query or parts.fragment or parts.netloc not in own_hosts:
            return None
        path = unquote(parts.path).rstrip("/") + "/"
        return Page.objects.filter(visible_q(), url_path=path, depth__gt=1).first()
