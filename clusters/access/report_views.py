"""The admin's reports, on one's own sections alone: Wagtail's name people and things of other teams."""

from collections.abc import Iterable
from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, IntegerField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet, LockedPagesView
from wagtail.admin.views.reports.workflows import (
    WorkflowReportFilterSet,
    WorkflowTasksReportFilterSet,
    WorkflowTasksView,
    WorkflowView,
)
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Task, Workflow
from wagtail.models.audit_log import BaseLogEntry, LogEntryQuerySet
from wagtail.permissions import policy_registry

from clusters.access.teams import Person, is_superuser
from fedcms.users.models import User

_ACTIONS = ("view", "change", "delete", "add", "publish", "choose")
"""Who may do any of these with a row may see what was done with it."""


def shown_entries(log_model: type[BaseLogEntry], user: Person) -> LogEntryQuerySet:
    """Returns the entries of a log that a person may read: of pages as Wagtail says, of rows by each row's own policy.

    Wagtail asks of rows whether the person may change any of their type.
    """
    entries: LogEntryQuerySet = log_model.objects.viewable_by_user(user)
    if is_superuser(user) or not issubclass(log_model, ModelLogEntry):
        return entries
    types = ContentType.objects.filter(pk__in=entries.get_content_type_ids())
    condition = Q(pk__in=())
    for kind in types:
        if (model := kind.model_class()) is not None:
            condition |= Q(content_type=kind, object_id__in=_keys(model, user))
    return cast(LogEntryQuerySet, entries.filter(condition))


def _keys(model: type[Model], user: Person) -> "QuerySet[Model, str]":
    """Returns the keys, as text, of the rows with which a person may do something."""
    rows = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, _ACTIONS)
    return cast("QuerySet[Model, str]", rows.order_by().values_list(Cast("pk", CharField()), flat=True))


def _people(keys: Iterable[int | None]) -> "QuerySet[User]":
    return User.objects.filter(pk__in={key for key in keys if key is not None}).order_by(
        "last_name", "username"
    )


class OwnHistoryFilterSet(SiteHistoryReportFilterSet):
    """The filters of the site's history, which name those alone who did what the report shows."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        keys = {key for entries in self._logs for key in entries.get_content_type_ids()}
        self.filters["object_type"].queryset = ContentType.objects.filter(pk__in=keys).order_by("model")

    @cached_property
    def _logs(self) -> list[LogEntryQuerySet]:
        return [shown_entries(model, self.request.user) for model in registry.get_log_entry_models()]

    def get_users_queryset(self) -> "QuerySet[User]":
        """Returns the people who did what the report shows."""
        return _people(key for entries in self._logs for key in entries.get_user_ids())


class OwnHistoryView(LogEntriesView):
    """The site's history, of what one may see."""

    filterset_class = OwnHistoryFilterSet

    def get_filtered_queryset(self) -> "QuerySet[BaseLogEntry, dict[str, object]]":
        """Returns key, moment and number of the log for each entry, the newest first; Wagtail reads the page's anew."""
        self.log_models = list(registry.get_log_entry_models())
        parts = [
            self.filter_queryset(
                shown_entries(model, self.request.user)
                .values("pk", "timestamp")
                .annotate(log_model_index=Value(number, output_field=IntegerField()))
            ).order_by()
            for number, model in enumerate(self.log_models)
        ]
        entries: QuerySet[BaseLogEntry, dict[str, object]] = parts[0].union(*parts[1:], all=True)
        return entries.order_by("-timestamp")


class _RowsOfTheReport:
    """Hands the rows of the report to its filters, which offer nothing else."""

    def get_filterset_kwargs(self) -> dict[str, object]:
        """Returns the arguments of the filters, with the report's own rows before any filter."""
        kwargs: dict[str, object] = super().get_filterset_kwargs()  # type: ignore[misc]  # of Wagtail's view
        # Wagtail's view of locked pages keeps its rows there, and asks its filters before it returns them.
        rows = self.queryset if self.queryset is not None else self.get_queryset()  # type: ignore[attr-defined]
        return kwargs | {"queryset": rows}


def _values(rows: "QuerySet[Model]", field: str) -> "QuerySet[Model, int | None]":
    return rows.prefetch_related(None).order_by().values_list(field, flat=True).distinct()


class OwnLockedFilterSet(LockedPagesReportFilterSet):
    """The filters of locked pages, which name those alone who locked one that the report shows."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["locked_by"].queryset = _people(_values(self.queryset, "locked_by"))


class OwnLockedPagesView(_RowsOfTheReport, LockedPagesView):
    """Locked pages that one may unlock."""

    filterset_class = OwnLockedFilterSet


class OwnWorkflowFilterSet(WorkflowReportFilterSet):
    """The filters of reviews, which name the people and workflows of those alone that the report shows."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["requested_by"].queryset = _people(_values(self.queryset, "requested_by"))
        workflows = Workflow.objects.filter(pk__in=_values(self.queryset, "workflow"))
        self.filters["workflow"].queryset = workflows


class OwnWorkflowView(_RowsOfTheReport, WorkflowView):
    """Reviews of pages that one may edit."""

    filterset_class = OwnWorkflowFilterSet


class OwnWorkflowTasksFilterSet(WorkflowTasksReportFilterSet):
    """The filters of the steps of reviews, which name the workflows of those alone that the report shows."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        workflows = Workflow.objects.filter(pk__in=_values(self.queryset, "workflow_state__workflow"))
        self.filters["workflow"].queryset = workflows
        self.filters["task"].queryset = Task.objects.filter(pk__in=_values(self.queryset, "task"))


class OwnWorkflowTasksView(_RowsOfTheReport, WorkflowTasksView):
    """Steps of reviews of pages that one may edit."""

    filterset_class = OwnWorkflowTasksFilterSet
