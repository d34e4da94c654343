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

from clusters.access.image_field import CheckedImageField
from clusters.models import Cluster, Federation
from fedcms.core.i18n.bidi import isolated
from fedcms.media.document_content import check_content
from fedcms.media.embedded_rights import EmbeddedRights, read_embedded_rights
from fedcms.media.models import Consent, Licence, Reuse
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


def default_reuse(licence: str | None) -> str:
    """Returns who may take up a new file for which nobody has said it: as its licence says."""
    return Reuse.PRESS if licence == Licence.PRESS else Reuse.EVERYONE


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
        for name in ("licence", "reuse"):
            if name in self.fields:
                self.fields[name].required = False
        if self.instance.pk is None and isinstance(reuse := self.fields.get("reuse"), forms.ChoiceField):
            reuse.choices = [("", _("Selon la licence")), *reuse.choices]  # type: ignore[misc]  # choices of the model
            self.initial["reuse"] = (kwargs.get("initial") or {}).get("reuse", "")
        if isinstance(consent := self.fields.get("consent"), forms.ChoiceField):
            consent.choices = [("", _("Non précisé")), *Consent.choices]
        if self.instance.pk is not None:
            self._state_embedded()
        else:
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

    def _state_embedded(self) -> None:
        """Says beside credit and licence what the file states otherwise; which of both is right, a person decides."""
        embedded = self.read_stored()
        licence = str(Licence(embedded.licence).label) if embedded.licence else ""
        for name, value, shown in (
            ("credit", embedded.credit, embedded.credit),
            ("licence", embedded.licence, licence),
        ):
            if value and name in self.fields and value != getattr(self.instance, name):
                words = _("Le fichier dit de lui-même : %(stated)s.") % {"stated": isolated(shown)}
                # What somebody wrote into a file; screens show a help text as it is.
                self.fields[name].help_text = format_html("{} {}", self.fields[name].help_text, words)

    def clean(self) -> dict[str, Any]:
        """Completes what was not sent, or was left empty by somebody who has several collections."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            self._complete(cleaned)
            cleaned["reuse"] = cleaned.get("reuse") or default_reuse(cleaned.get("licence"))
        else:
            for name in ("licence", "reuse"):
                cleaned[name] = cleaned.get(name) or getattr(self.instance, name)
        return cleaned

    def _complete(self, cleaned: dict[str, Any]) -> None:
        embedded = self.read_embedded(cleaned)
        if collection := self.collection_of(cleaned):
            rights = default_rights(owner_of(collection))
            self._complete_rights(cleaned, embedded, rights)
        file = cleaned.get("file")
        # The form's script fills in the name of the file, with or without its ending.
        if file is not None and cleaned.get("title") in (file.name, PurePath(file.name).stem):
            cleaned["title"] = embedded.title or PurePath(file.name).stem
        cleaned["source"] = cleaned.get("source") or embedded.source
        if not cleaned.get("tags") and embedded.keywords:
            cleaned["tags"] = list(embedded.keywords)
            # Wagtail's upload of many files saves no tags.
            self.instance.embedded_keywords = embedded.keywords

    def _complete_rights(
        self, cleaned: dict[str, Any], embedded: EmbeddedRights, rights: dict[str, str]
    ) -> None:
        """Prefers what the form showed or was sent, then what the file says of itself, then the owner's defaults.

        A licence that somebody saw in the form and sent is theirs, also when it was the owner's default: what a file
        says opens no rights behind their back.
        """
        if self.add_prefix("licence") not in self.data:
            cleaned["licence"] = embedded.licence or rights["licence"]
        cleaned["licence"] = cleaned.get("licence") or rights["licence"]
        is_open = self.add_prefix("credit") not in self.data or (
            self._own is None and not cleaned.get("credit")
        )
        if is_open:
            cleaned["credit"] = embedded.credit or rights["credit"]

    def read_embedded(self, cleaned: dict[str, Any]) -> EmbeddedRights:
        """Returns what the file says of itself; nothing for files that are no images."""
        return EmbeddedRights()

    def read_stored(self) -> EmbeddedRights:
        """Returns what a file that is in the library says of itself; nothing for files that are no images."""
        return EmbeddedRights()

    def collection_of(self, cleaned: dict[str, Any]) -> Collection | None:
        """Returns the collection of the file: who has one is not asked for it."""
        return cleaned.get("collection") or self._own or self.instance.collection


class ImageForm(RightsOfOwnerMixin, BaseImageForm):
    """The base of forms of images (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            # A field of the class would stand in the forms, too, that have none.
            self.fields["file"] = CheckedImageField(
                label=field.label, required=field.required, widget=field.widget
            )

    def read_embedded(self, cleaned: dict[str, Any]) -> EmbeddedRights:
        """Returns what the photographer's program wrote into the file."""
        file = cleaned.get("file")
        return read_embedded_rights(file) if file is not None else EmbeddedRights()

    def read_stored(self) -> EmbeddedRights:
        """Returns what is written in the stored image; nothing when it is gone from the storage."""
        try:
            with self.instance.open_file() as file:
                return read_embedded_rights(file)
        except OSError:
            return EmbeddedRights()


class DocumentForm(RightsOfOwnerMixin, BaseDocumentForm):
    """The base of forms of documents (WAGTAILDOCS_DOCUMENT_FORM_BASE)."""

    def clean_file(self) -> Any:
        """Returns the file; raises `ValidationError` when it is not what its name says."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_content(file, file.name)
        return file

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
