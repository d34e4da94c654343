"""Keeps the schedule and shared fields of translations equal to their source's (docs/adr/0016).

wagtail-localize copies both when a draft is written, and never again. Here they are copied in the transaction that
writes the source. A person who may edit but not publish decides nothing by a date in a draft: once the source is
scheduled, the approved moment counts, and no draft hides a translation that is public.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from clusters.models import StructuralPage
from clusters.publishing.policy_registry import Publication
from clusters.publishing.refusal import Refusal
from clusters.translation.drafts.place_names import follow_in_drafts, follow_place_names
from clusters.translation.drafts.shared_block_values import take_over_block_values
from clusters.translation.drafts.shared_fields import CLOCKS, shared_fields_of, take_over
from fedcms.core.visibility import is_released

SOURCE_NOT_PUBLIC = "source_not_public"
"""The reason why a translation waits."""


def original_of(page: Page) -> Page | None:
    """Returns the page of which this one is a translation, as long as it follows it; else `None`."""
    sources = TranslationSource.objects.filter(
        object_id=page.translation_key,
        translations__target_locale_id=page.locale_id,
        translations__enabled=True,
    )
    found: Page | None = (
        Page.objects.filter(translation_key=page.translation_key, locale_id__in=sources.values("locale_id"))
        .exclude(pk=page.pk)
        .first()
    )
    return found


def translations_of(page: Page) -> list[Page]:
    """Returns the pages that follow this one, each as its own class."""
    sources = TranslationSource.objects.filter(
        object_id=page.translation_key, locale_id=page.locale_id, translations__enabled=True
    )
    found = Page.objects.filter(
        translation_key=page.translation_key, locale_id__in=sources.values("translations__target_locale_id")
    )
    return [translation.specific for translation in found.exclude(pk=page.pk)]


def clocks_of(page: Page) -> dict[str, datetime | None]:
    """Returns the schedule of a page (`go_live_at`, `expire_at`).

    For a live page it is that of its row; else the approved one; else again that of the row, which then holds the
    draft's.
    """
    return _clocks_of_row(Page.objects.get(pk=page.pk))


def _clocks_of_row(row: Page) -> dict[str, datetime | None]:
    approved = None if row.live else row.scheduled_revision
    if approved is None:
        return {name: getattr(row, name) for name in CLOCKS}
    return {"go_live_at": approved.approved_go_live_at, "expire_at": approved.as_object().expire_at}


def is_decided(page: Page) -> bool:
    """Returns whether somebody with that right decided that the page is public, now or from some moment on."""
    return bool(page.live or page.approved_schedule)


def move_clocks(source: Page, translations: list[Page]) -> None:
    """Writes the schedule of the source into the rows, drafts and approved revisions of its translations."""
    row = Page.objects.get(pk=source.pk)
    clocks, decided = _clocks_of_row(row), is_decided(row)
    for page in translations:
        if page.live and not decided:
            continue
        take_over(page, clocks)
        # The source is public without a date: translations approved for later are published by the worker's next run.
        moment = clocks["go_live_at"] or timezone.now()
        page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=moment)


def copy_shared_fields(source: Page, translations: list[Page]) -> None:
    """Writes the shared fields of a public page, and new places, into its translations, their drafts included."""
    shared = shared_fields_of(source)
    for page in translations:
        if type(page) is type(source):
            has_moved = follow_place_names(page, source)
            take_over(page, shared, is_changed=has_moved)
            follow_in_drafts(page, source)
            take_over_block_values(page, source)


def _still_closed(original: Page) -> str:
    return _(
        "La page d’origine « %(title)s » n’est ni publiée ni programmée : publiez-la ou programmez-la d’abord. "
        "La traduction ne paraît pas avant elle."
    ) % {"title": original.get_admin_display_title()}


def refuse_before_source(publication: Publication) -> Refusal | None:
    """The policy that no translation is published before its source, nor scheduled before its source is decided.

    Nor does one that everybody reads appear while its source is for some alone.

    Returns the `Refusal`, or `None`. A translation that is public may be corrected, whatever became of its source
    since.
    """
    page = publication.page
    # Structural pages are made in every language: none is another's translation.
    is_its_own = publication.is_public or isinstance(page, StructuralPage)
    original = None if is_its_own else original_of(page)
    if original is None:
        return None
    is_early = (
        not is_decided(original)
        if publication.moment is not None
        else not is_released(original, timezone.now())
    )
    if is_early:
        return Refusal(_still_closed(original), reason=SOURCE_NOT_PUBLIC)
    if publication.moment is None and _is_restricted(original) and not _is_restricted(page):
        return Refusal(_not_open(original), reason=SOURCE_NOT_PUBLIC)
    return None


def _is_restricted(page: Page) -> bool:
    """Returns whether a page, or one above it, has a view restriction."""
    return bool(page.get_view_restrictions().exists())


def _not_open(original: Page) -> str:
    return _(
        "La page d’origine « %(title)s » est en accès restreint : sa traduction dirait à tous ce qu’elle garde. "
        "Restreignez aussi la traduction, ou ouvrez l’original."
    ) % {"title": original.get_admin_display_title()}


def forget_schedules(source: Page) -> None:
    """Cancels the approved schedules of the source's translations: after its deletion, somebody must decide again."""
    for page in translations_of(source):
        if not page.live:
            page.revisions.update(approved_go_live_at=None)
