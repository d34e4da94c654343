"""The editor's form of events: what it does not send, because the tab is older than a field, stays as it is."""

from clusters.page_forms import ContentPageForm
from events.models import EventPage

LATE_FIELDS = ("exceptions", "sessions")
"""Streams that were added later."""


class EventPageForm(ContentPageForm):
    """The form of events. A tab that was opened before an upgrade takes nothing away that it never showed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in LATE_FIELDS if self.is_bound else ():
            field = self.fields.get(name)
            if field is None:
                continue
            # A disabled field keeps its value.
            field.disabled = field.widget.value_omitted_from_data(
                self.data, self.files, self.add_prefix(name)
            )


def register() -> None:
    """Sets the form; `AppConfig.ready` calls it once."""
    EventPage.base_form_class = EventPageForm
