"""An approved schedule is moved twice at once, or as it is cancelled: one moment is left, and the history is true."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from clusters.publishing import schedule_move, schedule_views
from clusters.publishing.schedule_move import MOVED
from tests.clusters.publishing.world import World
from tests.search.races import Held

pytestmark = pytest.mark.database("postgresql")


def moving(world: World, typed: str) -> Callable[[], None]:
    address = reverse("publication_schedule:move", args=[world.scheduled.pk])
    return lambda: world.as_publisher().post(address, {"moment": typed})


def cancelling(world: World) -> Callable[[], None]:
    revision = Revision.objects.get(object_id=str(world.scheduled.pk), approved_go_live_at__isnull=False)
    address = reverse("wagtailadmin_pages:revisions_unschedule", args=[world.scheduled.pk, revision.pk])
    return lambda: world.as_publisher().post(address)


def approved(world: World) -> list[datetime]:
    found = Revision.objects.filter(object_id=str(world.scheduled.pk), approved_go_live_at__isnull=False)
    return [timezone.localtime(moment) for moment in found.values_list("approved_go_live_at", flat=True)]


def entries(world: World) -> list[PageLogEntry]:
    return list(PageLogEntry.objects.filter(page=world.scheduled.pk, action=MOVED).order_by("pk"))


def test_two_moves_leave_one_moment_and_two_true_entries(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is held when it has read the old moment, before it writes its own."""
    (before,) = approved(world)
    number = len(entries(world))
    held = Held()
    held.after(monkeypatch, schedule_move, "_refuse_moment")
    held.run(moving(world, "12/03/2041 09:00"), moving(world, "13/03/2041 10:00"))
    (left,) = approved(world)
    assert left.strftime("%d/%m/%Y %H:%M") == "13/03/2041 10:00", "the second came after the first"
    first, second = entries(world)[number:]
    assert datetime.fromisoformat(first.data["from"]) == before
    assert first.data["to"] == second.data["from"]
    assert datetime.fromisoformat(second.data["to"]) == left


def test_the_same_form_twice_moves_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = len(entries(world))
    held = Held()
    held.after(monkeypatch, schedule_move, "_refuse_moment")
    send = moving(world, "14/03/2041 11:00")
    held.run(send, send)
    assert len(entries(world)) == number + 1
    assert [moment.strftime("%d/%m %H:%M") for moment in approved(world)] == ["14/03 11:00"]


def test_what_is_cancelled_meanwhile_is_not_moved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = len(entries(world))
    held = Held()
    held.after(monkeypatch, schedule_views.RevisionsUnscheduleView, "get_revision")
    held.run(cancelling(world), moving(world, "15/03/2041 12:00"))
    assert approved(world) == []
    assert len(entries(world)) == number
