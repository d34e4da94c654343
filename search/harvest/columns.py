"""Columns and a panel that show the state of a source in the admin."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column

from search.harvest.actions import ACTIONS
from search.models import HarvestSource, SourceState


class StateColumn(Column):
    """Whether it is read, and in words what is wrong."""

    def get_value(self, instance: HarvestSource) -> str:
        """The state, and the last error if it still holds."""
        state = instance.get_state_display()
        return f"{state} – {instance.get_last_error_display()}" if instance.last_error else state


class NextTryColumn(Column):
    """When it is asked next; nothing for one that is asked no more.

    Not a `DateColumn`, which says of every moment to come that it is now.
    """

    def get_value(self, instance: HarvestSource) -> str:
        """A moment in the zone of who reads."""
        if instance.state != SourceState.ACTIVE:
            return ""
        return date_format(timezone.localtime(instance.next_try), "SHORT_DATETIME_FORMAT")


class HealthPanel(Panel):
    """How a source fares, and the buttons of what may be done to it; nothing of one that is new."""

    class BoundPanel(Panel.BoundPanel):
        """Bound to a source."""

        template_name = "search/admin/source_health.html"

        def is_shown(self) -> bool:
            """Only of what exists."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The source, counts, and the actions of its state."""
            source: HarvestSource = self.instance
            context: dict[str, Any] = super().get_context_data(parent_context)
            items = source.items.all()
            return context | {
                "source": source,
                "shown": items.leading().count() if source.is_shown else 0,
                "duplicates": items.shown().exclude(same_as=None).count(),
                "gone": items.exclude(gone_at=None).count(),
                "actions": [
                    {
                        "label": label,
                        "icon": icon,
                        "url": reverse("harvest_sources:act", args=[source.pk, name]),
                    }
                    for name, (states, label, icon) in ACTIONS.items()
                    if source.state in states
                ],
            }
