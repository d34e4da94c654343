"""The form of an exception: one date of a series that is left out, cancelled or moved."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

from events.models.event_choices import DateChange
from events.repetition.occurrences import DateException
from events.stream_values import LateStreamBlock, day_of, time_of


class DateExceptionBlock(blocks.StructBlock):
    """A date of the series, and what is said of it."""

    day = blocks.DateBlock(label=gettext_lazy("Date de la série"))
    change = blocks.ChoiceBlock(label=gettext_lazy("Ce jour-là"), choices=DateChange.choices)
    new_day = blocks.DateBlock(
        label=gettext_lazy("Nouveau jour"), required=False, help_text=gettext_lazy("Vide : le même jour.")
    )
    start_time = blocks.TimeBlock(
        label=gettext_lazy("Nouvelle heure de début"),
        required=False,
        help_text=gettext_lazy("Vide : celle de la série."),
    )
    end_time = blocks.TimeBlock(
        label=gettext_lazy("Nouvelle heure de fin"),
        required=False,
        help_text=gettext_lazy("Vide : celle de la série."),
    )

    class Meta:
        icon = "date"
        label = gettext_lazy("Date à part")

    def clean(self, value: Any) -> Any:
        """Refuses a date that is moved to nowhere, and a new day of one that is not moved."""
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        new = [name for name in ("new_day", "start_time", "end_time") if cleaned[name]]
        if cleaned["change"] == DateChange.MOVED:
            if not new:
                errors["new_day"] = ValidationError(
                    _("Déplacée : donnez le nouveau jour ou les nouvelles heures.")
                )
        else:
            said = _("Seule une date déplacée a un nouveau jour ou de nouvelles heures : videz cette case.")
            errors = {name: ValidationError(said) for name in new}
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class ExceptionsBlock(LateStreamBlock):
    """The exceptions of a series."""

    date = DateExceptionBlock()


def exceptions_in(stream: "Iterable[blocks.StreamValue.StreamChild]") -> tuple[DateException, ...]:
    """Returns the exceptions that a series' field holds, by day.

    Drafts and previews may hold one of which nobody has said yet what becomes of it: it is left out until then.
    """
    found = [
        DateException(
            day,
            DateChange(one.value["change"]),
            day_of(one.value["new_day"]),
            time_of(one.value["start_time"]),
            time_of(one.value["end_time"]),
        )
        for one in stream
        if (day := day_of(one.value["day"])) is not None and one.value["change"] in DateChange.values
    ]
    return tuple(sorted(found, key=lambda one: one.day))
