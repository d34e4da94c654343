"""Structural pages of the federation: the directory of organisations, and the charter with its signatories."""

from typing import ClassVar

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path
from wagtail.models import Locale

from clusters.models.charter import Charter, CharterSignature
from clusters.models.routed_page import RoutedPageMixin
from clusters.models.section import StructuralPage
from fedcms.core.pages.registered_views import required_view
from fedcms.core.seo.schema_org import CollectionPage


class OrganisationIndexPage(RoutedPageMixin, StructuralPage):
    """The directory, with an address below it for each organisation: organisations are rows, not pages."""

    usual_search_words = _("annuaire, membres, adhérents, annuaire des entreprises")

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "clusters/organisation_index_page.html"
    schema_type = CollectionPage
    filter_parameters = ("q", "kind", "cluster", "audience", "topic")
    is_kept_in_process = True
    kept_parameters = ("kind", "cluster", "audience", "topic")

    class Meta:
        verbose_name = _("annuaire des organisations")
        verbose_name_plural = _("annuaires des organisations")

    # Wagtail finds routes on the class; the views that answer them are registered (clusters.page_views).
    @path("", name="directory")
    def directory(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the list, filtered by the parameters of the address."""
        return required_view(self, "directory")(self, request)

    @path("<slug:slug>/", name="organisation")
    def organisation(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Shows an organisation with the pages about it in this language."""
        return required_view(self, "organisation")(self, request, slug)


class CharterPage(StructuralPage):
    """The page with the charter in force and its signatories."""

    usual_search_words = _("charte, signataires, statuts")
    is_kept_in_process = True

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "clusters/charter_page.html"

    class Meta:
        verbose_name = _("page de la charte")
        verbose_name_plural = _("pages de la charte")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the charter in force, its articles, and its signatories in the order of signature."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        signatures = CharterSignature.objects.select_related("cluster").order_by("signed_on", "cluster__slug")
        context["charter"] = (
            Charter.objects.filter(effective_on__lte=timezone.localdate())
            .prefetch_related("articles", Prefetch("signatures", queryset=signatures))
            .first()
        )
        return context


def directory_url(language: str, request: HttpRequest | None = None) -> str | None:
    """Returns the address of the directory in a language, `None` when there is none."""
    locale = Locale.objects.filter(language_code=language).first()
    page = OrganisationIndexPage.objects.filter(locale=locale).first() if locale else None
    return str(page.get_url(request)) if page else None
