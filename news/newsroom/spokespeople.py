"""Finds spokespeople by topic and language: the filters of their page, and one page of who is left."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusters.content.facet_counts import FEDERATION
from clusters.content.facets import active_filters
from clusters.content.listed_tags import tag_of_class
from clusters.content.next_change import earliest, next_change, next_midnight
from clusters.models import Cluster, ClusterPage
from clusters.models.cluster import signatories
from fedcms.core.i18n.alphabet import in_alphabet
from fedcms.core.i18n.formatting import language_name
from fedcms.core.models import Topic
from fedcms.core.public_version import Made, remember
from fedcms.core.shown_tags import declared
from news.models import Spokesperson
from news.models.spokesperson import SpokespersonQuerySet
from news.newsroom.contents import ShownSpokesperson, shown_spokespeople, spokespeople_rows

PAGE_SIZE = 24
FILTERS = ("topic", "language", "cluster")
Counts = Counter[str]
"""How many people the options of a filter lead to."""


@dataclass(frozen=True)
class SpokespeopleListing:
    """One page of spokespeople, with the filters; `page` has its rows, `people` what is shown of them."""

    page: "PaginatorPage[Spokesperson]"
    people: tuple[ShownSpokesperson, ...]
    total: int
    facets: list[dict[str, object]]
    active: list[dict[str, str]]


@dataclass(frozen=True)
class _Offers:
    """What leads to somebody: each filter's options with their counts, and the topics among them."""

    counts: dict[str, Counts]
    topics: tuple[Topic, ...]


def count_people(people: SpokespersonQuerySet, name: str) -> Counts:
    """Returns how many of `people` each option of a filter leads to. One query, whatever their number."""
    column = {"topic": "topics__key", "language": "languages", "cluster": "cluster__slug"}[name]
    found: Counts = Counter()
    rows = people.order_by().values_list(column).annotate(number=Count("pk", distinct=True))
    for value, number in rows:
        if name == "language":
            for code in str(value).split(","):
                found[code] += number
        elif value or name == "cluster":
            found[str(value or FEDERATION)] += number
    return found


def _offers(locale_id: int, cluster_id: int | None) -> _Offers:
    """Returns what all spokespeople of a newsroom answer to. One query, once it is known."""

    def read() -> Made[_Offers]:
        people = spokespeople_rows(locale_id, cluster_id)
        with declared(tag_of_class(ClusterPage, locale_id)):
            counts = {name: count_people(people, name) for name in FILTERS}
        topics = tuple(Topic.objects.filter(key__in=[*counts["topic"]]))
        return _Offers(counts, topics), earliest(next_midnight(), next_change(locale_id=locale_id))

    return remember(("spokespeople", locale_id, cluster_id), read)


class SpokespeopleForm(forms.Form):
    """The filters of spokespeople, read from an address; invalid values are ignored: old links lead somewhere."""

    topic = forms.ChoiceField(label=_("Thème"), required=False)
    language = forms.ChoiceField(label=_("Langue parlée"), required=False)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, locale_id: int, cluster: Cluster | None) -> None:
        """Offers what leads to somebody of a cluster, without a filter by cluster, or (`None`) of the federation."""
        super().__init__(data)
        cluster_id = cluster.pk if cluster is not None else None
        self.params, self.people = data, spokespeople_rows(locale_id, cluster_id)
        self.clusters, self.offers = signatories(), _offers(locale_id, cluster_id)
        counts = self.offers.counts
        owners = {str(each.slug): str(each) for each in self.clusters.values()}
        owners[FEDERATION] = str(_("Fédération"))
        self._offer("topic", _("Tous les thèmes"), {topic.key: str(topic) for topic in self.offers.topics})
        self._offer(
            "language", _("Toutes les langues"), {code: language_name(code) for code in counts["language"]}
        )
        offered = {key: label for key, label in owners.items() if counts["cluster"][key]}
        self._offer("cluster", _("Tous les clusters"), offered)
        if cluster is not None:
            del self.fields["cluster"]

    def _offer(self, name: str, everything: object, labels: dict[str, str]) -> None:
        pairs = sorted(labels.items(), key=lambda pair: in_alphabet(pair[1]))
        self.fields[name].choices = [("", everything), *pairs]  # type: ignore[attr-defined]  # a ChoiceField

    def listing(self) -> SpokespeopleListing:
        """Returns one page of those whom the filters leave. Eleven queries at most: with all filters."""
        self.is_valid()
        chosen = {name: str(self.cleaned_data[name]) for name in FILTERS if self.cleaned_data.get(name)}
        pages = Paginator(self._left(chosen), PAGE_SIZE)
        page = pages.get_page(self.cleaned_data.get("page") or 1)
        return SpokespeopleListing(
            page=page,
            people=shown_spokespeople(list(page.object_list), self.clusters),
            total=pages.count,
            facets=self._facets(chosen, pages.count),
            active=active_filters(self.fields, chosen, self.params),
        )

    def _left(self, chosen: dict[str, str]) -> SpokespersonQuerySet:
        """Returns those whom filters leave."""
        people = self.people
        if "topic" in chosen:
            people = people.filter(topics__key=chosen["topic"])
        if "language" in chosen:
            people = people.speaking(chosen["language"])
        if "cluster" in chosen:
            slug = chosen["cluster"]
            people = people.filter(cluster=None) if slug == FEDERATION else people.filter(cluster__slug=slug)
        return people

    def _total(self, chosen: dict[str, str]) -> int:
        # Each person has one owner: those of all owners are everybody.
        return self._left(chosen).count() if chosen else self.offers.counts["cluster"].total()

    def _facets(self, chosen: dict[str, str], total: int) -> list[dict[str, object]]:
        """Returns the groups that components/facets.html shows, each option with how many it would leave."""
        groups: list[dict[str, object]] = []
        for name in FILTERS:
            if name not in self.fields:
                continue
            others = {key: value for key, value in chosen.items() if key != name}
            counts = count_people(self._left(others), name) if others else self.offers.counts[name]
            of_all = self._total(others) if name in chosen else total
            field = self.fields[name]
            options = [
                {
                    "value": value,
                    "label": label,
                    "count": counts[value] if value else of_all,
                    "selected": chosen.get(name, "") == value,
                }
                for value, label in field.choices  # type: ignore[attr-defined]  # a ChoiceField
                if not value or counts[value] or chosen.get(name) == value
            ]
            # "all" and one option: there is nothing to choose.
            if len(options) > 2 or name in chosen:
                groups.append({"name": name, "label": field.label, "options": options, "single": True})
        return groups
