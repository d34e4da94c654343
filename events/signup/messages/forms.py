"""The form by which a team writes to people of its sheet: to whom, subject and text in each language."""

import json
from collections.abc import Collection
from hashlib import sha256
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from events.models import SignUp, SignUpSheet, SignUpState
from events.models.signup_message import LONGEST_SUBJECT, LONGEST_TEXT
from events.signup.event_notices import TOLD_STATES
from events.signup.messages.recipients import Choice
from fedcms.core.i18n.translated_text import TranslatedText, TranslatedTextFormField

_STATES = [
    ("", gettext_lazy("Tous : avec une place, en attente, à examiner")),
    *((state.value, SignUpState(state).label) for state in TOLD_STATES),
]


class MessageForm(forms.Form):
    """A message in as many languages as somebody writes; who reads another gets the nearest."""

    state = forms.ChoiceField(label=gettext_lazy("À qui"), required=False, choices=_STATES)
    cluster = forms.ChoiceField(label=gettext_lazy("Place de"), required=False)
    subject = TranslatedTextFormField(label=gettext_lazy("Objet"), max_length=LONGEST_SUBJECT)
    text = TranslatedTextFormField(label=gettext_lazy("Texte"), multiline=True, max_length=LONGEST_TEXT)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, sheet: SignUpSheet, ticked: Collection[int], data: object | None = None, **kwargs: object
    ) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]  # what a form takes
        self.sheet, self.ticked = sheet, ticked
        if ticked:
            del self.fields["state"], self.fields["cluster"]
            return
        clusters = Cluster.objects.filter(pk__in=SignUp.objects.filter(sheet=sheet).values("cluster"))
        field = self.fields["cluster"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the types alone
        names = sorted((str(each), str(each.pk)) for each in clusters)
        field.choices = [("", _("Tous")), *((key, name) for name, key in names)]

    def clean(self) -> dict[str, object]:
        """Refuses a subject and a text that are not in the same languages."""
        data: dict[str, object] = super().clean() or {}
        subject, text = data.get("subject"), data.get("text")
        if subject and text and set(self.subjects) != set(self.texts):
            self.add_error("text", _("Écrivez l’objet et le texte dans les mêmes langues."))
        if "form_key" in self.errors:
            self.add_error(None, _("Cette page est incomplète : rechargez-la, puis recommencez."))
        return data

    @property
    def subjects(self) -> TranslatedText:
        """The subject by language."""
        return TranslatedText(self.cleaned_data["subject"])

    @property
    def texts(self) -> TranslatedText:
        """The text by language."""
        return TranslatedText(self.cleaned_data["text"])

    @property
    def choice(self) -> Choice:
        """Who is meant."""
        cluster = str(self.cleaned_data.get("cluster") or "")
        return Choice(
            self.ticked, str(self.cleaned_data.get("state") or ""), int(cluster) if cluster else None
        )

    def digest(self) -> str:
        """Returns what tells the words and the choice of this form from others: what was read is what is sent."""
        choice = self.choice
        values = [self.subjects, self.texts, sorted(choice.ticked), choice.state, choice.cluster]
        return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

    @property
    def message_key(self) -> UUID:
        """The same when this form is sent twice; another after an edit, since a browser's "Back" shows the old page."""
        return uuid5(self.cleaned_data["form_key"], f"{self.sheet.pk} {self.digest()}")
