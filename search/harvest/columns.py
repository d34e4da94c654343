"""Columns and a panel that show the state of a source in the admin."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column

from fedcms.core.i18n.days import formatted_day
from search.harvest.actions import ACTIONS
from search.models import HarvestSource, SourceState


class StateColumn(Column):
    """A column that says whether a source is read, and what is wrong with it."""

    def get_value(self, instance: HarvestSource) -> str:
        """Returns the state, with the last error when there is one."""
        state = instance.get_state_display()
        return f"{state} – {instance.get_last_error_display()}" if instance.last_error else state


class NextTryColumn(Column):
    """A column that says when a source is read next; empty for one that is not in service.

    Not a `DateColumn`, which calls every moment in the future "now".
    """

    def get_value(self, instance: HarvestSource) -> str:
        """Returns the moment in the reader's time zone."""
        if instance.state != SourceState.ACTIVE:
            return ""
        return formatted_day(timezone.localtime(instance.next_try), "SHORT_DATETIME_FORMAT")


class HealthPanel(Panel):
    """A panel that shows the state of a source, with the buttons of the actions it allows; hidden for a new source."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one source."""

        template_name = "search/admin/source_health.html"

        def is_shown(self) -> bool:
            """Returns whether the source has been saved."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Returns the context with the source, counts of its items, and the actions that its state allows."""
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
