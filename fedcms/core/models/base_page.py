"""The abstract page from which every page type of the project comes."""

from typing import ClassVar, Self

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from fedcms.core.blocks import plain_text
from fedcms.core.visibility import is_released, visible_q


class BasePageQuerySet(PageQuerySet):
    """The verbs by which pages are asked for."""

    def visible(self) -> Self:
        """Pages that an anonymous visitor may see now."""
        return self.filter(visible_q())  # type: ignore[no-any-return]  # Wagtail is untyped

    def in_language(self, code: str) -> Self:
        """Pages of one locale, by its language code."""
        return self.filter(locale__language_code=code)  # type: ignore[no-any-return]


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Page):
    """A page with a summary that refuses to be served when it is not visible.

    Never an alias: `alias` copies are refused where they are made (clusters.localize) and not visible where they exist.
    """

    summary = models.TextField(
        _("chapô"),
        max_length=400,
        blank=True,
        help_text=_(
            "Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche."
        ),
    )

    # What a type that is searched and listed says of itself (see clusters.content_types); "" = it is not.
    kind: ClassVar[str] = ""
    kind_label: ClassVar[str | Promise] = ""
    kind_label_plural: ClassVar[str | Promise] = ""

    objects = BasePageManager()

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def search_text(self) -> str:
        """The words of the page beyond title and summary, as the federated search reads them: plain text."""
        body = getattr(self, "body", None)
        return plain_text(body) if body else ""

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Wagtail's, without its queries where the routing of this very request saw that there are none."""
        if getattr(self, "is_known_unrestricted", False):
            none: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
            return none
        restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Wagtail's serve, after the clock was asked.

        View restrictions were handled before (Wagtail's `before_serve_page` hook): who passed one may read on.
        Previews do not come through here.
        """
        if not is_released(self, timezone.now()):
            raise Http404
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response
