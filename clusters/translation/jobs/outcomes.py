"""Describes the outcome of each page and language of a job, failures first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from clusters.translation.jobs.wording import title_for
from clusters.translation.models import TranslationJob
from fedcms.users.models import User


@dataclass(frozen=True)
class OutcomeLine:
    """The outcome of a page in a language.

    `reason` is "" for an item that was done; `note` is a remark; `url` is "" if the translation does not exist.
    """

    title: str
    language: str
    reason: str = ""
    url: str = ""
    note: str = ""


Outcome = tuple[int, int, str, str, str]
"""An outcome as stored: keys of page and locale, title, language and reason; the last three "" if it was done."""


def outcomes_of(job: TranslationJob) -> list[Outcome]:
    """Returns the outcomes of the items that were processed: first those that were not done, then the others.

    For a job from before keys were stored, only those that were not done are known.
    """
    refused = [(*([*row[3:5], 0, 0][:2]), *row[:3]) for row in job.refused]
    if any(len(row) < 5 for row in job.refused):
        return refused
    not_done = {(row[0], row[1]) for row in refused}
    taken = [(page, locale) for page, locale in job.steps[: job.done]]
    return refused + [(*step, "", "", "") for step in taken if step not in not_done]


def lines_of(
    outcomes: Sequence[Outcome], user: User, notes: Sequence[tuple[int, int, str]] = ()
) -> list[OutcomeLine]:
    """Returns the lines of some outcomes, with links to the translations. Three queries, whatever their number."""
    known = {(page, locale): note for page, locale, note in notes}
    pages = Page.objects.in_bulk([page for page, *_rest in outcomes])
    names = {locale.pk: str(locale.get_display_name()) for locale in Locale.objects.all()}
    keys = [page.translation_key for page in pages.values()]
    made = {
        (key, locale): pk
        for pk, key, locale in Page.objects.filter(translation_key__in=keys, alias_of__isnull=True)
        .order_by()
        .values_list("pk", "translation_key", "locale_id")
    }

    def line(page_id: int, locale_id: int, title: str, language: str, reason: str) -> OutcomeLine:
        page = pages.get(page_id)
        target = made.get((page.translation_key, locale_id)) if page else None
        return OutcomeLine(
            title or (title_for(user, page) if page else _("Page supprimée")),
            language or names.get(locale_id, ""),
            reason,
            reverse("wagtailadmin_pages:edit", args=[target]) if target else "",
            known.get((page_id, locale_id), ""),
        )

    return [line(*outcome) for outcome in outcomes]
