"""What follows when an event or a mission is deleted: with its last language, its people go."""

from typing import Any

from django.db.models.signals import post_delete

from events.applications.erasure import delete_call
from events.models import CallForApplications, EventPage, SignUpSheet, TradeMissionPage
from events.signup.erasure import delete_sheet


def _delete_sheet(sender: type, instance: EventPage, **kwargs: Any) -> None:
    key = instance.translation_key
    if not EventPage.objects.filter(translation_key=key).exists():
        for sheet in SignUpSheet.objects.filter(translation_key=key):
            delete_sheet(sheet)


def _delete_call(sender: type, instance: TradeMissionPage, **kwargs: Any) -> None:
    key = instance.translation_key
    if not TradeMissionPage.objects.filter(translation_key=key).exists():
        for call in CallForApplications.objects.filter(translation_key=key):
            delete_call(call)


def connect() -> None:
    """Connects the receivers; called once, from `AppConfig.ready`."""
    post_delete.connect(_delete_sheet, sender=EventPage, dispatch_uid="events.delete_sheet")
    post_delete.connect(_delete_call, sender=TradeMissionPage, dispatch_uid="events.delete_call")
