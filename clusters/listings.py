"""Filters of listings, kept in the address: cluster, kind, topic, audience, year; and one page of what they leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.cards import Card, as_cards, rows_of
from clusters.content_types import kind_choices
from clusters.facets import active_filters, facet_groups
from clusters.models import Cluster, ContentPage
from clusters.models.content_page import ContentPageQuerySet
from fedcms.core.audiences import Audience
from fedcms.core.models import Topic

PAGE_SIZE = 12
FIRST_YEAR = 2000

# Which kinds each of the two federation-wide listings holds.
NEWS_AND_AGENDA: dict[str, tuple[str, ...]] = {
    "news": ("article", "story", "release"),
    "agenda": ("event", "mission"),
}


@dataclass(frozen=True)
class Listing:
    """What a listing shows."""

    form: "ListingForm"
    page: "PaginatorPage[tuple[object, ...]]"
    cards: list[Card]
    total: int
    facets: list[dict[str, object]]
    active: list[dict[str, str]]


class ListingForm(forms.Form):
    """Reads a listing's filters. Values that mean nothing are ignored: an old link still leads somewhere."""

    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    kind = forms.ChoiceField(label=_("Type"), required=False)
    topic = forms.ChoiceField(label=_("Thème"), required=False)
    audience = forms.ChoiceField(label=_("Public visé"), required=False)
    year = forms.IntegerField(label=_("Année"), required=False, min_value=FIRST_YEAR, max_value=9998)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict, *, kinds: Sequence[str], locale_id: int, cluster: Cluster | None = None
    ) -> None:
        """`cluster` fixes the section; `None` lists all clusters and offers the filter."""
        super().__init__(data)
        self.params = data
        self.kinds, self.locale_id, self.section_cluster = tuple(kinds), locale_id, cluster
        self.clusters = Cluster.objects.in_bulk() if cluster is None else {cluster.pk: cluster}
        if cluster is None:
            named = sorted((c.slug, str(c)) for c in self.clusters.values())
            self._choices("cluster", [("", _("Tous les clusters")), *named])
        else:
            del self.fields["cluster"]
        if len(self.kinds) > 1:
            self._choices("kind", [("", _("Tous les types")), *kind_choices(self.kinds)])
        else:
            del self.fields["kind"]
        self._choices("topic", [("", _("Tous les thèmes")), *((t.key, str(t)) for t in Topic.objects.all())])
        self._choices("audience", [("", _("Tous les publics")), *Audience.choices])

    def _choices(self, name: str, choices: Sequence[tuple[object, object]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def queryset(self) -> ContentPageQuerySet:
        """Visible content that the filters leave, newest first, ready for cards."""
        self.is_valid()
        chosen = self.cleaned_data
        kinds = (chosen["kind"],) if chosen.get("kind") else self.kinds
        found = ContentPage.objects.visible().filter(locale_id=self.locale_id).of_kinds(*kinds)
        if self.section_cluster is not None:
            found = found.of_cluster(self.section_cluster)
        elif chosen.get("cluster"):
            found = found.filter(cluster__slug=chosen["cluster"])
        if chosen.get("topic"):
            found = found.filter(topics__key=chosen["topic"])
        if chosen.get("audience"):
            found = found.for_audience(chosen["audience"])
        if year := chosen.get("year"):
            zone = ZoneInfo(settings.TIME_ZONE)
            found = found.filter(
                sort_at__gte=datetime(year, 1, 1, tzinfo=zone),
                sort_at__lt=datetime(year + 1, 1, 1, tzinfo=zone),
            )
        left: ContentPageQuerySet = found
        return left

    def listing(self, *, upcoming: bool | None = None, page_size: int = PAGE_SIZE) -> Listing:
        """One page of the listing. `upcoming`: True = not over yet, soonest first; False = over; None = all."""
        found = self.queryset()
        if upcoming is True:
            ordered = found.filter(sort_until__gte=timezone.now()).order_by("sort_at", "pk")
        elif upcoming is False:
            ordered = found.filter(sort_until__lt=timezone.now()).latest_first()
        else:
            ordered = found.latest_first()
        is_agenda = upcoming is not None
        paginator = Paginator(rows_of(ordered, with_images=not is_agenda), page_size)
        page = paginator.get_page(self.cleaned_data.get("page") or 1)
        chosen = {name: str(value) for name, value in self.cleaned_data.items() if value and name != "page"}
        return Listing(
            form=self,
            page=page,
            cards=as_cards(page.object_list, self.clusters, with_facts=is_agenda),
            total=paginator.count,
            facets=facet_groups(self.fields, chosen),
            active=active_filters(self.fields, chosen, self.params),
        )
