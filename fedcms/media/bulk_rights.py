"""A bulk action on images or documents: one form gives many files the same rights and tags."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.tags import TagField
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.views.bulk_actions.document_bulk_action import DocumentBulkAction
from wagtail.images.views.bulk_actions.image_bulk_action import ImageBulkAction
from wagtail.log_actions import log
from wagtail.search.index import insert_or_update_object

from fedcms.media.models import RIGHTS_FIELDS, Consent, FederationDocument, FederationImage, Licence, Reuse

UNCHANGED = ("", _("Ne rien changer"))


class RightsForm(forms.Form):
    """What many files will have in common. An empty field leaves each file what it has."""

    credit = forms.CharField(label=_("Crédit"), max_length=200, required=False)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    licence = forms.ChoiceField(label=_("Licence"), choices=[UNCHANGED, *Licence.choices], required=False)
    reuse = forms.ChoiceField(
        label=_("Réutilisable par"), choices=[UNCHANGED, *Reuse.choices], required=False
    )
    territory = forms.CharField(label=_("Territoire"), max_length=200, required=False)
    rights_until = forms.DateField(
        label=_("Droits jusqu’au"),
        widget=AdminDateInput,
        required=False,
        help_text=_(
            "Dernier jour d’utilisation permis. Après, les fichiers ne sont plus montrés à personne."
        ),
    )
    consent = forms.ChoiceField(
        label=_("Accord des personnes montrées"), choices=[UNCHANGED, *Consent.choices], required=False
    )
    # Wagtail's field for tags has no label that a screen reader finds.
    tags = TagField(
        label=_("Mots-clés"),
        widget=forms.TextInput,
        required=False,
        help_text=_("Séparés par des virgules ; ils s’ajoutent à ceux que les fichiers ont déjà."),
    )

    def clean(self) -> dict[str, object]:
        """Raises `ValidationError` when nothing was filled in."""
        cleaned: dict[str, object] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Remplissez au moins un champ."), code="empty")
        return cleaned


class RightsActionMixin:
    """The first base of the bulk action, for images and for documents. Who may change a file may do this."""

    display_name = _("Crédit et licence")
    action_type = "rights"
    aria_label = _("Donner aux fichiers choisis le même crédit et la même licence")
    template_name = "media/bulk_rights.html"
    action_priority = 15
    form_class = RightsForm
    request: HttpRequest
    cleaned_form: RightsForm

    def check_perm(self, file: models.Model) -> bool:
        """Returns whether the person may change a file."""
        policy = self.permission_policy  # type: ignore[attr-defined]  # of the second base
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", file))

    def get_execution_context(self) -> dict[str, object]:
        """Returns what was filled in."""
        filled = self.cleaned_form.cleaned_data
        rights = {name: filled[name] for name in RIGHTS_FIELDS if filled[name]}
        return {"rights": rights, "tags": filled["tags"], "user": self.request.user}

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[FederationImage | FederationDocument],
        rights: dict[str, str | date] | None = None,
        tags: Iterable[str] = (),
        user: AbstractBaseUser | None = None,
        **kwargs: object,
    ) -> tuple[int, int]:
        """Writes the rights and adds the tags. Each file is saved by itself: signals follow what became of it.

        No other column is written, which somebody may have changed since the file was read.
        """
        count = 0
        for file in objects:
            for name, value in (rights or {}).items():
                setattr(file, name, value)
            if rights:
                file.save(update_fields=list(rights))
            if tags:
                file.tags.add(*tags)
                # Wagtail's index was told of the file before its tags were there.
                insert_or_update_object(file)
            log(instance=file, action="wagtail.edit", user=user, content_changed=True)
            count += 1
        return count, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Says how many files were changed."""
        return ngettext(
            "%(count)d fichier complété.", "%(count)d fichiers complétés.", num_parent_objects
        ) % {"count": num_parent_objects}


class ImageRightsAction(RightsActionMixin, ImageBulkAction):
    """The bulk action for images."""

    models: ClassVar = [FederationImage]


class DocumentRightsAction(RightsActionMixin, DocumentBulkAction):
    """The bulk action for documents."""

    models: ClassVar = [FederationDocument]
