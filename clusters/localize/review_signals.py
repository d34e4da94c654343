"""What was approved of a translation is kept, whatever button approved it."""

from wagtail.models import Page, Revision
from wagtail.signals import page_published
from wagtail_localize.models import Translation

from clusters.localize.comparison import remember


def approved_texts_are_kept(
    sender: type, instance: Page, revision: Revision | None = None, **kwargs: object
) -> None:
    """After a translation was published, or scheduled: Wagtail sends the same signal."""
    if revision is None:
        return
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
        )
        .select_related("source", "target_locale")
        .first()
    )
    if translation is not None:
        remember(translation, revision)


def connect() -> None:
    """Called once, from AppConfig.ready."""
    page_published.connect(approved_texts_are_kept, dispatch_uid="clusters.localize.approved")
