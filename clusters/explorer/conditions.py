"""The explorer's filters as conditions; each is applied as a subquery by key, which Wagtail's search accepts, too."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from clusters.explorer.rows import SECTION_PATH
from clusters.models.section import ClusterPage
from fedcms.core.visibility import released_q

FEDERATION = "federation"
STATUSES: tuple[tuple[str, str | Promise], ...] = (
    ("draft", _("Brouillon")),
    ("review", _("En relecture")),
    ("scheduled", _("Programmée")),
    ("live", _("Publiée")),
    ("changed", _("Publiée + brouillon")),
    ("expired", _("Expirée")),
)


def in_sections(codes: Iterable[str]) -> Q:
    """Returns the condition for pages in the sections of clusters, given by their keys as text.

    `FEDERATION` stands for pages in no section.
    """
    wanted = set(codes)
    section = ClusterPage.objects.filter(path=Substr(OuterRef("path"), 1, SECTION_PATH))
    condition = Q(Exists(section.filter(cluster__in=[code for code in wanted if code.isdecimal()])))
    return condition | ~Q(Exists(section)) if FEDERATION in wanted else condition


def with_status(status: str) -> Q:
    """Returns the condition for one of `STATUSES`; a live page with a draft is both "live" and "changed"."""
    key = Cast(OuterRef("pk"), CharField())
    in_review = Exists(
        WorkflowState.objects.active().filter(
            base_content_type__app_label="wagtailcore", base_content_type__model="page", object_id=key
        )
    )
    scheduled = Exists(Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id=key))
    return {
        "draft": Q(live=False, expired=False) & ~Q(scheduled),
        "review": Q(in_review),
        "scheduled": Q(scheduled),
        "live": Q(live=True),
        "changed": Q(live=True, has_unpublished_changes=True),
        "expired": Q(live=False, expired=True),
    }[status]


def with_translation(state: str, locale_id: int, now: datetime) -> Q:
    """Returns the condition for pages of other languages whose translation into this one is "missing" or a "draft".

    The words mean the same as in the column.
    """
    translations = Page.objects.filter(translation_key=OuterRef("translation_key"), locale_id=locale_id)
    if state == "missing":
        found = ~Q(Exists(translations))
    else:
        found = Q(Exists(translations)) & ~Q(Exists(translations.filter(released_q(now))))
    return found & ~Q(locale_id=locale_id)


def narrowed(pages: "QuerySet[Page]", condition: Q) -> "QuerySet[Page]":
    """Filters `pages` by a condition."""
    return pages.filter(pk__in=Page.objects.filter(condition).order_by().values("pk"))
