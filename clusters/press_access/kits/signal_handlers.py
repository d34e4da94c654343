"""Makes the press kit of a new owner, and prepares kits when pages, kits or their images change."""

from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import page_published

from clusters.models import Cluster, ContentPage, Federation, PressKit
from clusters.models.owner import SectionOwner
from clusters.press_access.kits.owners import make_kits
from clusters.press_access.kits.tasks import (
    LATER,
    prepare_image,
    prepare_kit_of_page,
    prepare_kits,
    prepare_own_kit,
)
from fedcms.core.changes.outbox import subscribe
from fedcms.core.signal_handlers import watch
from fedcms.media.models import FederationImage


def owner_saved(sender: type, instance: SectionOwner, created: bool, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of a cluster or the federation: a new one gets its press kit."""
    if created and not raw:
        # The federation's kit stays when its row is deleted and made anew.
        make_kits([instance if isinstance(instance, Cluster) else None])


def press_kit_saved(sender: type, instance: PressKit, created: bool, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of a kit that somebody changed: its files for print and its fact sheets are made."""
    if not created and not raw:
        prepare_own_kit.enqueue(press_kit_id=instance.pk)


def page_scheduled(sender: type, instance: Page, **kwargs: object) -> None:
    """Prepares the kit of a page that is scheduled, for who is accredited and for its moment.

    Wagtail sends `page_published` also when a page is only scheduled (docs/dependencies.md, trap 4).
    """
    if not instance.live and isinstance(instance, ContentPage) and instance.has_press_kit:
        prepare_kit_of_page.enqueue(page_id=instance.pk)


def image_saved(sender: type, instance: FederationImage, created: bool, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of an image: one with another file or focal point may need other files for print."""
    if not created and not raw:
        prepare_image.enqueue(image_id=instance.pk)


def connect() -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
    for model in (Cluster, Federation):
        post_save.connect(owner_saved, sender=model, dispatch_uid=f"press_kits.owner.{model.__name__}")
    post_save.connect(press_kit_saved, sender=PressKit, dispatch_uid="press_kits.saved")
    post_save.connect(image_saved, sender=FederationImage, dispatch_uid="press_kits.image_saved")
    page_published.connect(page_scheduled, dispatch_uid="press_kits.page_scheduled")
    watch(PressKit)
    subscribe("press kits", prepare_kits, priority=LATER)
