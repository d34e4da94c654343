"""The table of search entries: one row for each public thing and language, the same in every database."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.compiled_queries import Parameter
from fedcms.core.pages.addresses import quoted_path
from fedcms.core.visibility import visible_q
from search.models.change import IndexChange


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Queries of entries."""

    def visible(self, now: datetime | Parameter | None = None) -> Self:
        """Returns entries that are visible at `now` (aware, default: this moment) by their own dates."""
        now = now or timezone.now()
        return self.filter(
            Q(visible_from=None) | Q(visible_from__lte=now), Q(visible_until=None) | Q(visible_until__gt=now)
        )

    def shown(self, now: datetime | Parameter) -> Self:
        """Returns visible entries whose page is visible at `now` too: the only ones that may be shown to anybody."""
        return self.visible(now).filter(Q(page=None) | visible_q(now, "page__"))

    def with_changes_under_way(self) -> Self:
        """Annotates `is_under_way`: the search server may still have an older version of the entry."""
        return self.annotate(is_under_way=Exists(IndexChange.objects.filter(key=OuterRef("key"))))


class SearchEntry(models.Model):
    """What search knows of one public thing in one language, written in the transaction that changes the thing.

    A page has one entry, an organisation one for each language of the directory that shows it
    (search.entries.organisations), an item from a cluster's own site one (search.harvest).

    Only what anybody may see between `visible_from` and `visible_until` has an entry.
    """

    key = models.CharField(max_length=80, unique=True, help_text="Id in the engines, e.g. page-42.")
    page = models.OneToOneField(Page, null=True, on_delete=models.CASCADE, related_name="search_entry")
    item = models.OneToOneField(
        "federated_search.HarvestedItem", null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    source = models.CharField(
        max_length=10, default="site", help_text='"site", or "external": a value of the facet.'
    )
    language = models.CharField(max_length=12, db_index=True)
    kind = models.CharField(max_length=30)
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    names = models.JSONField(default=list, help_text="What else it is called; these are keywords, too.")
    topics = models.JSONField(default=list)
    audiences = models.JSONField(default=list)
    country = models.CharField(max_length=2, blank=True)
    organisation = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=80, blank=True)
    date = models.DateTimeField(null=True, help_text="Aware; the moment by which results are sorted.")
    day = models.DateField(
        null=True, help_text="The day shown where it is not that of `date` in the site's zone."
    )
    former_day = models.DateField(null=True, help_text="The day that had been announced before `day`.")
    status = models.CharField(
        max_length=20, blank=True, help_text="A state of which results warn: a key of the page's class."
    )
    ends_at = models.DateTimeField(null=True, help_text="Aware; the end of what takes place, else null.")
    is_over = models.BooleanField(
        null=True, help_text="Whether `ends_at` is past, as the engines were told; null where there is none."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    url = models.CharField(max_length=2000, help_text="A path of this site, or an address of another.")

    objects: ClassVar[models.Manager["SearchEntry"]] = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.key

    @property
    def address(self) -> str:
        """The link of the result: the page's current address if annotated (`page_url_path`), else the stored one.

        Wagtail announces a new slug only after the commit. Until then, and for some seconds if the process dies in
        between (fedcms.core.changes.branches), the stored addresses of the pages below are old.
        """
        url_path = getattr(self, "page_url_path", None)
        return quoted_path(url_path) if url_path else self.url

    def differing_columns(self, values: Mapping[str, object]) -> list[str]:
        """Returns the names of the columns whose stored values differ from `values`."""
        different = []
        for name, value in values.items():
            stored = getattr(self, f"{name}_id" if name == "cluster" else name)
            if stored != (value.pk if isinstance(value, Cluster) else value):
                different.append(name)
        return different
