"""Warns a team that the page of a mission still says another day than the closing of its call."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.closing_days import last_day_of
from events.models import CallForApplications, TradeMissionPage


def warn_of_other_day(
    request: HttpRequest, call: CallForApplications, mission: TradeMissionPage | None
) -> None:
    """Says so, where the site shows the call's day and the admin the page's own."""
    if mission is None or last_day_of(call.closes_at, call.time_zone) == mission.deadline:
        return
    messages.warning(
        request,
        _(
            "Le site montre la clôture de l’appel. La page de la mission garde une autre date limite, que vos rappels "
            "et le calendrier éditorial montrent encore : corrigez-la aussi, dans la page de la mission."
        ),
    )
