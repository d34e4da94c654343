"""Samples of form_errors.html."""

from collections.abc import Iterator

from django import forms

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """Errors of fields, of one and of several boxes, and of the form as a whole."""

    class Letter(forms.Form):
        """A form with a field, and with boxes."""

        name = forms.CharField(label=things.text("term"))
        kinds = forms.MultipleChoiceField(
            label=things.text("topic"), choices=[("a", "A")], widget=forms.CheckboxSelectMultiple
        )

    sent = Letter({}, auto_id="sent_%s")
    sent.add_error(None, things.text("advice"))
    # As it stands in a page: with the fields to which it leads.
    boxes = '<div><input id="sent_name" aria-label="A"><input id="sent_kinds_0" aria-label="B"></div>'
    yield Sample("two fields and a sentence", {"form": sent}, "{}" + boxes)
