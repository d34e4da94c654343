"""Listings of news: of one section, or of the whole federation."""

from typing import ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.content.facet_counts import FACETS
from clusters.content.index_pages import KindIndexMixin
from clusters.content.listings import ListingForm
from clusters.content.other_languages import number_elsewhere
from clusters.content.registry import kinds_of_group
from clusters.models import StructuralPage
from clusters.models.listing_group import ListingGroup
from clusters.models.membership import cluster_of_path
from fedcms.core.seo.schema_org import CollectionPage


class NewsIndexPage(KindIndexMixin, StructuralPage):
    """The news of a section; below a home page, of all clusters and the federation."""

    usual_search_words = _("nouvelles, articles, blog")

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    listing_group = ListingGroup.NEWS
    template = "news/news_index_page.html"
    schema_type = CollectionPage
    filter_parameters = FACETS
    is_kept_in_process = True
    kept_parameters = filter_parameters

    class Meta:
        verbose_name = _("liste d’actualités")
        verbose_name_plural = _("listes d’actualités")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the listing, filtered by the query string."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        cluster = cluster_of_path(self.path)
        context["section_cluster"] = cluster
        form = ListingForm(
            request.GET, kinds=kinds_of_group(self.listing_group), locale_id=self.locale_id, cluster=cluster
        )
        context |= {"listing": form.listing(), "elsewhere": number_elsewhere(form)}
        return context
