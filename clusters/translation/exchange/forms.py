"""Forms for the export selection and for the uploaded file."""

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from clusters.publishing.refusal import Refusal
from clusters.translation.dashboard.languages_and_sections import Languages
from clusters.translation.exchange.file_contents import MOST_BYTES, PO, XLIFF, FoundContent
from clusters.translation.exchange.uploads import read_upload, too_big
from clusters.translation.jobs.forms import JobForm

FORMATS = [(XLIFF, _("XLIFF 2")), (PO, _("PO"))]


class ExportForm(JobForm):
    """The form that exports a selection of the report: as for a job, with a file format instead of the action."""

    format = forms.ChoiceField(choices=FORMATS, widget=forms.HiddenInput)

    def __init__(self, *args: object, languages: Languages, **kwargs: object) -> None:
        super().__init__(*args, languages=languages, **kwargs)
        self.fields["action"].required = False


class UploadForm(forms.Form):
    """The form that uploads a translated file.

    The file is read in its validation, so that errors are shown at the field.
    """

    file = forms.FileField(
        label=_("Fichier traduit"),
        help_text=_(
            "Un fichier XLIFF 2 (.xlf) ou PO téléchargé d’ici et traduit, ou un ZIP de tels fichiers ; 10 Mo au plus."
        ),
        error_messages={"required": _("Choisissez un fichier PO ou XLIFF 2.")},
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.po,.zip"}),
    )

    def clean_file(self) -> "File[bytes]":
        """Reads the file into `contents`. Raises `ValidationError`."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_big())
        try:
            self.contents: list[FoundContent] = read_upload(file.read())
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file
