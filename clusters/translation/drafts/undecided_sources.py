"""The condition that a page is the translation of one which is neither public nor scheduled: nobody decided on it."""

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource


def follows_undecided() -> Exists:
    """Returns the condition, for a queryset of pages, that one follows a page which is neither public nor scheduled.

    A translation stays approved when the schedule of its page is cancelled: it waits for the next one. As
    `source_schedule.original_of` and `is_decided` tell of one page.
    """
    followed = TranslationSource.objects.filter(
        object_id=OuterRef("translation_key"),
        locale_id=OuterRef("locale_id"),
        translations__target_locale_id=OuterRef(OuterRef("locale_id")),
        translations__enabled=True,
    )
    approved = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    originals = Page.objects.filter(
        Exists(followed), ~Exists(approved), translation_key=OuterRef("translation_key"), live=False
    )
    return Exists(originals.exclude(pk=OuterRef("pk")))
