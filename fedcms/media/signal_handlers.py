"""Makes renditions and social cards when a page is published.

Published pages are told by the outbox of public changes. Tasks for images and for scheduled pages are enqueued in the
transaction that makes the change: none is lost, none runs for what was rolled back.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page
from wagtail.signals import page_published

from fedcms.core.changes.outbox import Change, subscribe
from fedcms.core.models import Reason
from fedcms.core.public_version import note_change
from fedcms.core.signal_handlers import watch
from fedcms.media.models import FederationImage, FederationRendition
from fedcms.media.renditions import ALL_SPECS
from fedcms.media.social_cards.store import forget
from fedcms.media.tasks import LATER, draw_card_of_page, render_image, render_images_of_page

_made_elsewhere: ContextVar[bool] = ContextVar("renditions_made_elsewhere", default=False)


@contextmanager
def renditions_made_elsewhere() -> Iterator[None]:
    """Within it, nothing is enqueued: who loads many images makes their renditions at the end."""
    token = _made_elsewhere.set(True)
    try:
        yield
    finally:
        _made_elsewhere.reset(token)


# What moved may say something else as well: a change is told by its address first (fedcms.core.changes.recording).
SHOWS_OTHER_PICTURES = (Reason.PUBLISHED, Reason.CHANGED, Reason.MOVED)


def render_images(changes: Sequence[Change]) -> None:
    """A subscriber: the pictures of a page are there soon after its visitors."""
    for change in changes:
        if change.subject == "page" and change.reason in SHOWS_OTHER_PICTURES:
            render_images_of_page.call(page_id=change.object_id)


def draw_cards(changes: Sequence[Change]) -> None:
    """A subscriber: the social card of a page says what the page says, and goes with it."""
    for change in changes:
        if change.subject != "page" or change.reason in (Reason.WITHDRAWN, Reason.REORDERED):
            continue
        if change.reason is Reason.DELETED:
            forget(str(change.translation_key), change.language)
        elif settings.FEDCMS_SOCIAL_CARDS:
            draw_card_of_page.call(page_id=change.object_id)


def page_scheduled(sender: type, instance: Page, **kwargs: object) -> None:
    """Wagtail tells of a page that is to be public later as if it were (docs/dependencies.md, trap 4).

    Nothing public changes yet; pictures and card are made now, so that all is there in time.
    """
    if instance.live or _made_elsewhere.get():
        return
    render_images_of_page.enqueue(page_id=instance.pk)
    if settings.FEDCMS_SOCIAL_CARDS:
        draw_card_of_page.enqueue(page_id=instance.pk)


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
    subscribe("renditions", render_images)
    subscribe("social cards", draw_cards, priority=LATER)
    page_published.connect(page_scheduled, dispatch_uid="media.page_scheduled")
    pre_save.connect(file_will_change, sender=FederationImage, dispatch_uid="media.file_will_change")
    post_save.connect(image_saved, sender=FederationImage, dispatch_uid="media.image_saved")
    watch(FederationImage)
    post_save.connect(rendition_saved, sender=FederationRendition, dispatch_uid="media.rendition_saved")
    post_delete.connect(rendition_deleted, sender=FederationRendition, dispatch_uid="media.rendition_deleted")
