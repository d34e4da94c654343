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
    """The first base of a view on one row: refuses people without the permission `row_action` on this very row."""

    row_action: ClassVar[str] = "change"
    model: type[models.Model]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Raises `PermissionDenied`, which the admin shows as a message."""
        row = get_object_or_404(self.model, pk=kwargs["pk"])
        policy = policy_registry.get_by_type(self.model)
        if not policy.user_has_permission_for_instance(request.user, self.row_action, row):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        return response


class RowIndexView(generic.IndexView):
    """The list of rows that a person may see, with buttons for what they may do to each."""

    any_permission_required: ClassVar = SEEN_BY

    def get_base_queryset(self) -> "QuerySet[models.Model]":
        """Returns the rows that the policy allows; search, filters and export start from them."""
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
        """Returns the address if the person may change this row, else `None`."""
        return super().get_edit_url(instance) if instance.pk in self._changeable else None

    def get_delete_url(self, instance: models.Model) -> str | None:
        """Returns the address if the person may delete this row, else `None`."""
        return super().get_delete_url(instance) if instance.pk in self._deletable else None


class RowEditView(RowPermissionMixin, generic.EditView):
    """Edits a row."""


class RowDeleteView(RowPermissionMixin, generic.DeleteView):
    """Deletes a row."""

    row_action = "delete"


class RowHistoryView(RowPermissionMixin, history.HistoryView):
    """Shows the history of a row."""


class RowUsageView(RowPermissionMixin, usage.UsageView):
    """Shows where a row is used; objects that the person may not edit are named by their type only, as in Wagtail."""
