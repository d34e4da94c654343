"""Forms for visitors: contact with spam protection, joining the federation."""

from hashlib import blake2b, sha256

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.directory.stamped_form import StampedForm
from clusters.models import ContactMessage, Organisation
from fedcms.core.mail_addresses import validate_deliverable

MOST_LINKS = 3
MAX_SUBJECT = 150


class ContactForm(StampedForm, forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A message to a team, or to an organisation, to which the team passes it on."""

    subject = forms.CharField(label=_("Objet"), max_length=MAX_SUBJECT)
    # The slug of `passed_on_to`, of which the view says whether it is one of the cluster's.
    about = forms.CharField(required=False, widget=forms.HiddenInput)
    shares_stamp = True
    """Whether its page is kept, so that many have the same stamp."""

    def __init__(self, *args: object, passed_on_to: Organisation | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.passed_on_to = passed_on_to
        if passed_on_to is not None and not self.is_bound:
            self.initial["about"] = passed_on_to.slug
            subject = gettext("Pour %(organisation)s") % {"organisation": passed_on_to.name}
            self.initial["subject"] = Truncator(subject).chars(MAX_SUBJECT)

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

    def clean_email(self) -> str:
        """Returns the address. Raises `ValidationError` for one that no mail can bear, as the reply's."""
        address = str(self.cleaned_data["email"])
        validate_deliverable(address)
        return address

    def clean_subject(self) -> str:
        """Returns the subject in one line, since it becomes a mail header."""
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_about(self) -> str:
        """Returns the slug. Raises `ValidationError` for one of nobody: the form promised to whom the message goes."""
        if self.cleaned_data["about"] and self.passed_on_to is None:
            self._replace("about", "")
            self.add_error(
                None,
                _(
                    "Cette organisation n’est plus dans l’annuaire de ce cluster : renvoyez votre message, et il n’ira "
                    "qu’à l’équipe."
                ),
            )
        return str(self.cleaned_data["about"])

    def clean_message(self) -> str:
        """Raises `ValidationError` for a message with many links: mail servers at least would take it for spam."""
        message = str(self.cleaned_data["message"])
        if message.lower().count("http://") + message.lower().count("https://") > MOST_LINKS:
            raise forms.ValidationError(
                _("Trois liens au plus, s’il vous plaît : au-delà, le message passe pour du pourriel.")
            )
        return message

    def clean(self) -> dict[str, object]:
        """Names a message by the stamp and its own words: many may have the stamp, from a page that is kept.

        Who presses the button twice sends one message; who goes back and writes something else, another.
        """
        cleaned = super().clean()
        if self.shares_stamp:
            named = f"{cleaned['form_key']}\0{self.digest()}\0{cleaned.get('about', '')}"
            cleaned["form_key"] = blake2b(named.encode(), digest_size=16).hexdigest()
        return cleaned

    def digest(self) -> str:
        """Returns by what the words of a form are known again."""
        words = [str(self.cleaned_data.get(name, "")) for name in self._meta.fields or ()]
        return sha256("\0".join(words).encode()).hexdigest()


class MemberForm(ContactForm):
    """The form by which a company or school asks to become a member of a cluster; its name is the mail's subject."""

    subject = forms.CharField(required=False, widget=forms.HiddenInput)
    about = None  # type: ignore[assignment]  # no such field, as Django says it

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.fields["organisation"].required = True
        self.fields["organisation"].label = _("Nom de votre organisation")
        self.fields["message"].label = _("Ce que vous faites, où, et ce que vous attendez du cluster")

    def clean_subject(self) -> str:
        """Returns the subject of the mail, whatever was sent in its place."""
        name = " ".join(str(self.cleaned_data.get("organisation", "")).split())
        return (gettext("Demande d’adhésion : %(name)s") % {"name": name})[:MAX_SUBJECT]


class JoinForm(ContactForm):
    """The form by which a cluster asks to join the federation."""

    about = None  # type: ignore[assignment]  # as above

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        self.fields["organisation"].required = True
        self.fields["organisation"].label = _("Nom de votre cluster")
        self.fields["subject"].label = _("Votre territoire")
        self.fields["message"].label = _("Présentez votre cluster : membres, activités, attentes")
