"""Checks what a form points to: only rows that its chooser offers, whatever id is posted.

Without this check a person could put another cluster's unpublished picture on their own page. There it would be public
(a file is visible when a visible page uses it), and even a form shown again with an error would show its name.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page
from wagtail.permissions import policy_registry

from clusters.access.own_pages import seen_pages
from fedcms.core.pages.forms import SlugFollowsTitle
from fedcms.core.pages.schedule_form import ScheduleForm
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User

Reference = tuple[type[models.Model], str]  # base model, primary key as text


def _base(model: type[models.Model]) -> type[models.Model] | None:
    """Returns the guarded base class of a model; `None` for models that everybody may point to."""
    for guarded in (Page, FederationImage, FederationDocument):
        if issubclass(model, guarded):
            return guarded
    return None


def references_in(field: models.Field[Any, Any], value: object) -> Iterator[Reference]:
    """Yields the guarded objects to which a field's value points: by a relation, a link, or a block in a text."""
    if value in (None, ""):
        return
    if isinstance(value, models.Model):
        base = _base(type(value))
        if base is not None:
            yield base, str(value.pk)
    elif field.is_relation and field.many_to_one and field.related_model:
        base = _base(field.related_model)
        if base is not None:
            yield base, str(value)
    elif hasattr(field, "extract_references"):
        for to_model, pk, _model_path, _content_path in field.extract_references(value):
            base = _base(to_model)
            if base is not None:
                yield base, str(pk)


def may_point_to(user: User, reference: Reference) -> bool:
    """Returns whether the choosers would offer this object to this person; `True` for one that does not exist."""
    model, pk = reference
    rows = model._default_manager.filter(pk=pk)
    if not rows.exists():
        return True
    if model is Page:
        return bool(seen_pages(rows, user).exists())
    allowed = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        user, ["choose", "change"]
    )
    return bool(allowed.filter(pk=pk).exists())


class OwnReferencesMixin:
    """The first base of an admin form: refuses new references to objects that the person may not choose.

    References that the object had before stay allowed: somebody with the permission may have set them.
    """

    def clean(self) -> dict[str, Any]:
        """Checks all references, those of child forms included.

        A forbidden relation is emptied and marked as an error. A text with a forbidden reference raises
        `PermissionDenied`, since the form would be shown again as it was sent.
        """
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]  # a mixin
        user = getattr(self, "for_user", None)
        if user is not None:
            for form in self._with_children():
                _check(form, user)
        return cleaned

    def _with_children(self) -> Iterator[WagtailAdminModelForm]:
        yield self
        for formset in getattr(self, "formsets", {}).values():
            formset.is_valid()
            yield from formset.forms


def _check(form: WagtailAdminModelForm, user: User) -> None:
    for name, value in list(getattr(form, "cleaned_data", {}).items()):
        try:
            field = form.instance._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        # Compared with the initial value: a child form has already set the posted one on its instance.
        old = set(references_in(field, form.initial.get(name)))
        if all(may_point_to(user, reference) for reference in set(references_in(field, value)) - old):
            continue
        if not field.is_relation:
            raise PermissionDenied
        form.data = form.data.copy()
        form.data[form.add_prefix(name)] = ""
        form.add_error(
            name, ValidationError(_("Ce choix appartient à une autre équipe et n’est pas public."))
        )


class OwnReferencesForm(OwnReferencesMixin, WagtailAdminModelForm):
    """The base of forms of rows."""


class OwnReferencesPageForm(OwnReferencesMixin, SlugFollowsTitle, ScheduleForm):
    """The base of forms of pages."""
