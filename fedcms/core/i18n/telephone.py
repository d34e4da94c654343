"""Telephone numbers: stored as E.164, read and typed as people write them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

LONGEST = 16
"""E.164: a plus and fifteen digits."""


def e164(text: str, region: str = "") -> str:
    """Returns a number as E.164 ("+33261910012"); `region` is the country (ISO 3166-1) of one without prefix.

    Raises `ValidationError` for what is no number that could be dialled.
    """
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(
            _(
                "« %(number)s » n’est pas un numéro de téléphone : écrivez-le avec son indicatif, +33 2 61 91 00 12."
            ),
            code="telephone",
            params={"number": text},
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def dialled_number(text: str, region: str = "") -> str:
    """Returns what a link dials: E.164 where a text is a number, else the text without spaces."""
    try:
        return e164(text, region)
    except ValidationError:
        return "".join(text.split())


class NumberInText(NamedTuple):
    """A telephone number that stands in a text from `start` on, and what a link dials."""

    start: int
    text: str
    dialled: str


def numbers_in(text: str) -> Iterator[NumberInText]:
    """Yields the telephone numbers in a text that are valid and have their prefix, in their order."""
    if "+" not in text:
        return
    for found in phonenumbers.PhoneNumberMatcher(text, None):
        dialled = phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)
        yield NumberInText(found.start, found.raw_string, dialled)


def shown_number(stored: str) -> str:
    """Returns a stored number as people read it, with its prefix: "+33 2 61 91 00 12"."""
    try:
        number = phonenumbers.parse(stored, None)
    except phonenumbers.NumberParseException:
        return stored
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class TelephoneFormField(forms.CharField):
    """The form field: takes a number with its prefix, with spaces or without, and shows it in groups."""

    def prepare_value(self, value: Any) -> Any:
        """Returns a stored number in groups; a text that somebody typed stays as it is."""
        return shown_number(value) if isinstance(value, str) and value.startswith("+") else value

    def to_python(self, value: Any) -> str:
        """Returns E.164. Raises `ValidationError`."""
        text = super().to_python(value) or ""
        return e164(text) if text else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Returns whether another number is meant."""
        try:
            return (initial or "") != self.to_python(data)
        except ValidationError:
            return True


class TelephoneField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs alone
    """The model field: E.164. The same column as a `CharField`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Returns a `CharField` for migrations: how a form shows it is no part of the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Returns E.164 of what a form or code sets. Raises `ValidationError` for what is no number."""
        text = super().to_python(value)
        return e164(text) if text else text

    def formfield(self, **kwargs: Any) -> Any:
        """Returns a field that reads numbers. Typed, one is longer than stored."""
        widget = forms.TextInput({"dir": "ltr", "inputmode": "tel", "autocomplete": "off"})
        options = {"form_class": TelephoneFormField, "widget": widget, **kwargs, "max_length": 40}
        return super().formfield(**options)
