"""Forms for visitors without an account: spam is detected without a third party, and a form acts once.

A hidden field that people do not see, the time taken, and a key by which a second sending is known. Where a page is
kept, many have one stamp, made when the page was: contact forms name a message by its words, too.
"""

import time

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A person needs more than three seconds to write; a form that was open for more than a day must be sent again.
FASTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
STAMP_SALT = "clusters.directory.contact_mail"


class StampedForm(forms.Form):
    """A form with a stamp and a hidden field. Valid, its `cleaned_data` has the `form_key` of its stamp."""

    website = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    stamp_salt = STAMP_SALT
    """Forms of another kind have another: a stamp serves in its own alone."""
    shows_trap = False
    """Whether the hidden field is shown, to a person whose browser or extension filled it."""
    trap_words: str | Promise = _(
        "Un champ caché a été rempli, peut-être par une extension de votre navigateur. Il est de nouveau "
        "vide, et visible : laissez-le ainsi et renvoyez votre message."
    )
    time_words: str | Promise = _(
        "Le formulaire est resté ouvert trop longtemps ou trop peu. Vérifiez votre message et renvoyez-le."
    )
    sent_words: str | Promise = _("Ce formulaire a déjà servi. Vérifiez votre message et renvoyez-le.")

    @classmethod
    def new_stamp(cls) -> str:
        """Returns a signed stamp: the time at which the form is shown, and a key that identifies a second sending."""
        return signing.dumps([time.time(), get_random_string(16)], salt=cls.stamp_salt)

    def was_sent_with_other_words(self, form_key: str) -> bool:
        """Returns whether this form was sent before with other words, which must not be lost."""
        return False

    def clean(self) -> dict[str, object]:
        """Raises `ValidationError` for what looks like a machine's message, with advice for a person who wrote it."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("website"):
            self._show_trap()
            raise forms.ValidationError(str(self.trap_words), code="spam")
        try:
            shown_at, form_key = signing.loads(str(cleaned.get("stamp") or ""), salt=self.stamp_salt)
        except signing.BadSignature:
            shown_at, form_key = 0.0, ""
        elapsed = time.time() - shown_at
        if not FASTEST_SECONDS <= elapsed <= LONGEST_SECONDS:
            self._replace_stamp()
            raise forms.ValidationError(str(self.time_words), code="stamp")
        if not self.errors and self.was_sent_with_other_words(form_key):
            self._replace_stamp()
            raise forms.ValidationError(str(self.sent_words), code="sent")
        cleaned["form_key"] = form_key
        return cleaned

    def _show_trap(self) -> None:
        """Empties the hidden field and shows it, so that a person can keep it empty; the other fields stay as typed."""
        self.shows_trap = True
        self.fields["website"].widget.attrs.pop("tabindex", None)
        self._replace("website", "")

    def _replace_stamp(self) -> None:
        """Sets a new stamp for the next attempt; the other fields stay as typed."""
        self._replace("stamp", self.new_stamp())

    def _replace(self, name: str, value: str) -> None:
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[name] = value
        self.data = data
