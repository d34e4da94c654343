"""Makes renditions and social cards when a page is published.

The outbox of public changes tells of published pages. Tasks for images and for scheduled pages are enqueued in the
transaction of the change: none is lost, and none runs for what was rolled back.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published

from fedcms.core.changes.outbox import Change, subscribe
from fedcms.core.models import Reason
from fedcms.core.page_cache.drops import drop
from fedcms.core.public_version import note_change
from fedcms.core.shown_tags import image_tag
from fedcms.core.signal_handlers import watch
from fedcms.media.models import FederationImage, FederationRendition
from fedcms.media.position import without_position
from fedcms.media.rendition_specs import ALL_SPECS
from fedcms.media.social_cards.store import forget
from fedcms.media.tasks import (
    LATER,
    draw_card_of_page,
    draw_cards_of_image,
    render_image,
    render_images_of_page,
)

_made_elsewhere: ContextVar[bool] = ContextVar("renditions_made_elsewhere", default=False)


@contextmanager
def renditions_made_elsewhere() -> Iterator[None]:
    """Enqueues no renditions within it: for code that loads many images and makes their renditions at the end."""
    token = _made_elsewhere.set(True)
    try:
        yield
    finally:
        _made_elsewhere.reset(token)


# A page that moved may have changed too: the event names only the first difference (fedcms.core.changes.recording).
SHOWS_OTHER_PICTURES = (Reason.PUBLISHED, Reason.CHANGED, Reason.MOVED)


def render_images(changes: Sequence[Change]) -> None:
    """Makes the missing renditions of changed pages. A subscriber."""
    for change in changes:
        if change.subject == "page" and change.reason in SHOWS_OTHER_PICTURES:
            render_images_of_page.call(page_id=change.object_id)


def draw_cards(changes: Sequence[Change]) -> None:
    """Draws the social cards of changed pages, and removes those of deleted pages. A subscriber."""
    for change in changes:
        if change.subject != "page" or change.reason in (Reason.WITHDRAWN, Reason.REORDERED):
            continue
        if change.reason is Reason.DELETED:
            forget(str(change.translation_key), change.language)
        elif settings.FEDCMS_SOCIAL_CARDS:
            draw_card_of_page.call(page_id=change.object_id)


def page_scheduled(sender: type, instance: Page, **kwargs: object) -> None:
    """Makes renditions and card of a page that is scheduled, so that they exist when it goes live.

    Wagtail sends `page_published` also when a page is only scheduled (docs/dependencies.md, trap 4).
    """
    if instance.live or _made_elsewhere.get():
        return
    render_images_of_page.enqueue(page_id=instance.pk)
    if settings.FEDCMS_SOCIAL_CARDS:
        draw_card_of_page.enqueue(page_id=instance.pk)


def file_will_change(sender: type, instance: FederationImage, raw: bool, **kwargs: object) -> None:
    """Marks an image whose file differs from the stored row's."""
    stored = (
        FederationImage.objects.filter(pk=instance.pk).values_list("file", flat=True).first()
        if instance.pk
        else None
    )
    instance.file_changed = not raw and stored is not None and stored != instance.file.name


def remove_position(sender: type, instance: FederationImage, raw: bool, **kwargs: object) -> None:
    """Removes the position from a file that is stored with this row, whichever way it came in.

    It may be in the storage before its row is: Wagtail puts a file there when its form could not be saved at once.
    """
    file = instance.file
    if raw or not file:
        return
    if not file._committed:  # noqa: SLF001  # Django's own mark of a file that is stored
        file.seek(0)
        content = file.read()
        cleaned = without_position(content)
        if cleaned is not content:
            file.file = ContentFile(cleaned, name=file.name)
            instance.file_size = len(cleaned)
        file.seek(0)
    elif instance._state.adding or instance.file_changed:  # noqa: SLF001  # documented, whatever its name
        _remove_position_in_storage(instance)


def _remove_position_in_storage(instance: FederationImage) -> None:
    storage, name = instance.file.storage, instance.file.name
    try:
        with storage.open(name) as file:
            content = file.read()
    except OSError:
        return
    cleaned = without_position(content)
    if cleaned is not content:
        instance.file.close()
        # Beside the other, which goes when the row is stored: whatever fails before leaves one of the two.
        instance.file = storage.save(name, ContentFile(cleaned))
        instance.file_size = len(cleaned)
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def image_saved(sender: type, instance: FederationImage, created: bool, raw: bool, **kwargs: object) -> None:
    """Enqueues renditions of a new image, so that previews show it; deletes those of a replaced file.

    `rendition_deleted` then enqueues new ones. Cards that show a changed image are drawn again: it may have another
    file, credit or end of rights.
    """
    if getattr(instance, "file_changed", False):
        instance.renditions.all().delete()
    if created and instance.embedded_keywords:
        instance.tags.add(*instance.embedded_keywords)
        insert_or_update_object(instance)
    if created and not raw and not _made_elsewhere.get():
        render_image.enqueue(image_id=instance.pk)
    if not created and not raw and settings.FEDCMS_SOCIAL_CARDS:
        draw_cards_of_image.enqueue(image_id=instance.pk)


def rendition_saved(
    sender: type, instance: FederationRendition, created: bool, raw: bool, **kwargs: object
) -> None:
    """Notes a change of public content when a rendition for public pages is made: feeds name files of renditions."""
    drop([image_tag(instance.image_id)])
    if created and instance.filter_spec in ALL_SPECS:
        note_change()


def rendition_deleted(sender: type, instance: FederationRendition, **kwargs: object) -> None:
    """Enqueues new renditions after the admin has deleted those of an image that gets another file."""
    drop([image_tag(instance.image_id)])
    if instance.filter_spec == ALL_SPECS[0] and not _made_elsewhere.get():
        render_image.enqueue(image_id=instance.image_id)


def connect() -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
    subscribe("renditions", render_images)
    subscribe("social cards", draw_cards, priority=LATER)
    page_published.connect(page_scheduled, dispatch_uid="media.page_scheduled")
    pre_save.connect(file_will_change, sender=FederationImage, dispatch_uid="media.file_will_change")
    # Asks whether the file changes.
    pre_save.connect(remove_position, sender=FederationImage, dispatch_uid="media.remove_position")
    post_save.connect(image_saved, sender=FederationImage, dispatch_uid="media.image_saved")
    watch(FederationImage)
    post_save.connect(rendition_saved, sender=FederationRendition, dispatch_uid="media.rendition_saved")
    post_delete.connect(rendition_deleted, sender=FederationRendition, dispatch_uid="media.rendition_deleted")
