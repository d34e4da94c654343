"""The filters of the explorer: cluster, type, language, status, translations, dates, author."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import (
    DateRangePickerWidget,
    LocaleFilter,
    MultipleContentTypeFilter,
    MultipleUserFilter,
    WagtailFilterSet,
)
from wagtail.models import Page

from clusters.access.own_pages import explorable
from clusters.access.teams import teams_of
from clusters.explorer.conditions import (
    FEDERATION,
    STATUSES,
    in_sections,
    narrowed,
    with_status,
    with_translation,
)
from clusters.explorer.rows import languages
from clusters.models import Cluster
from clusters.models.section import ClusterPage
from fedcms.core.seo.site_name import site_name
from fedcms.users.models import User


class ClusterFilter(django_filters.MultipleChoiceFilter):
    """Filters by the cluster of the section that contains a page."""

    def filter(self, qs: "QuerySet[Page]", value: list[str]) -> "QuerySet[Page]":
        """Keeps pages that match any chosen value."""
        return narrowed(qs, in_sections(value)) if value else qs


class StatusFilter(django_filters.MultipleChoiceFilter):
    """Filters by the status of a page."""

    def filter(self, qs: "QuerySet[Page]", value: list[str]) -> "QuerySet[Page]":
        """Keeps pages that match any chosen value."""
        return narrowed(qs, reduce(or_, map(with_status, value))) if value else qs


class TranslationFilter(django_filters.MultipleChoiceFilter):
    """Filters by pages that are missing or not live in another language; values are "missing-ar", "draft-en"."""

    def filter(self, qs: "QuerySet[Page]", value: list[str]) -> "QuerySet[Page]":
        """Keeps pages that match any chosen value."""
        if not value:
            return qs
        now, keys = timezone.now(), {code: pk for pk, code, _name in languages()}
        wanted = [choice.partition("-") for choice in value]
        conditions = [with_translation(state, keys[code], now) for state, _dash, code in wanted]
        return narrowed(qs, reduce(or_, conditions))


def _types(request: HttpRequest) -> "QuerySet[ContentType]":
    """Returns the types of the pages that the person may explore, not all that Wagtail knows."""
    types: QuerySet[ContentType] = ContentType.objects.filter(
        pk__in=_explorable(request).values("content_type_id")
    )
    return types.order_by("model")


def _authors(request: HttpRequest) -> "QuerySet[User]":
    """Returns the owners of the pages that the person may explore, so that no names of other teams are shown."""
    return User.objects.filter(pk__in=_explorable(request).values("owner_id")).order_by(
        "last_name", "username"
    )


def _explorable(request: HttpRequest) -> "QuerySet[Page]":
    pages: QuerySet[Page] = explorable(request.user).filter(depth__gt=1).order_by()
    return pages


def _sections(request: HttpRequest) -> list[tuple[str, str]]:
    """Returns the clusters whose sections the person may explore; and the federation for members of its team."""
    sections = ClusterPage.objects.filter(pk__in=_explorable(request).values("pk"))
    clusters = Cluster.objects.filter(pk__in=sections.order_by().values("cluster_id"))
    choices = [(str(cluster.pk), str(cluster)) for cluster in clusters]
    user = request.user
    if getattr(user, "is_superuser", False) or teams_of(user).federation:
        choices.insert(0, (FEDERATION, site_name()))
    return choices


class ExplorerFilterSet(WagtailFilterSet):
    """The explorer's filters.

    Wagtail's filters that mean nothing here (there is one site) or name people of other teams are left out or
    restricted; the project's own are added.
    """

    cluster = ClusterFilter(label=_("Cluster"), widget=forms.CheckboxSelectMultiple)
    content_type = MultipleContentTypeFilter(
        label=_("Type"), queryset=_types, widget=forms.CheckboxSelectMultiple
    )
    locale = LocaleFilter(
        label=_("Langue"),
        empty_label=None,
        null_label=_("Toutes"),
        null_value=None,
        widget=forms.RadioSelect,
    )
    status = StatusFilter(label=_("Statut"), choices=STATUSES, widget=forms.CheckboxSelectMultiple)
    translation = TranslationFilter(label=_("Traductions"), widget=forms.CheckboxSelectMultiple)
    latest_revision_created_at = django_filters.DateFromToRangeFilter(
        label=_("Dernière modification"), widget=DateRangePickerWidget
    )
    first_published_at = django_filters.DateFromToRangeFilter(
        label=_("Première publication"), widget=DateRangePickerWidget
    )
    owner = MultipleUserFilter(label=_("Créée par"), queryset=_authors, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Page
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, name) for _pk, code, name in languages()]
        self.filters["locale"].extra["choices"] = known
        self.filters["cluster"].extra["choices"] = _sections(self.request)
        self.filters["translation"].extra["choices"] = [
            *((f"missing-{code}", _("Manque : %(language)s") % {"language": name}) for code, name in known),
            *(
                (f"draft-{code}", _("En brouillon : %(language)s") % {"language": name})
                for code, name in known
            ),
        ]
