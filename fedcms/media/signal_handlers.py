"""Makes renditions and social cards when a page is published.

Tasks are enqueued in the transaction that makes the change: none is lost, none runs for what was rolled back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Locale, Page
from wagtail.signals import page_published

from fedcms.core.public_version import note_change
from fedcms.core.signal_handlers import watch
from fedcms.media.models import FederationImage, FederationRendition
from fedcms.media.renditions import ALL_SPECS
from fedcms.media.social_cards.store import forget
from fedcms.media.tasks import draw_card_of_page, render_image, render_images_of_page

_made_elsewhere: ContextVar[bool] = ContextVar("renditions_made_elsewhere", default=False)


@contextmanager
def renditions_made_elsewhere() -> Iterator[None]:
    """Within it, nothing is enqueued: who loads many images makes their renditions at the end."""
    token = _made_elsewhere.set(True)
    try:
        yield
    finally:
        _made_elsewhere.reset(token)


def page_goes_public(sender: type, instance: Page, **kwargs: object) -> None:
    """At publication, and already when it is scheduled (docs/dependencies.md, trap 4): all is there in time."""
    if not _made_elsewhere.get():
        render_images_of_page.enqueue(page_id=instance.pk)
        if settings.FEDCMS_SOCIAL_CARDS:
            draw_card_of_page.enqueue(page_id=instance.pk)


def page_deleted(sender: type, instance: Page, **kwargs: object) -> None:
    """Its card goes too, once it is sure that the page does."""
    key = str(instance.translation_key)
    language = Locale.objects.filter(pk=instance.locale_id).values_list("language_code", flat=True).first()
    if language:
        transaction.on_commit(lambda: forget(key, language))


def file_will_change(sender: type, instance: FederationImage, raw: bool, **kwargs: object) -> None:
    """Marks an image whose file is another one than the stored row's."""
    stored = (
        FederationImage.objects.filter(pk=instance.pk).values_list("file", flat=True).first()
        if instance.pk
        else None
    )
    instance.file_changed = not raw and stored is not None and stored != instance.file.name


def image_saved(sender: type, instance: FederationImage, created: bool, raw: bool, **kwargs: object) -> None:
    """A new image is rendered at once, so that a preview shows it; those of a former file go (see below)."""
    if getattr(instance, "file_changed", False):
        instance.renditions.all().delete()
    if created and not raw and not _made_elsewhere.get():
        render_image.enqueue(image_id=instance.pk)


def rendition_saved(
    sender: type, instance: FederationRendition, created: bool, raw: bool, **kwargs: object
) -> None:
    """Feeds tell of pictures by a rendition: one of those that public pages show is there now."""
    if created and instance.filter_spec in ALL_SPECS:
        note_change()


def rendition_deleted(sender: type, instance: FederationRendition, **kwargs: object) -> None:
    """The admin drops the renditions of an image that gets another file: they are made again."""
    if instance.filter_spec == ALL_SPECS[0] and not _made_elsewhere.get():
        render_image.enqueue(image_id=instance.image_id)


def connect() -> None:
    """Called once, from AppConfig.ready."""
    page_published.connect(page_goes_public, dispatch_uid="media.page_published")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="media.page_deleted")
    pre_save.connect(file_will_change, sender=FederationImage, dispatch_uid="media.file_will_change")
    post_save.connect(image_saved, sender=FederationImage, dispatch_uid="media.image_saved")
    watch(FederationImage)
    post_save.connect(rendition_saved, sender=FederationRendition, dispatch_uid="media.rendition_saved")
    post_delete.connect(rendition_deleted, sender=FederationRendition, dispatch_uid="media.rendition_deleted")
