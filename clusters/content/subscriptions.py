"""The selections of content that a reader can subscribe to, in one language, with their feed addresses.

Examples: `/fr/feeds/rss.xml`, `/fr/feeds/clusters/bretagne/kinds/release/topics/ai/atom.xml`, `/fr/feeds/calendar.ics`.
Each part that narrows a selection may be missing, but their order is fixed (docs/feeds.md). These addresses never
change, whatever is moved in the page tree. Feeds (home) and calendars (events) read and write them here.
"""

from dataclasses import dataclass, field, replace
from typing import Self

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.content.listed_tags import tags_of_kinds
from clusters.content.listings import ListingForm
from clusters.content.registry import content_types, kinds_of_group
from clusters.models import Cluster, ContentPage
from clusters.models.content_queryset import ContentPageQuerySet
from clusters.models.listing_group import ListingGroup
from fedcms.core.i18n.bidi import in_line
from fedcms.core.models import Topic, active_locales
from fedcms.core.pages.addresses import home_address

RSS, ATOM, JSON, CALENDAR = "rss.xml", "atom.xml", "feed.json", "calendar.ics"

# Instead of a cluster's slug: what the federation itself publishes, as in the federated search.
FEDERATION = "federation"

SCOPE_PATTERN = (
    r"^feeds/(?:clusters/(?P<cluster>[\w-]+)/)?(?:kinds/(?P<kind>[\w-]+)/)?(?:topics/(?P<topic>[\w-]+)/)?"
)
"""The beginning of every address of a subscription, below the language's prefix."""


@dataclass(frozen=True)
class SubscriptionScope:
    """The content that a reader follows.

    Without any filter, all that the federation and its clusters publish in `language`.
    """

    language: str
    cluster: Cluster | None = None
    is_federations_own: bool = False
    kind: str = ""
    """A kind of content, or a group of them ("news", "agenda")."""
    topic: str = ""
    topic_label: str = field(default="", compare=False)
    locale_id: int | None = field(default=None, compare=False)
    """The locale of `language`, if it is known already."""

    @property
    def has_filters(self) -> bool:
        """Whether it is less than all that is published in the language."""
        return bool(self.cluster or self.is_federations_own or self.kind or self.topic)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of content in the selection."""
        if not self.kind:
            return tuple(content_types())
        return kinds_of_group(ListingGroup(self.kind)) if self.kind in ListingGroup else (self.kind,)

    @property
    def dated_kinds(self) -> tuple[str, ...]:
        """Those of the kinds that have calendars; if there are none, the selection has no calendar."""
        known = content_types()
        return tuple(kind for kind in self.kinds if known[kind].has_calendar)

    @property
    def tags(self) -> list[str]:
        """The tags of all that the selection may hold, for caches (fedcms.core.shown_tags)."""
        return self._tags_of(self.kinds)

    @property
    def calendar_tags(self) -> list[str]:
        """The tags of all that its calendar may hold: what has no dates drops no calendar."""
        return self._tags_of(self.dated_kinds)

    def _tags_of(self, kinds: tuple[str, ...]) -> list[str]:
        return tags_of_kinds(kinds, self.locale_id, self.cluster.pk if self.cluster else None)

    @property
    def owner_name(self) -> str:
        """The name of the publisher, in the active language."""
        return str(self.cluster) if self.cluster else federation_name()

    @property
    def title(self) -> str:
        """The selection in words, the narrowest filter first, in the active language."""
        owner = in_line(self.owner_name) if self.cluster else self.owner_name
        return " – ".join(part for part in (self.topic_label, self._kind_label(), owner) if part)

    @property
    def calendar_title(self) -> str:
        """The title of the selection's calendar: a calendar of all kinds is called the agenda."""
        return replace(self, kind=self.kind or "agenda").title

    def _kind_label(self) -> str:
        if self.kind in ListingGroup:
            return str(ListingGroup(self.kind).label)
        return str(content_types()[self.kind].kind_label_plural) if self.kind else ""

    def address(self, name: str) -> str:
        """Returns the path at which `name` (RSS, ATOM, JSON or CALENDAR) publishes this selection."""
        # A calendar contains nothing but the agenda: with the kind, there would be two addresses for the same.
        kind = "" if name == CALENDAR and self.kind == "agenda" else self.kind
        owner = self.cluster.slug if self.cluster else FEDERATION if self.is_federations_own else ""
        parts = [
            f"{word}/{value}/"
            for word, value in (("clusters", owner), ("kinds", kind), ("topics", self.topic))
            if value
        ]
        return f"{home_address(self.language)}feeds/{''.join(parts)}{name}"

    def pages(self, kinds: tuple[str, ...] | None = None) -> ContentPageQuerySet:
        """Returns the visible pages of the selection, in no order. `kinds` narrows it further."""
        pages: ContentPageQuerySet = ContentPage.objects.visible()
        known = self.locale_id
        pages = pages.in_language(self.language) if known is None else pages.of_locale(known)
        pages = pages.of_kinds(*(self.kinds if kinds is None else kinds))
        if self.cluster is not None or self.is_federations_own:
            pages = pages.of_cluster(self.cluster)
        return pages.filter(topics__key=self.topic) if self.topic else pages

    @classmethod
    def read(cls, *, cluster: str | None, kind: str | None, topic: str | None) -> Self:
        """Returns the selection of an address, in the active language. At most three queries.

        Raises `Http404` that says what is unknown: the language (or it is closed to the public), the cluster, the kind
        or the topic.
        """
        language = get_language() or settings.LANGUAGE_CODE
        locale_id = active_locales().filter(language_code=language).values_list("pk", flat=True).first()
        if locale_id is None:
            raise Http404(f"The language {language!r} is not open to the public.")
        if kind and kind not in ListingGroup and kind not in content_types():
            raise Http404(f"There is no kind of content {kind!r}.")
        is_own = cluster == FEDERATION
        followed = Cluster.objects.filter(slug=cluster).first() if cluster and not is_own else None
        if cluster and followed is None and not is_own:
            raise Http404(f"There is no cluster {cluster!r}.")
        subject = Topic.objects.filter(key=topic).first() if topic else None
        if topic and subject is None:
            raise Http404(f"There is no topic {topic!r}.")
        return cls(
            language=language,
            cluster=followed,
            is_federations_own=is_own,
            kind=kind or "",
            topic=subject.key if subject else "",
            topic_label=str(subject) if subject else "",
            locale_id=locale_id,
        )

    @classmethod
    def of_listing(cls, form: ListingForm) -> Self:
        """Returns the selection of a listing with its filters by cluster, kind and topic; others have no feed.

        No query.
        """
        form.is_valid()
        chosen = form.cleaned_data
        slug, topic = str(chosen.get("cluster") or ""), str(chosen.get("topic") or "")
        groups = {kinds_of_group(group): group.value for group in ListingGroup}
        group = form.kinds[0] if len(form.kinds) == 1 else groups.get(form.kinds, "")
        labels = dict(form.fields["topic"].choices) if topic else {}  # type: ignore[attr-defined]  # a ChoiceField
        return cls(
            language=get_language() or settings.LANGUAGE_CODE,
            cluster=form.section_cluster or next((c for c in form.clusters.values() if c.slug == slug), None),
            is_federations_own=slug == FEDERATION,
            kind=str(chosen.get("kind") or group),
            topic=topic,
            topic_label=str(labels.get(topic, "")),
            locale_id=form.locale_id,
        )


def federation_name() -> str:
    """Returns the federation's name in the active language, without a query."""
    return _("Fédération des clusters EdTech francophones")
