"""Finds the translations of pages that are neither public nor scheduled: nobody decided that they may be read."""

from collections.abc import Iterable

from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource


def followers_of_undecided(pages: Iterable[Page]) -> set[int]:
    """Returns the keys of those pages that follow a page which is neither public nor scheduled.

    A translation stays approved when the schedule of its page is cancelled: it waits for the next one. As
    `source_schedule.original_of` and `is_decided`, for many pages. Three queries at most.
    """
    asked = list(pages)
    links = TranslationSource.objects.filter(
        object_id__in={page.translation_key for page in asked}, translations__enabled=True
    )
    sources: dict[tuple[object, int], set[int]] = {}
    for key, source, target in links.values_list(
        "object_id", "locale_id", "translations__target_locale_id"
    ):
        sources.setdefault((key, target), set()).add(source)
    if not sources:
        return set()
    found = Page.objects.filter(translation_key__in={key for key, _target in sources})
    rows = list(found.order_by("pk").values_list("pk", "translation_key", "locale_id", "live"))
    scheduled = set(
        Revision.page_revisions.filter(
            object_id__in=[str(pk) for pk, *_others in rows], approved_go_live_at__isnull=False
        ).values_list("object_id", flat=True)
    )
    decided = {pk for pk, _key, _locale, is_live in rows if is_live or str(pk) in scheduled}
    waiting = set()
    for page in asked:
        followed = sources.get((page.translation_key, page.locale_id), set())
        originals = [
            pk
            for pk, key, locale, _live in rows
            if key == page.translation_key and locale in followed and pk != page.pk
        ]
        if originals and originals[0] not in decided:
            waiting.add(page.pk)
    return waiting
