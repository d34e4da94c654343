"""Validates what a form points to: only rows that its chooser offers, whatever number is posted.

Without this a person could put another cluster's unpublished picture on their own page: shown there, it would be
public (a file is visible when a visible page uses it), and the form that comes back with an error would name it.
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
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User

Reference = tuple[type[models.Model], str]  # base model, primary key as text


def _base(model: type[models.Model]) -> type[models.Model] | None:
    """The guarded model that this one is; `None` when what it points to is everybody's."""
    for guarded in (Page, FederationImage, FederationDocument):
        if issubclass(model, guarded):
            return guarded
    return None


def references_in(field: models.Field[Any, Any], value: object) -> Iterator[Reference]:
    """The guarded objects to which a field's value points: a relation, a link or a block in a text."""
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
    """Whether the choosers would offer this object to this person; what does not exist harms nobody."""
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
    """First base of an admin form: refuses new references to what the person may not choose.

    What the object pointed to before stays allowed: it may have been put there by somebody who might.
    """

    def clean(self) -> dict[str, Any]:
        """A relation is emptied and marked; a forged text is refused as a whole, since it comes back as it was sent."""
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
        # As the form was opened: a child form has already put what was posted on its instance.
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
    """For rows."""


class OwnReferencesPageForm(OwnReferencesMixin, SlugFollowsTitle):
    """For pages."""
