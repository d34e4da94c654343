"""Keeps which questions to co-signing clusters are about a page's newest text: the dashboard shows those alone."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from wagtail.models import Page, Revision

from clusters.co_signatures.signers import signers_of
from clusters.models import ContentPage, CoSignature


def note_newest(sender: type, instance: Revision, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of a revision. One query for a content page about which nobody was asked."""
    if raw or not _is_of_content(instance):
        return
    rows = CoSignature.objects.filter(page=instance.object_id)
    # The page refers to its newest revision only after this one is saved.
    if not rows.exists() or not instance.is_latest_revision():
        return
    page = Page.objects.filter(pk=instance.object_id).first()
    content = instance.as_object()
    signers = signers_of(page, content) if page is not None and isinstance(content, ContentPage) else []
    current = [each.signature.pk for each in signers if each.is_current and each.signature is not None]
    rows.exclude(pk__in=current).update(is_newest=False)
    rows.filter(pk__in=current).update(is_newest=True)


def _is_of_content(revision: Revision) -> bool:
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    return model is not None and issubclass(model, ContentPage)


def connect() -> None:
    """Connects the receiver. AppConfig.ready calls it once."""
    post_save.connect(note_newest, sender=Revision, dispatch_uid="clusters.co_signatures.newest")
