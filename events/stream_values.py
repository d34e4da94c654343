"""Reads days and hours that blocks hold, and fields of streams that an older form lacks."""

from datetime import date, time
from typing import Any

from wagtail import blocks

from fedcms.core.blocks.validation import LockedValidationStreamBlock


class LateStreamBlock(LockedValidationStreamBlock):
    """A stream that was added later: a form without it (a tab of an older release) is read without an error.

    Its value stays as it is (`events.page_form`).
    """

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Reads a form."""
        if f"{prefix}-count" not in data:
            return blocks.StreamValue(self, [])
        return super().value_from_datadict(data, files, prefix)


def day_of(value: object) -> date | None:
    """Returns a date; blocks made in code, and of old revisions, hold it as a text."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None  # type: ignore[return-value]  # blocks have no types


def time_of(value: object) -> time | None:
    """Returns an hour; blocks made in code, and of old revisions, hold it as a text."""
    return time.fromisoformat(value) if isinstance(value, str) and value else value or None  # type: ignore[return-value]  # as above
