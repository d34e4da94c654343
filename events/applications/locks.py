"""Locks a call and an application of it, in this order, and refuses what comes too late: what is shown may be old."""

from datetime import datetime

from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.locks import lock_sets
from events.applications.missions import shown_mission
from events.models import Application, ApplicationState, ApplyBy, CallForApplications
from events.models.application import ACTIVE_STATES
from fedcms.core.i18n.moments import moment_in_zone


def locked_call(key: int) -> CallForApplications:
    """Returns a call, locked until the transaction ends. Raises `Refusal` if its mission was deleted meanwhile."""
    found = CallForApplications.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise Refusal(_("On ne candidate plus à cette mission."), reason="over")
    return found


def locked_with_pages(key: int) -> CallForApplications:
    """Returns a call about to be changed, locked after the pages that are told of it (docs/adr/0029).

    In the order of who deletes them. Raises `Refusal` if its mission was deleted meanwhile.
    """
    lock_sets(CallForApplications.objects.filter(pk=key).values_list("translation_key", flat=True))
    return locked_call(key)


def locked_application(application: Application) -> Application:
    """Returns an application as it is now, with its call, both locked. Raises `Refusal` if it was erased meanwhile."""
    call = locked_call(application.call_id)
    rows = Application.objects.with_person().select_for_update(of=("self",))
    found = rows.select_related("claimed_organisation__cluster").filter(pk=application.pk).first()
    if found is None:
        raise Refusal(_("Cette candidature a été effacée."), reason="erased")
    found.call = call
    return found


def refuse_after_closing(call: CallForApplications, now: datetime) -> None:
    """Raises `Refusal` in words if nothing may be sent at `now` (aware) any more."""
    if not call.is_open(now):
        moment = moment_in_zone(call.closes_at, call.time_zone)
        raise Refusal(
            _("Les candidatures sont closes depuis le %(moment)s.") % {"moment": moment}, reason="closed"
        )


def refuse_unless_open(call: CallForApplications, now: datetime) -> None:
    """Raises `Refusal` unless the call takes applications by this site at `now`: its mission is public and to come."""
    refuse_after_closing(call, now)
    mission = shown_mission(call, "")
    if mission is None or mission.is_over or call.apply_by != ApplyBy.SITE:
        raise Refusal(_("On ne candidate plus à cette mission."), reason="over")


def refuse_unless_writable(application: Application, now: datetime) -> None:
    """Raises `Refusal` unless an application may be written at `now`: its call is open, and it is not over."""
    refuse_unless_open(application.call, now)
    if application.state not in (ApplicationState.ASKED, *ACTIVE_STATES):
        raise Refusal(_("Cette candidature est retirée : on ne peut plus la corriger."))
