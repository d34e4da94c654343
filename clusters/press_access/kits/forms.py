"""The form of an owner's press kit: a vector logo is cleaned, images and documents are one's own or public ones."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from clusters.access.references import OwnReferencesForm
from clusters.press_access.kits.vector_logo import cleaned_logo, refuse_large


class LogoInput(forms.ClearableFileInput):
    """An input of a file that has no address: its name stands there without a link."""

    template_name = "clusters/press_kits/logo_input.html"


class PressKitForm(OwnReferencesForm):
    """The form of a press kit."""

    def clean_vector_logo(self) -> Any:
        """Returns the cleaned drawing of a new file. Raises `ValidationError` for what is none."""
        given = self.cleaned_data.get("vector_logo")
        if not isinstance(given, UploadedFile):
            return given
        refuse_large(given.size or 0)
        return ContentFile(cleaned_logo(given.read()), name=f"{PurePath(given.name or 'logo').stem[:60]}.svg")
