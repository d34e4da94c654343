"""The forms of images and documents: what comes in without credit or licence has those of its section's owner.

Wagtail's upload of many files sends a title and a collection alone. A form that asked for more kept each file apart
until its own form was saved, while the screen said that it had succeeded (issue 14).
"""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from clusters.models import Cluster, Federation
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User

if TYPE_CHECKING:
    _Form = forms.ModelForm
else:
    _Form = object


def owner_of(collection: Collection) -> Cluster | Federation:
    """Returns the cluster whose collection this is, or is below; else the federation."""
    around = collection.get_ancestors(inclusive=True)
    cluster: Cluster | None = Cluster.objects.filter(collection__in=around).first()
    return cluster or Federation.load()


def default_rights(owner: Cluster | Federation) -> dict[str, str]:
    """Returns the credit and the licence of an owner's new files. The credit is the same in each interface language."""
    name = owner.name.text_for(settings.LANGUAGE_CODE)
    return {"credit": owner.default_credit or name[:200], "licence": owner.default_licence}


class RightsOfOwnerMixin(_Form):  # type: ignore[type-arg]  # generic in the stubs only
    """The first base of a form of files: completes the credit, the licence and the title of a new one.

    Who has one collection sees the rights of its owner filled in, and may empty them. With several, what is left empty
    is that of the collection which is chosen.
    """

    collections: models.QuerySet[Collection]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail's takes the person out of the arguments and forgets them.
        self.user: User | None = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self._own: Collection | None = None
        if "licence" in self.fields:
            self.fields["licence"].required = False
        if self.instance.pk is None:
            some = list(self.collections[:2])
            self._own = some[0] if len(some) == 1 else None
            self._show_rights(kwargs.get("initial") or {})

    def _show_rights(self, given: dict[str, object]) -> None:
        if self._own is not None:
            self.initial.update(default_rights(owner_of(self._own)))
            self.initial.update(given)
        elif isinstance(licence := self.fields.get("licence"), forms.ChoiceField):
            licence.choices = [("", _("La licence de la section")), *licence.choices]  # type: ignore[misc]  # choices of the model
            self.initial["licence"] = given.get("licence", "")

    def clean(self) -> dict[str, Any]:
        """Completes what was not sent, or was left empty by somebody who has several collections."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            self._complete(cleaned)
        elif not cleaned.get("licence"):
            cleaned["licence"] = self.instance.licence
        return cleaned

    def _complete(self, cleaned: dict[str, Any]) -> None:
        if collection := self.collection_of(cleaned):
            rights = default_rights(owner_of(collection))
            cleaned["licence"] = cleaned.get("licence") or rights["licence"]
            if self.add_prefix("credit") not in self.data or (
                self._own is None and not cleaned.get("credit")
            ):
                cleaned["credit"] = rights["credit"]
        file = cleaned.get("file")
        if file is not None and cleaned.get("title") == file.name:
            cleaned["title"] = PurePath(file.name).stem

    def collection_of(self, cleaned: dict[str, Any]) -> Collection | None:
        """Returns the collection of the file: who has one is not asked for it."""
        return cleaned.get("collection") or self._own or self.instance.collection


class ImageForm(RightsOfOwnerMixin, BaseImageForm):
    """The base of forms of images (WAGTAILIMAGES_IMAGE_FORM_BASE)."""


class DocumentForm(RightsOfOwnerMixin, BaseDocumentForm):
    """The base of forms of documents (WAGTAILDOCS_DOCUMENT_FORM_BASE)."""

    def full_clean(self) -> None:
        """Adds an error, with a link, for a file that its owner's library has. Wagtail asks this of images alone.

        Last of all: an error of the file leaves the model without one, of which it would say more.
        """
        super().full_clean()
        if self.is_bound and "file" in self.changed_data and "file" in self.cleaned_data:
            known = self._find_same(self.cleaned_data)
            if known is not None:
                self.add_error("file", self._known_error(known))

    def _find_same(self, cleaned: dict[str, Any]) -> models.Model | None:
        collection = self.collection_of(cleaned)
        if self.user is None or collection is None:
            return None
        shelf = owner_of(collection).collection or collection
        own = self.permission_policy.instances_user_has_permission_for(self.user, "change")
        same = own.filter(
            file_hash=hash_filelike(cleaned["file"]), collection__in=shelf.get_descendants(inclusive=True)
        )
        found: models.Model | None = same.exclude(pk=self.instance.pk).first()
        return found

    def _known_error(self, known: models.Model) -> forms.ValidationError:
        link = format_html(
            '<a href="{}">{}</a>', reverse("wagtaildocs:edit", args=[known.pk]), isolated(str(known))
        )
        words = _("Ce fichier est déjà dans la bibliothèque : {link}. Prenez-le sous ce titre.")
        return forms.ValidationError(format_html(words, link=link), code="known")
