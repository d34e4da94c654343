"""Notes changes of what newsrooms show, erases a spokesperson who is deleted, and starts mailings that wait.

A deleted person leaves history, mails, mailings and library. A mailing starts when its release is public.
"""

from collections.abc import Sequence

from anymail.signals import tracking
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_delete, pre_delete
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry, ReferenceIndex

from clusters.models import Accreditation
from fedcms.core.changes.outbox import Change, subscribe
from fedcms.core.changes.recording import Description
from fedcms.core.changes.signal_handlers import watch_rows
from fedcms.core.signal_handlers import watch
from fedcms.media.models import FederationImage
from fedcms.media.signal_handlers import renditions_made_elsewhere
from news.models import (
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
from news.newsroom.consent_mails import delete_mails_about
from news.newsroom.mailing.bounces import note_event
from news.newsroom.mailing.starting import begin
from news.newsroom.media_contacts.erasure import strip_people

SHOWN = (MediaCoverage, Spokesperson, PressContact, KeyFigure)


def _describe(row: Model) -> Description:
    return Description(cluster=row.cluster.slug if isinstance(row, OwnedRow) and row.cluster else "")


def name_leaves_history(sender: type[Model], instance: Model, **kwargs: object) -> None:
    """Receives `post_delete` of a person or a contact: its history keeps what was done, by whom, and a number."""
    of_row = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(sender), object_id=str(instance.pk)
    )
    # Whoever writes for all languages writes in the main one.
    with override(settings.LANGUAGE_CODE):
        label = _("%(kind)s n° %(number)s, effacé") % {
            "kind": sender._meta.verbose_name,
            "number": instance.pk,
        }
    of_row.update(label=label, data={})


def person_is_erased(sender: type[Model], instance: Spokesperson, **kwargs: object) -> None:
    """Receives `post_delete` of a spokesperson: waiting mails that name them go, and a portrait of no other use."""
    delete_mails_about(instance.pk)
    portrait = FederationImage.objects.filter(pk=instance.portrait_id or 0).first()
    if portrait is None:
        return
    own = {
        "base_content_type": ContentType.objects.get_for_model(Spokesperson),
        "object_id": str(instance.pk),
    }
    uses = ReferenceIndex.get_references_to(portrait).exclude(**own)
    owner = instance.cluster
    is_ours = owner is None or portrait.collection_id == owner.collection_id
    if is_ours and not uses.exists():
        with renditions_made_elsewhere():
            portrait.delete()


def accredited_leaves_mailings(sender: type[Model], instance: Accreditation, **kwargs: object) -> None:
    """Receives `pre_delete` of an accreditation: the rows of mailings to its holder stay without name and address."""
    strip_people(MailingRecipient.objects.filter(accreditation=instance.pk))


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
    post_delete.connect(person_is_erased, sender=Spokesperson, dispatch_uid="news.person_is_erased")
    pre_delete.connect(
        accredited_leaves_mailings, sender=Accreditation, dispatch_uid="news.accredited_leaves_mailings"
    )
    subscribe("release mailings", start_waiting_mailings, at_once=100)
    tracking.connect(note_event, dispatch_uid="news.mailing.note_event")
