"""Generic admin views that check permissions for each row; Wagtail's check the model (trap 18)."""

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.permissions import policy_registry

SEEN_BY: tuple[str, ...] = ("view", "change", "delete")


class RowPermissionMixin:
    """First base of a view of one row: who may not do `row_action` to this very row is refused."""

    row_action: ClassVar[str] = "change"
    model: type[models.Model]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Raises `PermissionDenied`, which the admin turns into a message."""
        row = get_object_or_404(self.model, pk=kwargs["pk"])
        policy = policy_registry.get_by_type(self.model)
        if not policy.user_has_permission_for_instance(request.user, self.row_action, row):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        return response


class RowIndexView(generic.IndexView):
    """Lists the rows that a person may see, with the buttons of what they may do to each."""

    any_permission_required: ClassVar = SEEN_BY

    def get_base_queryset(self) -> "QuerySet[models.Model]":
        """Narrowed by the policy; so are search, filters and export, which start from it."""
        allowed = self.permission_policy.instances_user_has_any_permission_for(self.request.user, SEEN_BY)
        return super().get_base_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[no-any-return]

    def _rows_for(self, action: str) -> set[object]:
        rows = self.permission_policy.instances_user_has_permission_for(self.request.user, action)
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def _changeable(self) -> set[object]:
        return self._rows_for("change")

    @cached_property
    def _deletable(self) -> set[object]:
        return self._rows_for("delete")

    def get_edit_url(self, instance: models.Model) -> str | None:
        """Only where this row may be changed."""
        return super().get_edit_url(instance) if instance.pk in self._changeable else None

    def get_delete_url(self, instance: models.Model) -> str | None:
        """Only where this row may be deleted."""
        return super().get_delete_url(instance) if instance.pk in self._deletable else None


class RowEditView(RowPermissionMixin, generic.EditView):
    """Edits a row."""


class RowDeleteView(RowPermissionMixin, generic.DeleteView):
    """Deletes a row."""

    row_action = "delete"


class RowHistoryView(RowPermissionMixin, history.HistoryView):
    """What was done to a row."""


class RowUsageView(RowPermissionMixin, usage.UsageView):
    """Where a row is used; what the person may not edit is named by its kind alone, as Wagtail does."""
