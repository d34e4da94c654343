"""Listings of news: of one section, of the whole federation, and the newsroom."""

from typing import ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.content.facet_counts import FACETS
from clusters.content.listings import NEWS_AND_AGENDA, ListingForm
from clusters.models import Cluster, Federation, SkeletonPage
from clusters.models.membership import cluster_of_path
from fedcms.core.seo.schema_org import CollectionPage
from news.newsroom.downloads import latest_downloads

NEWS_KINDS = NEWS_AND_AGENDA["news"]


class NewsIndexPage(SkeletonPage):
    """News of a section; below a home page, of all clusters and the federation."""

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    subpage_types: ClassVar = ["news.ArticlePage", "news.SuccessStoryPage", "news.PressReleasePage"]
    template = "news/news_index_page.html"
    schema_type = CollectionPage
    filter_parameters = FACETS

    class Meta:
        verbose_name = _("liste d’actualités")
        verbose_name_plural = _("listes d’actualités")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the listing, filtered as the address says."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        cluster = cluster_of_path(self.path)
        context["section_cluster"] = cluster
        context["listing"] = ListingForm(
            request.GET, kinds=NEWS_KINDS, locale_id=self.locale_id, cluster=cluster
        ).listing()
        return context


class NewsroomPage(SkeletonPage):
    """For the press: all releases, what to download, and whom to call in each cluster."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/newsroom_page.html"
    schema_type = CollectionPage
    filter_parameters = FACETS

    class Meta:
        verbose_name = _("salle de presse")
        verbose_name_plural = _("salles de presse")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the releases, the latest downloads and the press contacts."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["listing"] = ListingForm(request.GET, kinds=("release",), locale_id=self.locale_id).listing()
        context["downloads"] = latest_downloads(self.locale_id)
        context["clusters"] = Cluster.objects.all()
        context["federation"] = Federation.objects.first()
        return context
