"""A model field for short texts in every language on one row, with its value and form field.

A row that is the same whatever the language (a topic, an organisation, a cluster) holds its words for each language
itself; as a translated snippet it would fall apart, since wagtail-localize drops a relation whose target has no
translation (docs/adr/0003-texts-per-language.md).
"""

import json
from collections.abc import Mapping
from functools import lru_cache

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TranslatedText(dict[str, str]):
    """Texts by language code. `str()` gives the text in the active language, or in the nearest that has one."""

    def language_for(self, wanted: str | None = None) -> str | None:
        """Returns the language in which the text will be shown, None when there is no text at all.

        That is the wanted one (default: the active one), else the site's main language, else any.
        """
        wanted = (wanted or get_language() or settings.LANGUAGE_CODE).split("-")[0]
        if self.get(wanted):  # nearly always: a page asks some seventy times
            return wanted
        codes: tuple[str, ...] = (settings.LANGUAGE_CODE, *self)
        for code in codes:
            if self.get(code):
                return code
        return None

    def text_for(self, wanted: str | None = None) -> str:
        """Returns the text in the language of `language_for`; "" without any."""
        code = self.language_for(wanted)
        return self[code] if code else ""

    @property
    def component_key(self) -> str:
        """What is shown of it in the active language (`cached_include`)."""
        return self.text_for()

    @property
    def shown_language(self) -> str | None:
        """The result of `language_for()` for templates, which need it in `lang` attributes."""
        return self.language_for()

    def __str__(self) -> str:
        return self.text_for()


class TranslatedTextWidget(forms.MultiWidget):
    """A widget with one input for each language, each with its own label, `lang` and direction."""

    template_name = "core/widgets/translated_text.html"

    def __init__(self, multiline: bool = False, attrs: dict[str, str] | None = None) -> None:
        self.languages = list(settings.WAGTAIL_CONTENT_LANGUAGES)
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {}
        for code, name in self.languages:
            own = {"lang": code, "dir": "rtl" if code == "ar" else "ltr", "aria-label": str(name)}
            widgets[code] = forms.Textarea({**own, "rows": 3}) if multiline else forms.TextInput(own)
        super().__init__(widgets, attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """Returns the text for each language's input, in the order of the languages."""
        return [(value or {}).get(code, "") for code, _name in self.languages]

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        """Adds each language's own name beside its input."""
        context: dict[str, object] = super().get_context(name, value, attrs)
        widget = context["widget"]
        if isinstance(widget, dict):
            for subwidget, (_code, language) in zip(widget["subwidgets"], self.languages, strict=True):
                subwidget["language"] = language
        return context


class TranslatedTextFormField(forms.MultiValueField):
    """A form field for a `TranslatedText`; required means that at least one language has a text."""

    def __init__(self, *, multiline: bool = False, max_length: int | None = None, **kwargs: object) -> None:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        kwargs["widget"] = TranslatedTextWidget(multiline)
        self.codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        fields = [forms.CharField(required=False, max_length=max_length) for _code in self.codes]
        super().__init__(fields, require_all_fields=False, **kwargs)  # type: ignore[arg-type]  # forwarded as they came

    def compress(self, data_list: list[str]) -> TranslatedText:
        """Returns the texts of the languages that have one. Raises `ValidationError` without any if required."""
        value = TranslatedText({c: t for c, t in zip(self.codes, data_list or [], strict=False) if t})
        if self.required and not value:
            raise ValidationError(_("Écrivez ce texte dans une langue au moins."), code="required")
        return value

    def has_changed(self, initial: object, data: object) -> bool:
        """Returns whether the texts differ, whatever kind of mapping holds them."""
        old = initial if isinstance(initial, Mapping) else {}
        new = self.widget.decompress(data) if isinstance(data, Mapping) else list(data or [])  # type: ignore[call-overload]
        return bool(self.widget.decompress(old) != [text or "" for text in new])


@lru_cache(maxsize=1024)
def _texts_in(column: str) -> dict[str, str]:
    """Returns the texts in a column's JSON. Remembered, since the names of a few clusters stand in every listing."""
    return json.loads(column) or {}


class _TranslatedTextAttribute(DeferredAttribute):
    """A model attribute that turns any mapping assigned (by a fixture, form or revision) into `TranslatedText`."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = TranslatedText(value) if isinstance(value, Mapping) else value


class TranslatedTextField(models.JSONField):
    """A JSON column of texts by language code. With `multiline`, the form has a text area for each language."""

    descriptor_class = _TranslatedTextAttribute

    def __init__(
        self, *args: object, multiline: bool = False, text_max_length: int | None = None, **kwargs: object
    ):
        self.multiline = multiline
        self.text_max_length = text_max_length
        kwargs.setdefault("default", TranslatedText)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        """Leaves `multiline` and `text_max_length` out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), dict(kwargs)

    def from_db_value(
        self, value: object, expression: object, connection: BaseDatabaseWrapper
    ) -> TranslatedText:
        """Returns the column's JSON as `TranslatedText`."""
        if isinstance(value, str) and self.decoder is None:
            return TranslatedText(_texts_in(value))
        loaded = super().from_db_value(value, expression, connection)  # type: ignore[arg-type]  # Django hands both
        return TranslatedText(loaded or {})

    def to_python(self, value: object) -> object:
        """Turns a mapping (from a fixture, revision or form) into `TranslatedText`."""
        return TranslatedText(value) if isinstance(value, Mapping) else value

    def formfield(self, **kwargs: object) -> forms.Field:
        """Returns the form field with one input for each language."""
        unused = {"form_class", "choices_form_class", "widget", "initial"}
        given = {name: value for name, value in kwargs.items() if name not in unused}
        own = {"required": not self.blank, "label": capfirst(self.verbose_name), "help_text": self.help_text}
        options: dict[str, object] = own | given
        return TranslatedTextFormField(multiline=self.multiline, max_length=self.text_max_length, **options)
