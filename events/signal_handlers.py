"""What follows when an event is deleted: with its last language, its sign-ups go, and the people in them."""

from typing import Any

from django.db.models.signals import post_delete

from events.models import EventPage, SignUpSheet
from events.signup.erasure import delete_sheet


def _delete_sheet(sender: type, instance: EventPage, **kwargs: Any) -> None:
    key = instance.translation_key
    if not EventPage.objects.filter(translation_key=key).exists():
        for sheet in SignUpSheet.objects.filter(translation_key=key):
            delete_sheet(sheet)


def connect() -> None:
    """Connects the receivers; called once, from `AppConfig.ready`."""
    post_delete.connect(_delete_sheet, sender=EventPage, dispatch_uid="events.delete_sheet")
