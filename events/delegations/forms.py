"""The forms of a delegation: what an organisation says of itself, its translations, a message to it."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from clusters.directory.forms import ContactForm
from events.form_versions import put_newest
from events.models import DelegateMessage, DelegateProfile
from events.models.delegation import DELEGATE_TEXTS, LONGEST_PROFILE
from fedcms.core.i18n.formatting import number
from fedcms.core.templatetags.core_tags import direction

LABELS: dict[str, Promise] = {
    "profile": gettext_lazy("Qui vous êtes"),
    "offer": gettext_lazy("Ce que vous proposez"),
    "sought": gettext_lazy("Ce que vous cherchez là-bas"),
}


def consent_words() -> str:
    """Returns what an organisation agrees to, in the active language."""
    return _(
        "Le nom de mon organisation, son cluster, son site et ces textes sont publics, dans toutes les langues du "
        "site, et chacun peut nous écrire par un formulaire qui ne montre pas mon adresse. La presse peut les prendre "
        "avec le dossier de la délégation. Je peux revenir sur cet accord à tout moment ; ce qui est déjà téléchargé "
        "ne revient pas."
    )


class ProfileForm(forms.Form):
    """What an organisation says of itself, and whether it agrees that everybody reads it."""

    consent = forms.BooleanField(
        label=gettext_lazy("J’accepte que tous le lisent, une fois relu par l’équipe."), required=False
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(self, profile: DelegateProfile, data: object | None = None) -> None:
        initial: dict[str, object] = {name: getattr(profile, name) for name in DELEGATE_TEXTS}
        initial |= {"consent": profile.consented_at is not None, "version": profile.version}
        super().__init__(data, initial=initial | {"form_key": get_random_string(16)})  # type: ignore[arg-type]  # a QueryDict
        for name in DELEGATE_TEXTS:
            self.fields[name] = forms.CharField(
                label=str(LABELS[name]),
                max_length=LONGEST_PROFILE,
                required=False,
                widget=forms.Textarea({"rows": 5}),
            )
            if not profile.version and len(getattr(profile.application, name)) > LONGEST_PROFILE:
                self.fields[name].help_text = _(
                    "Repris de votre candidature, et coupé à %(number)s caractères : relisez la fin."
                ) % {"number": number(LONGEST_PROFILE)}
        self.order_fields([*DELEGATE_TEXTS, "consent"])
        self.fields["consent"].help_text = consent_words()

    def clean(self) -> dict[str, object]:
        """Checks that there is something to read for who agrees to show it."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("consent") and not cleaned.get("profile") and "profile" not in self.errors:
            self.add_error("profile", _("Écrivez quelque chose ici avant d’envoyer."))
        return cleaned

    def texts(self) -> dict[str, str]:
        """Returns what was written into a valid form."""
        return {name: str(self.cleaned_data[name]) for name in DELEGATE_TEXTS}

    def consent_text(self) -> str:
        """Returns the words that were agreed to; "" without consent."""
        label = self.fields["consent"].label
        return f"{consent_words()} {label}" if self.cleaned_data["consent"] else ""

    def resync(self, version: int) -> None:
        """Puts what is newest into the hidden fields, so that the same words can be sent again."""
        put_newest(self, version=str(version), form_key=get_random_string(16))


class TranslationsForm(forms.Form):
    """The organisers' translations of what an organisation says; its own language is not theirs to change."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def __init__(self, profile: DelegateProfile, language: str, data: object | None = None) -> None:
        super().__init__(data, initial={"version": profile.version})  # type: ignore[arg-type]  # a QueryDict
        self._codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != language]
        names: Mapping[str, object] = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        for name in DELEGATE_TEXTS:
            shown = profile.shown(name)
            is_of_older_words = shown.get(language, "") != getattr(profile, name)
            for code in self._codes:
                text = shown.get(code, "")
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=pgettext("a field and its language", "%(field)s – %(language)s")
                    % {"field": LABELS[name], "language": names[code]},
                    max_length=LONGEST_PROFILE,
                    required=False,
                    initial=text,
                    help_text=_("L’original a changé depuis cette traduction : relisez-la.")
                    if text and is_of_older_words
                    else "",
                    widget=forms.Textarea({"rows": 3, "lang": code, "dir": direction(code)}),
                )

    def translations(self) -> dict[str, dict[str, str]]:
        """Returns the texts of a valid form, by name and language."""
        return {
            name: {code: str(self.cleaned_data[f"{name}_{code}"]) for code in self._codes}
            for name in DELEGATE_TEXTS
        }


class DelegateContactForm(ContactForm):
    """A message to an organisation of a delegation."""

    stamp_salt = "events.delegations.contact"
    shares_stamp = False

    def was_sent_with_other_words(self, form_key: str) -> bool:
        """Returns whether this form was sent before with other words, which must not be lost."""
        sent = DelegateMessage.objects.filter(form_key=form_key).first()
        return sent is not None and sent.digest != self.digest()
