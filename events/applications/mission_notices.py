"""Tells those who apply to a mission, or are to go, that its days or its city are others: once, whatever comes twice.

What they know is kept with the call and compared under its lock, so that the same public change, heard twice or late,
is told once. While the mission is not public nothing is noted or told; when it is again, what differs by then.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from events.applications.mail_frame import ShownMission
from events.applications.mails import tell_mission_changed
from events.applications.mission_days import MissionDays, days_of, has_same_city, has_same_days, is_past
from events.models import Application, CallForApplications, TradeMissionPage
from fedcms.core.changes.outbox import Change


def follow_missions(changes: Sequence[Change]) -> None:
    """Tells what changed of missions to which organisations apply. A handler of the outbox."""
    keys = {change.translation_key for change in changes if change.kind == TradeMissionPage.kind}
    calls = CallForApplications.objects.filter(translation_key__in=keys - {None})
    for key in calls.order_by("pk").values_list("pk", flat=True):
        note_mission(key)


@transaction.atomic
def note_mission(call_key: int) -> int:
    """Keeps what is public of a call's mission; tells it, if it differs, and returns to how many."""
    call = CallForApplications.objects.select_for_update().filter(pk=call_key).first()
    shown = None if call is None else ShownMission(call)
    if call is None or shown is None or not shown.pages:
        return 0
    before: MissionDays | None = call.known_mission or None
    after = days_of(shown.pages, before)
    if before == after:
        return 0
    call.known_mission = after
    if before is None or (has_same_days(before, after) and has_same_city(before, after)):
        call.save(update_fields=["known_mission"])
        return 0
    waiting = Application.objects.waiting(timezone.now()).filter(call=call).order_by("pk")
    people = [] if is_past(before) and is_past(after) else list(waiting)
    if people and not call.announced_mission:
        call.announced_mission = before
    call.save(update_fields=["known_mission", "announced_mission"])
    for each in people:
        each.call = call
        tell_mission_changed(each, shown, before, after)
    return len(people)
