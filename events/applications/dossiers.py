"""The dossier of a call, which everybody downloads from the mission's page: checked, kept apart from the media."""

from django import forms
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy

from events.applications.file_checks import check_upload, content_of
from events.applications.private_files import drop_file, drop_file_after_commit, keep_file
from events.models import CallForApplications
from events.models.call import LARGEST_MEGABYTES

ENDINGS = ("pdf", "docx", "odt", "zip")
LONGEST_NAME = 120


class DossierForm(forms.Form):
    """A dossier, in a form of its own: an error elsewhere does not lose it."""

    file = forms.FileField(
        label=gettext_lazy("Dossier de candidature"),
        widget=forms.FileInput({"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
    )

    def clean_file(self) -> File[bytes]:
        """Returns the file. Raises `ValidationError` for one that is too large, or is not what its name says."""
        upload: File[bytes] = self.cleaned_data["file"]
        check_upload(upload, ENDINGS, LARGEST_MEGABYTES)
        return upload


def replace_dossier(call: CallForApplications, upload: File[bytes]) -> None:
    """Puts a checked file into the place of the dossier before, which is deleted."""
    stored = keep_file(content_of(upload), upload.name or "")
    try:
        _set(call, stored, (upload.name or "")[-LONGEST_NAME:])
    except BaseException:
        drop_file(stored)
        raise


def remove_dossier(call: CallForApplications) -> None:
    """Takes the dossier of a call away, with its file."""
    _set(call, "", "")


@transaction.atomic
def _set(call: CallForApplications, stored: str, name: str) -> None:
    row = CallForApplications.objects.select_for_update().get(pk=call.pk)
    if row.dossier.name:
        drop_file_after_commit(row.dossier.name)
    CallForApplications.objects.filter(pk=call.pk).update(dossier=stored, dossier_name=name)
