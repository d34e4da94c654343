"""Notes which questions are about a page's newest text as it is written, and watches files and translations."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save, pre_save
from wagtail.models import Page, Revision

from clusters.co_signatures.changed_files import note_before, tell_of_change
from clusters.co_signatures.newest_questions import note_newest, note_newest_of_branch
from clusters.co_signatures.press_reading import is_agreed
from clusters.co_signatures.translation_mails import tell_of_translations
from clusters.models import ContentPage, CoSignature
from clusters.press_access.readable_pages import register_agreement
from fedcms.core.changes.followers import Order, register_follower
from fedcms.core.changes.outbox import subscribe
from fedcms.media.models import FederationDocument, FederationImage


def newest_follows_revision(sender: type, instance: Revision, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of a revision. One query for a content page about which nobody was asked."""
    if raw or not _is_of_content(instance):
        return
    # The page refers to its newest revision only after this one is saved.
    if not CoSignature.objects.filter(page=instance.object_id).exists() or not instance.is_latest_revision():
        return
    page = Page.objects.filter(pk=instance.object_id).first()
    content = instance.as_object()
    if page is not None:
        note_newest(page, content if isinstance(content, ContentPage) else None)


def _is_of_content(revision: Revision) -> bool:
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    return model is not None and issubclass(model, ContentPage)


def connect() -> None:
    """Connects the receivers. AppConfig.ready calls it once."""
    post_save.connect(newest_follows_revision, sender=Revision, dispatch_uid="clusters.co_signatures.newest")
    register_follower("co-signatures", Order.COUNTS, on_branch=note_newest_of_branch)
    register_agreement(is_agreed)
    subscribe("co-signed translations", tell_of_translations)
    for model in (FederationImage, FederationDocument):
        name = model._meta.model_name
        pre_save.connect(note_before, sender=model, dispatch_uid=f"clusters.co_signatures.{name}_before")
        post_save.connect(tell_of_change, sender=model, dispatch_uid=f"clusters.co_signatures.{name}")
