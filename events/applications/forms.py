"""The forms of applicants: to begin with an address, and to write the application with its documents."""

from collections.abc import Iterable, Sequence

from django import forms
from django.core.files import File
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.models import Cluster, Organisation
from clusters.people.addresses import comparable
from events.applications.file_checks import check_upload
from events.applications.starting import StartedForm
from events.form_versions import put_newest
from events.models import Application, CallForApplications, RequestedDocument
from events.models.application import LONGEST_TEXT
from events.signup.forms import FirstForm, find_in_directory, in_one_line
from fedcms.core.i18n.alphabet import in_alphabet
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.mail_addresses import validate_deliverable

DOCUMENT = "document_"


class StartForm(FirstForm):
    """Begins an application: for which organisation, and to which address the link goes."""

    stamp_salt = "events.applications.start"
    email = forms.EmailField(
        label=gettext_lazy("Votre courriel"),
        help_text=gettext_lazy(
            "Le lien de votre candidature y est envoyé : vous y revenez quand vous voulez."
        ),
        validators=[validate_deliverable],
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    cluster = forms.ChoiceField(
        label=gettext_lazy("Le cluster de votre organisation"),
        required=False,
        help_text=gettext_lazy(
            "Si votre organisation est dans son annuaire, nous lui demandons, par courriel, si vous candidatez "
            "pour elle."
        ),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("J’accepte que mes données servent à cela."),
        error_messages={
            "required": gettext_lazy("Sans votre accord, nous ne pouvons pas recevoir de candidature.")
        },
    )
    field_order = ("organisation", "cluster", "name", "email", "consent")

    def __init__(
        self,
        call: CallForApplications,
        language: str,
        data: object | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict
        self._call, self._language = call, language
        self._claimed: Organisation | None = None
        self._clusters = {str(each.pk): each for each in sorted(Cluster.objects.all(), key=in_alphabet)}
        self.offer_clusters(self._clusters, _("Aucun, ou je ne sais pas"))
        self.fields["organisation"].required = True
        self.consent_text = consent_words(call)
        self.fields["consent"].help_text = self.consent_text

    def was_sent_with_other_words(self, form_key: str) -> bool:
        """Returns whether this form has begun another application already."""
        sent = Application.objects.filter(form_key=form_key).first()
        key = comparable(str(self.cleaned_data["email"]))
        return sent is not None and (sent.call_id, sent.email_key) != (self._call.pk, key)

    def clean(self) -> dict[str, object]:
        """Finds the organisation in the directory of the cluster that is chosen, or says in words what is missing."""
        cleaned = super().clean()
        cluster = self._clusters.get(str(cleaned.get("cluster") or ""))
        if cluster is not None and cleaned.get("organisation"):
            self._claimed = find_in_directory(self, cluster, str(cleaned["organisation"]))
        return cleaned

    def filled(self) -> StartedForm:
        """Returns what a valid form says."""
        data = self.cleaned_data
        return StartedForm(
            name=data["name"],
            email=data["email"],
            organisation=data["organisation"],
            language=self._language,
            claimed_organisation=self._claimed,
            consent=f"{self.consent_text} {self.fields['consent'].label}",
            form_key=data["form_key"],
        )


def _text(label: object, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]  # lazy words
        help_text=help_text,  # type: ignore[arg-type]  # as above
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )


class ApplicationForm(forms.Form):
    """What an applicant writes, and the documents. A draft may lack anything; what is sent may not."""

    name = forms.CharField(
        label=gettext_lazy("Votre nom"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    # Not "website": that is the field of other forms which people do not see.
    own_site = forms.URLField(
        label=gettext_lazy("Le site de votre organisation"), required=False, assume_scheme="https"
    )
    profile = _text(gettext_lazy("Qui vous êtes"), gettext_lazy("Votre organisation en quelques lignes."))
    offer = _text(gettext_lazy("Ce que vous proposez"))
    sought = _text(
        gettext_lazy("Ce que vous cherchez là-bas"), gettext_lazy("Partenaires, clients, écoles pilotes…")
    )
    motivation = _text(gettext_lazy("Pourquoi cette mission, et maintenant"))
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    needed = ("name", "profile", "offer", "sought", "motivation")

    def __init__(
        self,
        application: Application,
        requested: Sequence[RequestedDocument],
        kept: Iterable[int],
        data: object | None = None,
        files: object | None = None,
        *,
        is_to_be_complete: bool = False,
    ) -> None:
        initial = {name: getattr(application, name) for name in self.needed}
        initial["own_site"] = application.website
        initial |= {"version": application.version, "form_key": get_random_string(16)}
        super().__init__(data, files, initial=initial)  # type: ignore[arg-type]  # a QueryDict and its files
        self._is_to_be_complete = is_to_be_complete
        self._kept = set(kept)
        self._requested = {f"{DOCUMENT}{each.key}": each for each in requested}
        for name in self.needed:
            # Said beside the field; a draft is saved without.
            self.fields[name].widget.attrs["aria-required"] = "true"
        for name, each in self._requested.items():
            self.fields[name] = forms.FileField(
                label=str(each.label),
                required=False,
                help_text=_file_help(each),
                widget=forms.FileInput({"accept": ",".join(f".{ending}" for ending in each.endings)}),
            )

    def clean_name(self) -> str:
        """Returns the name in one line."""
        return in_one_line(str(self.cleaned_data["name"]))

    def clean(self) -> dict[str, object]:
        """Checks the files, and what is missing if all is to be there."""
        cleaned: dict[str, object] = super().clean() or {}
        for name, requested in self._requested.items():
            if isinstance(upload := cleaned.get(name), File):
                self._check_file(name, upload, requested)
        if self._is_to_be_complete:
            self._check_complete(cleaned)
        return cleaned

    def _check_file(self, name: str, upload: File[bytes], requested: RequestedDocument) -> None:
        try:
            check_upload(upload, requested.endings, requested.largest_megabytes)
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _check_complete(self, cleaned: dict[str, object]) -> None:
        for name in self.needed:
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Écrivez quelque chose ici avant d’envoyer."))
        for name, requested in self._requested.items():
            is_there = requested.pk in self._kept or cleaned.get(name)
            if requested.is_required and not is_there and name not in self.errors:
                self.add_error(name, _("Joignez ce document avant d’envoyer."))

    def uploads(self) -> list[tuple[str, RequestedDocument, File[bytes]]]:
        """Returns the files that may be kept, whatever else is wrong: a browser does not send them again."""
        found = []
        for name, requested in self._requested.items():
            upload = self.cleaned_data.get(name)
            if isinstance(upload, File) and name not in self.errors:
                found.append((name, requested, upload))
        return found

    def words(self) -> dict[str, str]:
        """Returns what was written into a valid form."""
        words = {name: str(self.cleaned_data[name]) for name in self.needed}
        return words | {"website": str(self.cleaned_data["own_site"])}

    def resync(self, version: int) -> None:
        """Puts what is newest into the hidden fields, so that the same words can be sent again."""
        put_newest(self, version=str(version), form_key=get_random_string(16))


def _file_help(requested: RequestedDocument) -> str:
    types = in_a_list([f".{ending}" for ending in requested.endings])
    limits = _("Types acceptés : %(types)s, %(largest)d Mo au plus.") % {
        "types": types,
        "largest": requested.largest_megabytes,
    }
    return " ".join(part for part in (str(requested.help_text), limits) if part)


def consent_words(call: CallForApplications) -> str:
    """Returns for what the data of a call serve, who sees them and how long they are kept, in the active language."""
    purpose = _("Vos données servent à : %(purpose)s.") % {"purpose": str(call.purpose).rstrip(".")}
    who = _(
        "L’équipe qui organise la mission et le jury les voient ; l’organisation que vous nommez est interrogée "
        "et voit votre nom."
    )
    days = ngettext(
        "Elles sont effacées %(days)d jour après le retour de la mission, ou dès que vous le demandez.",
        "Elles sont effacées %(days)d jours après le retour de la mission, ou dès que vous le demandez.",
        call.kept_days,
    )
    return " ".join((purpose, who, days % {"days": call.kept_days}))
