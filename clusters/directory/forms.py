"""Forms for visitors: contact with spam protection, joining the federation."""

import time

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from clusters.models import ContactMessage

# A person needs more than three seconds to write; a form that was open for more than a day must be sent again.
FASTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
MOST_LINKS = 3
STAMP_SALT = "clusters.directory.contact_mail"


def new_stamp() -> str:
    """Returns a signed stamp for a form: the time at which it is shown, and a key that identifies a second sending."""
    return signing.dumps([time.time(), get_random_string(16)], salt=STAMP_SALT)


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A message to a team. Spam is detected without a third party: by a hidden field, the time taken, and links."""

    subject = forms.CharField(label=_("Objet"), max_length=150)
    website = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    shows_trap = False
    """Whether the hidden field is shown, to a person whose browser or extension filled it."""

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "organisation", "subject", "message"]
        labels = {
            "name": _("Votre nom"),
            "email": _("Votre courriel"),
            "organisation": _("Votre organisation (facultatif)"),
            "message": _("Votre message"),
        }
        widgets = {
            "message": forms.Textarea({"rows": 7}),
            "name": forms.TextInput({"autocomplete": "name"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
        }

    def clean_subject(self) -> str:
        """Returns the subject in one line, since it becomes a mail header."""
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_message(self) -> str:
        """Raises `ValidationError` for a message with many links: mail servers at least would take it for spam."""
        message = str(self.cleaned_data["message"])
        if message.lower().count("http://") + message.lower().count("https://") > MOST_LINKS:
            raise forms.ValidationError(
                _("Trois liens au plus, s’il vous plaît : au-delà, le message passe pour du pourriel.")
            )
        return message

    def clean(self) -> dict[str, object]:
        """Raises `ValidationError` for what looks like a machine's message, with advice for a person who wrote it."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("website"):
            self._show_trap()
            raise forms.ValidationError(
                _(
                    "Un champ caché a été rempli, peut-être par une extension de votre navigateur. Il est de nouveau "
                    "vide, et visible : laissez-le ainsi et renvoyez votre message."
                ),
                code="spam",
            )
        try:
            shown_at, form_key = signing.loads(str(cleaned.get("stamp") or ""), salt=STAMP_SALT)
        except signing.BadSignature:
            shown_at, form_key = 0.0, ""
        elapsed = time.time() - shown_at
        if not FASTEST_SECONDS <= elapsed <= LONGEST_SECONDS:
            self._replace_stamp()
            raise forms.ValidationError(
                _(
                    "Le formulaire est resté ouvert trop longtemps ou trop peu. Vérifiez votre message et renvoyez-le."
                ),
                code="stamp",
            )
        if not self.errors and self._was_sent_with_other_words(form_key):
            self._replace_stamp()
            raise forms.ValidationError(
                _("Ce formulaire a déjà servi. Vérifiez votre message et renvoyez-le."), code="sent"
            )
        cleaned["form_key"] = form_key
        return cleaned

    def _show_trap(self) -> None:
        """Empties the hidden field and shows it, so that a person can keep it empty; the other fields stay as typed."""
        self.shows_trap = True
        self.fields["website"].widget.attrs.pop("tabindex", None)
        self.data = {**self.data.dict(), "website": ""}  # type: ignore[attr-defined]  # a QueryDict

    def _replace_stamp(self) -> None:
        """Sets a new stamp for the next attempt; the other fields stay as typed."""
        self.data = {**self.data.dict(), "stamp": new_stamp()}  # type: ignore[attr-defined]  # a QueryDict

    def _was_sent_with_other_words(self, form_key: str) -> bool:
        """Returns whether this form was sent before with other words.

        Somebody went back to it and wrote another message, which must not be lost.
        """
        sent = ContactMessage.objects.filter(form_key=form_key).first()
        return sent is not None and any(
            getattr(sent, name) != self.cleaned_data[name] for name in self._meta.fields or ()
        )


class JoinForm(ContactForm):
    """The form by which a cluster asks to join the federation."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.fields["organisation"].required = True
        self.fields["organisation"].label = _("Nom de votre cluster")
        self.fields["subject"].label = _("Votre territoire")
        self.fields["message"].label = _("Présentez votre cluster : membres, activités, attentes")
