"""Samples of guest_comments.html."""

from collections.abc import Iterator

from django import forms

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things, namespace


class _SampleForm(forms.Form):
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), help_text="…")


def samples(things: Things) -> Iterator[Sample]:
    """Before the first comment, and after one."""
    context = {"action": "/", "form": _SampleForm()}
    yield Sample("nothing written", {**context, "comments": []})
    written = namespace(written_at=MOMENT, text=things.text("long_summary"))
    yield Sample("one comment", {**context, "form": _SampleForm(auto_id="again_%s"), "comments": [written]})
