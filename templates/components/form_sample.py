"""Samples of form.html."""

from collections.abc import Iterator

from django import forms

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""

    class Letter(forms.Form):
        """A form with fields of each kind, in the language of the samples."""

        name = forms.CharField(label=things.text("term"))
        email = forms.EmailField(label=things.text("term_long"), help_text=things.text("advice"))
        kind = forms.ChoiceField(label=things.text("topic"), choices=[("a", things.text("filter"))])
        message = forms.CharField(label=things.text("document"), widget=forms.Textarea)
        website = forms.CharField(label=things.text("filter"), required=False)
        shows_trap = False

    action = things.text("action")
    yield Sample("untouched", {"form": Letter(auto_id="untouched_%s"), "action": action})
    sent = Letter({"name": things.text("long_title"), "email": "@"}, auto_id="sent_%s")
    sent.is_valid()
    sent.add_error("email", things.text("advice"))
    sent.add_error(None, things.text("advice"))
    yield Sample("sent with mistakes, two of them in one field", {"form": sent, "action": action})
    shown = Letter({"name": things.text("title")}, auto_id="shown_%s")
    shown.shows_trap = True
    yield Sample("the hidden field, to a person whose browser filled it", {"form": shown, "action": action})
