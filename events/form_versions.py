"""Knows forms that are sent twice, or show something older than what was saved since."""

from typing import Protocol
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest

NEW = "new"
"""The version of a row that there is not yet."""


class Versioned(Protocol):
    """A row that keeps the key of the form that was saved last."""

    pk: int | None
    form_key: UUID | None


def version_of(row: Versioned) -> str:
    """Returns what a form of a row is based on: the key of the form that was saved last."""
    return NEW if row.pk is None else str(row.form_key)


def put_newest(form: forms.Form, **hidden: str) -> None:
    """Puts what is newest into hidden fields of a posted form, so that what was typed can be sent again."""
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    for name, value in hidden.items():
        data[name] = value
    form.data = data


def posted_form_key(request: HttpRequest) -> UUID:
    """Returns the key of the form that was posted, a new one if it has none."""
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid4()
