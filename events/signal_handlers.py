"""What follows when an event or mission is deleted, or its call or sheet changes: people go, pages are newer."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from clusters.translation.locks import lock_sets
from events.applications.erasure import delete_call
from events.models import Application, CallForApplications, EventPage, SignUp, SignUpSheet, TradeMissionPage
from events.models.call import PUBLIC_COLUMNS
from events.models.signup_sheet import UNSEEN_COLUMNS
from events.page_tags import (
    OF_APPLICATIONS,
    OF_SIGN_UPS,
    UNSEEN_OF_CALLS,
    drop_application,
    drop_call,
    drop_sheet,
    drop_sign_up,
)
from events.signup.erasure import delete_sheet
from fedcms.core.changes.recording import write_page
from fedcms.core.page_cache.statements import rows_are_told
from fedcms.core.public_version import note_change

# Columns that stand in no page's own row: what is written of a call.
_OF_CALL = frozenset({"call"})


def _delete_sheet(sender: type, instance: EventPage, **kwargs: Any) -> None:
    key = instance.translation_key
    if not EventPage.objects.filter(translation_key=key).exists():
        for sheet in SignUpSheet.objects.filter(translation_key=key):
            delete_sheet(sheet)


@transaction.atomic
def _note_sheet(
    sender: type,
    instance: SignUpSheet,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Makes the calendars of an event newer when its sheet is saved or deleted: they offer its form, or no more.

    Whoever saves a sheet has locked the pages before it (docs/adr/0029). A save of columns that nobody sees changes no
    page.
    """
    if raw or (update_fields is not None and update_fields <= UNSEEN_COLUMNS):
        return
    pages = EventPage.objects.filter(translation_key=instance.translation_key)
    pages.update(shared_changed_at=timezone.now())
    drop_sheet(instance)
    note_change()


def _sign_up_saved(
    sender: type, instance: SignUp, created: bool, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    drop_sign_up(instance, update_fields, is_new=created)


def _sign_up_deleted(sender: type, instance: SignUp, **kwargs: Any) -> None:
    drop_sign_up(instance)


def _application_written(
    sender: type, instance: Application, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    drop_application(instance, update_fields)


def _call_written(
    sender: type, instance: CallForApplications, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    drop_call(instance, update_fields)


def _watch_people() -> None:
    """Connects what drops pages as people sign up and apply, and as calls and sheets are written."""
    of_calls, of_sheets = (
        {field.name for field in model._meta.concrete_fields} for model in (CallForApplications, SignUpSheet)
    )
    rows_are_told(SignUp, OF_SIGN_UPS)
    rows_are_told(SignUpSheet, of_sheets - UNSEEN_COLUMNS)
    rows_are_told(Application, OF_APPLICATIONS)
    rows_are_told(CallForApplications, of_calls - UNSEEN_OF_CALLS)
    post_save.connect(_sign_up_saved, sender=SignUp, dispatch_uid="events.sign_up_saved")
    post_delete.connect(_sign_up_deleted, sender=SignUp, dispatch_uid="events.sign_up_deleted")
    for signal in (post_save, post_delete):
        of_signal = id(signal)
        signal.connect(
            _application_written, sender=Application, dispatch_uid=f"events.application.{of_signal}"
        )
        signal.connect(_call_written, sender=CallForApplications, dispatch_uid=f"events.call.{of_signal}")


def _delete_call(sender: type, instance: TradeMissionPage, **kwargs: Any) -> None:
    key = instance.translation_key
    if not TradeMissionPage.objects.filter(translation_key=key).exists():
        for call in CallForApplications.objects.filter(translation_key=key):
            delete_call(call)


@transaction.atomic
def _tell_pages(
    sender: type,
    instance: CallForApplications,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Tells of the pages of a call as if they were written: lists, calendars, search and caches follow.

    A save of columns that no page speaks of locks no page.
    """
    if raw or (update_fields is not None and update_fields.isdisjoint(PUBLIC_COLUMNS)):
        return
    # Who publishes one meanwhile waits, and then sees what the call says.
    lock_sets([instance.translation_key])
    pages = TradeMissionPage.objects.filter(translation_key=instance.translation_key)
    for page in pages.order_by("pk"):
        write_page(page, _OF_CALL)


@transaction.atomic
def _tell_pages_of_withdrawal(sender: type, instance: CallForApplications, **kwargs: Any) -> None:
    """Notes when a call was withdrawn, since calendars must not grow older, and tells of its pages."""
    lock_sets([instance.translation_key])
    pages = TradeMissionPage.objects.filter(translation_key=instance.translation_key)
    pages.update(call_withdrawn_at=timezone.now())
    _tell_pages(sender, instance)


def connect() -> None:
    """Connects the receivers; called once, from `AppConfig.ready`."""
    post_save.connect(_tell_pages, sender=CallForApplications, dispatch_uid="events.call_saved")
    post_delete.connect(
        _tell_pages_of_withdrawal, sender=CallForApplications, dispatch_uid="events.call_deleted"
    )
    for signal in (post_save, post_delete):
        signal.connect(_note_sheet, sender=SignUpSheet, dispatch_uid=f"events.sheet.{id(signal)}")
    post_delete.connect(_delete_sheet, sender=EventPage, dispatch_uid="events.delete_sheet")
    _watch_people()
    post_delete.connect(_delete_call, sender=TradeMissionPage, dispatch_uid="events.delete_call")
