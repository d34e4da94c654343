"""The chooser of images: those of one's own teams first, each with its credit and licence."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.images.views import chooser

from clusters.access.teams import teams_of
from clusters.models import Cluster
from fedcms.media.file_tags import popular_tags
from fedcms.media.models import FederationImage

OTHERS = 1


def _in_own_collections(request: HttpRequest) -> Q | None:
    """Returns the condition on images of the person's teams: those of no cluster are the federation's.

    `None` for who has no team, to whom all images are alike.
    """
    teams = teams_of(request.user)
    if not teams:
        return None
    own, others = Q(pk__in=[]), Q(pk__in=[])
    for pk, path in Cluster.objects.exclude(collection=None).values_list("pk", "collection__path"):
        if pk in teams.clusters:
            own |= Q(collection__path__startswith=path)
        else:
            others |= Q(collection__path__startswith=path)
    return ~others if teams.federation else own


class RightsColumn(BaseColumn):
    """The credit and the licence of an image, in the chooser's list."""

    cell_template_name = "wagtailimages/chooser/rights_cell.html"


class OwnImagesFirst(chooser.BaseImageChooseView):
    """Lists the images of the person's teams before the others, the newest first. A search lists by relevance."""

    def apply_object_list_ordering(self, objects: "QuerySet[FederationImage]") -> "QuerySet[FederationImage]":
        """Orders the images; not those of a search, which Wagtail's index orders."""
        own = None if self.request.GET.get("q") else _in_own_collections(self.request)
        if own is None:
            ordered: QuerySet[FederationImage] = super().apply_object_list_ordering(objects)
            return ordered
        own_first = Case(When(own, then=Value(0)), default=Value(OTHERS))
        return objects.order_by(own_first, "-created_at", "-pk")

    def filter_object_list(self, objects: "QuerySet[FederationImage]") -> "QuerySet[FederationImage]":
        """Filters by tag by key, not as Wagtail's does, which fails when a search follows."""
        if tag := self.request.GET.get("tag"):
            tagged = FederationImage.objects.filter(tags__name=tag)
            objects = objects.filter(pk__in=tagged.values("pk"))
        found: QuerySet[FederationImage] = super(chooser.BaseImageChooseView, self).filter_object_list(
            objects
        )
        return found

    @property
    def columns(self) -> list[Column]:
        """Wagtail's columns, and the rights."""
        columns: list[Column] = super().columns
        if columns:
            columns.insert(-1, RightsColumn("rights", label=_("Crédit et licence")))
        return columns


class ChooseView(chooser.ImageChooseViewMixin, chooser.ImageCreationFormMixin, OwnImagesFirst):
    """The chooser's dialog, with the tags of images that the person may choose."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Returns Wagtail's context with other tags."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"popular_tags": popular_tags(self.request.user, FederationImage)}


class ChooseResultsView(chooser.ChooseResultsViewMixin, chooser.ImageCreationFormMixin, OwnImagesFirst):
    """The list of results in the dialog."""


class OwnImageChooserViewSet(chooser.ImageChooserViewSet):
    """Wagtail's chooser with these two views; clusters.admin_urls puts them at its addresses."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView


own_images = OwnImageChooserViewSet(
    "wagtailimages_chooser", model=FederationImage, url_prefix="images/chooser"
)
