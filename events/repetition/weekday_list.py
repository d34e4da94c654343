"""A list of weekdays: stored as iCalendar's codes with commas between, ticked in a form by name."""

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.db import models
from django.utils.text import capfirst

from events.repetition.bounds import DAYS_OF_A_WEEK, WEEKDAYS
from events.repetition.rules import weekdays_of
from fedcms.core.i18n.formatting import cldr_locale


def weekday_name(code: str) -> str:
    """Returns the name of a weekday in the active language, by CLDR."""
    return str(get_day_names("wide", "format", cldr_locale())[WEEKDAYS.index(code) % DAYS_OF_A_WEEK])


class WeekdaysField(forms.MultipleChoiceField):
    """The form field: seven boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [(code, weekday_name(code)) for code in WEEKDAYS], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Returns the codes of a stored list."""
        return list(weekdays_of(value)) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Returns the codes with commas between, in the order of the week."""
        ticked = super().clean(value)
        return ",".join(code for code in WEEKDAYS if code in ticked)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Returns whether other days are ticked."""
        return set(self.prepare_value(initial or "")) != set(data or [])


class WeekdayListField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs alone
    """The model field: a text of codes. The same column as a `CharField`."""

    def deconstruct(self) -> Any:
        """Returns a `CharField` for migrations: how a form shows it is no part of the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Returns boxes to tick."""
        known = ("label", "help_text", "required", "initial", "widget", "disabled")
        asked = {
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "required": not self.blank,
        } | kwargs
        return WeekdaysField(**{name: asked[name] for name in known if name in asked})
