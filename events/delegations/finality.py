"""Says whether the decisions about a call are final: before that, nobody is told who goes."""

from datetime import datetime

from django.utils.translation import gettext as _

from events.applications.shortfall import has_shortfall, number_at_closing
from events.models import Application, CallForApplications, DecisionKind


def why_not_final(call: CallForApplications, now: datetime) -> str:
    """Returns why a delegation cannot be shown at `now` (aware), in words; "" if the decisions are final.

    They are once the call has closed, the mission goes, each application is decided, and one at least is chosen.
    """
    if call.is_cancelled:
        return _("Cette mission est annulée.")
    if call.is_open(now):
        return _("Les candidatures sont encore ouvertes.")
    if has_shortfall(call, number_at_closing(call), now):
        return _("Il manque des candidatures : dites d’abord si la mission part.")
    sent = Application.objects.submitted().filter(call=call)
    if sent.filter(decision="").exists():
        return _("Toutes les candidatures ne sont pas décidées.")
    if not sent.filter(decision=DecisionKind.CHOSEN).exists():
        return _("Aucune candidature n’est choisie.")
    return ""
