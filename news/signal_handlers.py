"""Notes changes of what newsrooms show, erases a spokesperson who is deleted, and starts mailings that wait.

A deleted person leaves history, mails, mailings and library. A mailing starts when its release is public.
"""

from collections.abc import Sequence

from anymail.signals import tracking
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from clusters.models import Accreditation
from clusters.press_access.kits.tasks import forget_sheets_later
from fedcms.core.changes.outbox import Change, subscribe
from fedcms.core.changes.recording import Description, write_row
from fedcms.core.changes.signal_handlers import watch_rows
from fedcms.core.public_version import note_change
from fedcms.core.signal_handlers import watch
from news.models import (
    DutyAbsence,
    DutyHours,
    KeyFigure,
    Mailing,
    MailingRecipient,
    MailingState,
    MediaCoverage,
    PressContact,
    PressReleasePage,
    Spokesperson,
)
from news.models.owned_row import OwnedRow
from news.newsroom.consent_mails import take_out_of_mails
from news.newsroom.erasure import delete_portrait_of, take_name_out_of_history
from news.newsroom.mailing.bounces import note_event
from news.newsroom.mailing.starting import begin
from news.newsroom.media_contacts.erasure import strip_people

SHOWN = (MediaCoverage, Spokesperson, PressContact, KeyFigure)


def _describe(row: Model) -> Description:
    return Description(cluster=row.cluster.slug if isinstance(row, OwnedRow) and row.cluster else "")


def name_leaves_history(sender: type[Model], instance: Model, **kwargs: object) -> None:
    """Receives `post_delete` of a person or a contact: its history keeps what was done, by whom, and a number."""
    take_name_out_of_history(instance, instance.pk)


def sheets_are_forgotten(
    sender: type[Model], instance: Spokesperson | PressContact, raw: bool = False, **kwargs: object
) -> None:
    """Receives `post_save` and `post_delete` of people and contacts: fact sheets that name them are deleted."""
    if not raw:
        forget_sheets_later(instance.cluster)


def person_is_erased(sender: type[Model], instance: Spokesperson, **kwargs: object) -> None:
    """Receives `post_delete` of a spokesperson: waiting mails name them no more, a portrait of no other use goes."""
    take_out_of_mails(instance.pk)
    delete_portrait_of(instance)


def topics_changed(sender: type[Model], instance: Model, action: str, **kwargs: object) -> None:
    """Receives `m2m_changed` of a row's topics or commitments: they are written after the row."""
    if action.startswith("post_"):
        write_row(instance)
        note_change()


def accredited_leaves_mailings(sender: type[Model], instance: Accreditation, **kwargs: object) -> None:
    """Receives `pre_delete` of an accreditation: the rows of mailings to its holder stay without name and address."""
    strip_people(MailingRecipient.objects.filter(accreditation=instance.pk))


def hours_changed(
    sender: type[Model], instance: DutyHours | DutyAbsence, raw: bool = False, **kwargs: object
) -> None:
    """Receives `post_save` of hours and absences: a form writes them after their contact."""
    if not raw:
        write_row(instance.contact)
        note_change()


def hours_deleted(
    sender: type[Model], instance: DutyHours | DutyAbsence, origin: object, **kwargs: object
) -> None:
    """Receives `post_delete` of hours and absences; those that go with their contact are told of with it."""
    if isinstance(origin, sender) or (isinstance(origin, QuerySet) and origin.model is sender):
        hours_changed(sender, instance)


def start_waiting_mailings(changes: Sequence[Change]) -> None:
    """Makes a task for each mailing that waits for one of these pages; it asks whether the page is public.

    A mailing waits once: told again, or of a later publication, nothing is found.
    """
    pages = {change.object_id for change in changes if change.kind == PressReleasePage.kind}
    for mailing in Mailing.objects.filter(state=MailingState.WAITING, page__in=pages):
        begin.enqueue(mailing_id=mailing.pk)


def connect() -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
    for model in SHOWN:
        watch(model)
        watch_rows(model, _describe)
    for model in (Spokesperson, PressContact):
        post_delete.connect(name_leaves_history, sender=model, dispatch_uid=f"news.history.{model.__name__}")
        post_save.connect(sheets_are_forgotten, sender=model, dispatch_uid=f"news.sheets.{model.__name__}")
        post_delete.connect(
            sheets_are_forgotten, sender=model, dispatch_uid=f"news.no_sheets.{model.__name__}"
        )
    for through in (
        Spokesperson.topics.through,
        Spokesperson.commitments.through,
        MediaCoverage.topics.through,
    ):
        m2m_changed.connect(topics_changed, sender=through, dispatch_uid=f"news.topics.{through.__name__}")
    for model in (DutyHours, DutyAbsence):
        post_save.connect(hours_changed, sender=model, dispatch_uid=f"news.hours.{model.__name__}")
        post_delete.connect(hours_deleted, sender=model, dispatch_uid=f"news.no_hours.{model.__name__}")
    post_delete.connect(person_is_erased, sender=Spokesperson, dispatch_uid="news.person_is_erased")
    pre_delete.connect(
        accredited_leaves_mailings, sender=Accreditation, dispatch_uid="news.accredited_leaves_mailings"
    )
    subscribe("release mailings", start_waiting_mailings, at_once=100)
    tracking.connect(note_event, dispatch_uid="news.mailing.note_event")
