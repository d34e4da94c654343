"""The moments of publication and expiry in a page's form: the zone of their clock, and none that is past."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

MOMENTS = ("go_live_at", "expire_at")


class ScheduleForm(WagtailAdminPageForm):
    """A base of page forms: an embargo is typed for a moment to come, by a clock that is named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MOMENTS:
            if name in self.fields:
                self.fields[name].help_text = _("Jour/mois/année et heure (fuseau %(zone)s).") % {
                    "zone": timezone.get_current_timezone_name()
                }

    def clean(self) -> dict[str, Any]:
        """Refuses a moment of publication that is new and past: the page would be public at once."""
        cleaned: dict[str, Any] = super().clean()
        moment = cleaned.get("go_live_at")
        if moment and moment < timezone.now() and _minute(moment) != _minute(self.initial.get("go_live_at")):
            words = _(
                "Ce moment est passé. Choisissez-en un à venir, ou videz le champ pour publier tout de suite."
            )
            self.add_error("go_live_at", forms.ValidationError(words, code="past"))
        return cleaned


def _minute(moment: datetime | None) -> datetime | None:
    """Returns what a field shows of a moment: a program may have set it to the second."""
    return moment.replace(second=0, microsecond=0) if moment else None
