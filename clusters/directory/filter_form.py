"""Reads the filters of the directory from its address: words, a kind, a cluster, an audience, a topic."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusters.content.facets import active_filters
from clusters.directory.logos import prefetch_logos
from clusters.models import Cluster, Offering, Organisation, OrganisationKind
from fedcms.core.audiences import Audience
from fedcms.core.models.topic import all_topics


@dataclass(frozen=True)
class DirectoryListing:
    """One page of the directory, with its filters."""

    form: "DirectoryFilterForm"
    page: "PaginatorPage[Organisation]"
    total: int
    active: list[dict[str, str]]


class DirectoryFilterForm(forms.Form):
    """The filters of the directory; invalid values are ignored, so that old links still lead somewhere."""

    PAGE_SIZE = 24

    q = forms.CharField(label=_("Nom ou ville"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Nature"), required=False)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    audience = forms.ChoiceField(label=_("Public visé"), required=False)
    topic = forms.ChoiceField(label=_("Thème"), required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, params: QueryDict) -> None:
        super().__init__(params)
        self.params = params
        self.fields["kind"].choices = [("", _("Toutes")), *OrganisationKind.choices]  # type: ignore[attr-defined]
        clusters = [(cluster.slug, str(cluster)) for cluster in Cluster.objects.all()]
        self.fields["cluster"].choices = [("", _("Tous")), *clusters]  # type: ignore[attr-defined]
        self.fields["audience"].choices = [("", _("Tous les publics")), *Audience.choices]  # type: ignore[attr-defined]
        topics = [(topic.key, str(topic)) for topic in all_topics()]
        self.fields["topic"].choices = [("", _("Tous")), *topics]  # type: ignore[attr-defined]

    def listing(self) -> DirectoryListing:
        """Returns one page of the organisations that match the filters. Five queries, the form's own included."""
        self.is_valid()
        chosen = self.cleaned_data
        found = Organisation.objects.select_related("cluster", "logo")
        if words := chosen.get("q"):
            found = found.filter(Q(name__icontains=words) | Q(city__icontains=words))
        if kind := chosen.get("kind"):
            found = found.filter(kind=kind)
        if cluster := chosen.get("cluster"):
            found = found.filter(cluster__slug=cluster)
        if audience := chosen.get("audience"):
            offered = Offering.objects.filter(
                Offering.for_audience_q(Audience(audience)), organisation=OuterRef("pk")
            )
            found = found.filter(Exists(offered))
        if topic := chosen.get("topic"):
            found = found.filter(topics__key=topic)
        paginator = Paginator(found.order_by("name", "pk"), self.PAGE_SIZE)
        page = paginator.get_page(chosen.get("page") or 1)
        prefetch_logos(page.object_list)
        filters = {name: str(value) for name, value in chosen.items() if value and name != "page"}
        return DirectoryListing(
            self, page, paginator.count, active_filters(self.fields, filters, self.params)
        )
