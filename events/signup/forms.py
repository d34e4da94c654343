"""The forms of visitors: to sign up, and to correct what one has written."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.directory.stamped_form import StampedForm
from clusters.models import Cluster, Organisation
from clusters.people.addresses import comparable
from events.models import EventPage, SignUp, SignUpInvitation, SignUpQuestion, SignUpSheet
from events.signup.asking import FilledForm
from events.signup.organisations import (
    clusters_to_name,
    must_name_cluster,
    organisation_in,
    suggested_names,
)
from events.signup.questions import answers_in, initial_answers, question_fields
from fedcms.core.mail_addresses import validate_deliverable

SUGGESTIONS = "organisation-names"
"""The id of the list of suggested names on the page."""


def in_one_line(text: str) -> str:
    """Returns a name in one line. Raises `ValidationError` for one with an address, which others are mailed."""
    if "://" in text or "www." in text.lower():
        raise forms.ValidationError(_("Écrivez un nom, sans adresse de site."))
    return " ".join(text.split())


class OwnWordsForm(forms.Form):
    """What somebody says of themselves: name, organisation, and the answers to the questions."""

    name = forms.CharField(
        label=gettext_lazy("Votre nom"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    organisation = forms.CharField(
        label=gettext_lazy("Votre organisation"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    def add_questions(self, questions: Sequence[SignUpQuestion]) -> None:
        """Adds a field for each question."""
        for name, field in question_fields(questions).items():
            field.label_suffix = ""
            self.fields[name] = field

    def clean_name(self) -> str:
        """Returns the name in one line."""
        return in_one_line(str(self.cleaned_data["name"]))

    def clean_organisation(self) -> str:
        """Returns the organisation in one line."""
        return in_one_line(str(self.cleaned_data["organisation"]))


class CorrectionForm(OwnWordsForm):
    """Corrects what somebody has written; the address stays, since it is what was confirmed."""

    def __init__(
        self, sign_up: SignUp, questions: Sequence[SignUpQuestion], data: object | None = None
    ) -> None:
        initial = {"name": sign_up.name, "organisation": sign_up.organisation}
        super().__init__(data, initial=initial | initial_answers(sign_up.answers))  # type: ignore[arg-type]  # a QueryDict
        if sign_up.claimed_organisation_id is not None or sign_up.cluster_id is not None:
            # A seat may depend on it.
            self.fields["organisation"].disabled = True
        self.add_questions(questions)

    def answers(self) -> dict[str, object]:
        """Returns the answers of a valid form."""
        return answers_in(self.cleaned_data)


def find_in_directory(form: forms.Form, cluster: Cluster, name: str) -> Organisation | None:
    """Returns the organisation of a name in a cluster's directory; adds an error if it cannot be asked."""
    found = organisation_in(cluster, name) if name else None
    if found is None:
        words = _("Cette organisation n’est pas dans l’annuaire de %(cluster)s : vérifiez son nom.")
        form.add_error("organisation", words % {"cluster": cluster})
    elif not found.email:
        words = _(
            "L’annuaire n’a pas d’adresse pour cette organisation : demandez une invitation à %(cluster)s."
        )
        form.add_error("organisation", words % {"cluster": cluster})
    return found


class FirstForm(OwnWordsForm, StampedForm):
    """What somebody without a link sends first: their words, an address to confirm, and for which organisation."""

    trap_words = gettext_lazy(
        "Un champ caché a été rempli, peut-être par une extension de votre navigateur. Il est de nouveau "
        "vide, et visible : laissez-le ainsi et envoyez de nouveau."
    )
    time_words = gettext_lazy(
        "Le formulaire est resté ouvert trop longtemps ou trop peu. Vérifiez ce que vous avez écrit et envoyez de "
        "nouveau."
    )
    sent_words = gettext_lazy(
        "Ce formulaire a déjà servi. Vérifiez ce que vous avez écrit et envoyez de nouveau."
    )

    def offer_clusters(self, clusters: Mapping[str, Cluster], none: str) -> None:
        """Offers clusters by key, after `none`, and the names of their organisations."""
        field = self.fields["cluster"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the types alone
        field.choices = [("", none), *((key, str(each)) for key, each in clusters.items())]
        self.suggested = suggested_names(clusters.values())
        if self.suggested:
            self.fields["organisation"].widget.attrs["list"] = SUGGESTIONS


class SignUpForm(FirstForm):
    """Signs somebody up to an event."""

    stamp_salt = "events.signup.ask"
    email = forms.EmailField(
        label=gettext_lazy("Votre courriel"),
        help_text=gettext_lazy(
            "Un lien y est envoyé, pour confirmer : votre rang est celui de la confirmation."
        ),
        validators=[validate_deliverable],
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    cluster = forms.ChoiceField(label=gettext_lazy("Le cluster de votre organisation"))
    consent = forms.BooleanField(
        label=gettext_lazy("J’accepte que mes données servent à cela."),
        error_messages={"required": gettext_lazy("Sans votre accord, nous ne pouvons pas vous inscrire.")},
    )
    field_order = ("name", "email", "organisation", "cluster")

    def __init__(
        self,
        sheet: SignUpSheet,
        event: EventPage,
        language: str,
        invitation: SignUpInvitation | None = None,
        data: object | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict
        self._language = language
        self._sheet = sheet
        self.suggested: list[str] = []
        self._claimed: Organisation | None = None
        self._clusters = {} if invitation else {str(each.pk): each for each in clusters_to_name(sheet, event)}
        self._offer_clusters()
        self.add_questions(list(sheet.questions.all()))
        self.consent_text = consent_words(sheet, names_organisation=bool(self._clusters))
        self.fields["consent"].help_text = self.consent_text
        self.order_fields(
            [*self.field_order, *(name for name in self.fields if name != "consent"), "consent"]
        )

    def was_sent_with_other_words(self, form_key: str) -> bool:
        """Returns whether this form has signed up somebody else already: who goes back to it writes for a colleague."""
        sent = SignUp.objects.filter(form_key=form_key).first()
        key = comparable(str(self.cleaned_data["email"]))
        return sent is not None and (sent.sheet_id, sent.email_key) != (self._sheet.pk, key)

    def _offer_clusters(self) -> None:
        if not self._clusters:
            del self.fields["cluster"]
            return
        is_needed = must_name_cluster(self._sheet)
        field = self.fields["cluster"]
        field.required = is_needed
        self.offer_clusters(self._clusters, _("À choisir") if is_needed else _("Aucun, ou je ne sais pas"))
        field.help_text = _(
            "Pour une place réservée, votre organisation doit être dans son annuaire : nous lui demandons, par "
            "courriel, si vous venez pour elle."
        )
        if is_needed:
            self.fields["organisation"].required = True

    def clean(self) -> dict[str, object]:
        """Finds the organisation in the directory of the cluster that is chosen, or says in words what is missing."""
        cleaned = super().clean()
        cluster = self._clusters.get(str(cleaned.get("cluster") or ""))
        if cluster is not None and "organisation" in cleaned:
            self._claimed = find_in_directory(self, cluster, str(cleaned["organisation"]))
        return cleaned

    def filled(self) -> FilledForm:
        """Returns what a valid form says."""
        data = self.cleaned_data
        return FilledForm(
            name=data["name"],
            email=data["email"],
            organisation=data["organisation"],
            language=self._language,
            answers=answers_in(data),
            claimed_organisation=self._claimed,
            consent=f"{self.consent_text} {self.fields['consent'].label}",
            form_key=data["form_key"],
        )


def consent_words(sheet: SignUpSheet, *, names_organisation: bool = False) -> str:
    """Returns for what the data of a sheet serve, who sees them and how long they are kept, in the active language."""
    who = (
        _("L’équipe qui organise les voit ; l’organisation que vous nommez est interrogée et voit votre nom.")
        if names_organisation
        else _("L’équipe qui organise les voit, et personne d’autre.")
    )
    days = ngettext(
        "Elles sont effacées %(days)d jour après la fin de l’événement, ou dès que vous le demandez.",
        "Elles sont effacées %(days)d jours après la fin de l’événement, ou dès que vous le demandez.",
        sheet.kept_days,
    )
    purpose = _("Vos données servent à : %(purpose)s.") % {"purpose": str(sheet.purpose).rstrip(".")}
    return " ".join((purpose, who, days % {"days": sheet.kept_days}))
