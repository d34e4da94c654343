"""Updates translation states in the transaction that changes a page, a text or a link.

The rules are in clusters.translation.state.freshness.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, WorkflowState
from wagtail.signals import workflow_approved
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)

from clusters.translation.models import MinorChange, TranslationState
from clusters.translation.state import freshness
from clusters.translation.state.draft_sources import record_origin, translated_segments
from clusters.translation.state.machine_texts import mark_reviewed_page
from fedcms.core.changes.followers import Order, PageWritten, register_follower
from fedcms.core.page_cache.drops import drop
from fedcms.core.public_version import note_change
from fedcms.core.shown_tags import page_tag, set_tag

# Columns whose change alone changes a state.
DECISIVE = {"live", "live_revision", "first_published_at", "locale", "translation_key", "alias_of"}

_waiting: ContextVar[set[UUID] | None] = ContextVar("waiting_translation_states", default=None)


@contextmanager
def states_once() -> Iterator[None]:
    """Delays the updates of states until the block ends, and makes one for each set, however many strings are written.

    The caller opens a transaction around it if strings must not be committed without their states.
    """
    if _waiting.get() is not None:
        yield
        return
    keys: set[UUID] = set()
    token = _waiting.set(keys)
    try:
        yield
    finally:
        _waiting.reset(token)
    for key in sorted(keys):
        freshness.refresh(key)


def _refresh(key: UUID | None) -> None:
    waiting = _waiting.get()
    if key is None:
        return
    if waiting is None:
        freshness.refresh(key)
    else:
        waiting.add(key)


def follow_page(written: PageWritten) -> None:
    """Follows a page's row that was written: updates the texts of a source, and the states of its set.

    The states are updated even when visitors see no difference: the same translation may be published again after other
    texts were translated.
    """
    page = written.page
    if written.columns is None:
        if freshness.is_translated_by_people(page):
            freshness.publish_texts(page)
            _refresh(page.translation_key)
    elif DECISIVE & written.columns:
        _refresh(page.translation_key)


def follow_pages(written: Sequence[PageWritten]) -> None:
    """Follows pages that were written together: updates the states of each set once."""
    with states_once():
        for each in written:
            follow_page(each)


def draft_saved(
    sender: type,
    instance: object,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """Receives `post_save` of a page's `latest_revision`: records whether the draft is a minor change.

    The texts of a draft are not tracked: they are not public.
    """
    if not raw and isinstance(instance, Page) and "latest_revision" in (update_fields or ()):
        _note_minor(instance)


def _note_minor(page: Page) -> None:
    is_minor = getattr(page, freshness.MINOR_ATTRIBUTE, None)
    if is_minor:
        MinorChange.objects.get_or_create(revision_id=page.latest_revision_id)
    elif is_minor is not None:
        MinorChange.objects.filter(revision_id=page.latest_revision_id).delete()


def page_deleted(sender: type, instance: Page, **kwargs: object) -> None:
    """Receives `post_delete` of a page: its translations become independent pages."""
    _refresh(instance.translation_key)


def translation_link_changed(sender: type, instance: Translation, **kwargs: object) -> None:
    """Receives each change of a translation link: started, stopped, restarted, or deleted with its page."""
    sources = TranslationSource.objects.filter(pk=instance.source_id)
    _refresh(sources.values_list("object_id", flat=True).first())


def string_changed(sender: type, instance: StringTranslation, raw: bool = False, **kwargs: object) -> None:
    """Receives each change of a string: translated, corrected, marked or deleted."""
    if not raw and instance.context_id is not None:
        contexts = TranslationContext.objects.filter(pk=instance.context_id)
        _refresh(contexts.values_list("object_id", flat=True).first())


def draft_made(sender: type, instance: TranslationLog, created: bool, raw: bool, **kwargs: object) -> None:
    """Receives `post_save` of a `TranslationLog`: records the source texts of a draft that was made of strings."""
    if raw or not created or instance.revision_id is None:
        return
    # The code that wrote the draft knows its texts; read again here, a text translated meanwhile would count as
    # covered.
    told = getattr(instance, "told", None)
    if told is None:
        told = translated_segments(instance.source_id, instance.locale_id)
    record_origin(instance.revision_id, told)
    if Page.objects.filter(live_revision_id=instance.revision_id).exists():
        _refresh(instance.source.object_id)


def approved(sender: type, instance: WorkflowState, **kwargs: object) -> None:
    """Receives `workflow_approved`: marks the machine-translated texts of the approved page as reviewed."""
    if isinstance(instance.content_object, Page):
        mark_reviewed_page(instance.content_object)


def _drop_set(state: TranslationState) -> None:
    """Drops kept pages that say in which languages the page of a state exists, and in which it was written."""
    if settings.FEDCMS_PAGE_CACHE:
        keys = Page.objects.filter(pk=state.page_id).values_list("translation_key", flat=True)
        drop([page_tag(state.page_id), *(set_tag(key) for key in keys)])


def state_made(sender: type, instance: TranslationState, created: bool, **kwargs: object) -> None:
    """Receives `post_save` of a state: a new translation means that HTML heads and sitemaps name another original."""
    _drop_set(instance)
    if created:
        note_change()


def state_gone(sender: type, instance: TranslationState, **kwargs: object) -> None:
    """Receives `post_delete` of a state: the page is an independent one, which changes HTML heads and sitemaps."""
    _drop_set(instance)
    note_change()


def connect() -> None:
    """Connects the handlers. Called once, when the app is ready."""
    register_follower(
        "translation states", Order.TRANSLATION_STATES, on_page=follow_page, on_pages=follow_pages
    )
    post_save.connect(draft_saved, dispatch_uid="clusters.translation.state.draft_saved")
    # Each kind of page also has a row in `Page`: connected to that sender alone, the handler runs once a page.
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="clusters.translation.state.deleted")
    for signal in (post_save, post_delete):
        signal.connect(
            translation_link_changed, sender=Translation, dispatch_uid="clusters.translation.state.tie"
        )
        signal.connect(
            string_changed, sender=StringTranslation, dispatch_uid="clusters.translation.state.string"
        )
    post_save.connect(draft_made, sender=TranslationLog, dispatch_uid="clusters.translation.state.draft")
    post_save.connect(state_made, sender=TranslationState, dispatch_uid="clusters.localize.state.made")
    post_delete.connect(state_gone, sender=TranslationState, dispatch_uid="clusters.localize.state.gone")
    workflow_approved.connect(approved, dispatch_uid="clusters.translation.state.approved")
