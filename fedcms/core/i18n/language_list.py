"""A list of languages: stored as codes, read and typed by name in the reader's language.

The names are CLDR's, through Babel.
"""

import re
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from fedcms.core.i18n.formatting import cldr_locale, language_name, list_separator

# Names are understood in these languages besides that of the interface.
_UNDERSTOOD = ("fr", "en", "es", "ar")
LONGEST_LIST = 500
_SEPARATORS = re.compile(r"[,;،؛\n]")


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _shown(code: str) -> str:
    """Returns the name of a stored language. CLDR writes those of a region with an underscore."""
    regional = code.replace("-", "_")
    name = language_name(regional)
    return code if name == regional else name


def codes_of(text: str) -> tuple[list[str], list[str]]:
    """Returns the codes of the languages that a text lists by name or code, and what is no language.

    A text that is longer than any list is no language.
    """
    if len(text) > LONGEST_LIST:
        return [], [text[:LONGEST_LIST]]
    codes: list[str] = []
    unknown: list[str] = []
    for part in _SEPARATORS.split(text):
        if not part.strip():
            continue
        code = _code_of(part)
        if code is None:
            unknown.append(part.strip())
        elif code not in codes:
            codes.append(code)
    return codes, unknown


def _code_of(name: str) -> str | None:
    wanted = _fold(name)
    for locale in (cldr_locale(), *_UNDERSTOOD):
        for code, known in Locale.parse(locale).languages.items():
            if wanted in (_fold(known), code.replace("_", "-").lower()):
                return str(code).replace("_", "-")
    return None


class LanguageNamesField(forms.CharField):
    """The form field: shows names, takes names or codes. What it cannot read is an error that names it."""

    def prepare_value(self, value: Any) -> Any:
        """Returns the names of stored codes; a text that somebody typed stays as it is."""
        codes, unknown = codes_of(value) if isinstance(value, str) else ([], [])
        if not codes or unknown:
            return value
        return list_separator().join(map(_shown, codes))

    def to_python(self, value: Any) -> str:
        """Returns the codes with commas between. Raises `ValidationError` for a name of no language."""
        codes, unknown = codes_of(super().to_python(value) or "")
        if unknown:
            raise ValidationError(
                _("« %(names)s » n’est pas le nom d’une langue : écrivez par exemple « français, anglais »."),
                params={"names": list_separator().join(unknown)},
            )
        return ",".join(codes)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Returns whether other languages are named."""
        return codes_of(str(initial or ""))[0] != codes_of(str(data or ""))[0]


class LanguageListField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs alone
    """The model field: a text of codes with commas between. The same column as a `CharField`."""

    def deconstruct(self) -> Any:
        """Returns a `CharField` for migrations: how a form shows it is no part of the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Returns a field of names. Codes are shorter than names: their length is checked on the codes."""
        return super().formfield(**{"form_class": LanguageNamesField, **kwargs, "max_length": None})
