"""Makes entries of translations that somebody was asked to make and that are not up to date.

An assignment has no due date. A translation appears with its original: it is due at the moment for which that is
approved. Without such a moment, the entry is on the day on which the translation was assigned, and says so.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from clusters.access.teams import name_of
from clusters.content.registry import class_of_type
from clusters.models import ContentPage
from clusters.translation.access.translators import translator_scope
from clusters.translation.models import State, TranslationAssignment, TranslationState
from fedcms.core.i18n.bidi import in_line
from fedcms.core.visibility import visible_q
from home.editorial_calendar.entries import CalendarEntry, EntryKind
from home.editorial_calendar.page_entries import Approved
from home.editorial_calendar.period import site_zone
from home.editorial_calendar.selection import FIELDS, CalendarSelection


def promised(selection: CalendarSelection, approved: dict[int, Approved]) -> Iterator[CalendarEntry]:
    """Yields the translations of own pages, and those assigned to the person, who may still translate them.

    The number of queries is fixed.
    """
    given = _assignments(selection, approved)
    if not given:
        return
    found = selection.narrow_to_cluster(ContentPage.objects.filter(pk__in=[each.page_id for each in given]))
    pages = {page.pk: page for page in found.only(*FIELDS)}
    public = set(
        ContentPage.objects.filter(visible_q(selection.now), pk__in=pages).values_list("pk", flat=True)
    )
    keys = {page.translation_key for page in pages.values()}
    rows = Page.objects.filter(translation_key__in=keys).values_list("translation_key", "locale_id", "pk")
    translations = {(key, locale): pk for key, locale, pk in rows}
    scope = translator_scope(selection.user)
    for each in given:
        page = pages.get(each.page_id)
        if page is None:
            continue
        is_own = selection.own.holds(page.path)
        reads = is_own or scope.reads_drafts(page.path, of_federation=page.cluster_id is None)
        if not is_own and not scope.covers(page.path, each.locale_id):
            continue
        if reads or page.pk in public:
            title = (page.draft_title if reads else "") or page.title
            url = _url(page, each, translations.get((page.translation_key, each.locale_id)))
            yield _entry(selection, each, page, approved.get(page.pk), title, url)


def _assignments(selection: CalendarSelection, approved: dict[int, Approved]) -> list[TranslationAssignment]:
    """Returns the assignments of the period whose translation is not up to date. One query."""
    period, chosen = selection.period, selection.chosen
    fresh = TranslationState.objects.filter(
        page__translation_key=OuterRef("page__translation_key"),
        page__locale=OuterRef("locale"),
        state=State.FRESH,
    )
    scheduled = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("page_id"), CharField()), approved_go_live_at__isnull=False
    )
    assigned = Q(assigned_at__gte=period.start, assigned_at__lt=period.end) & ~Exists(scheduled)
    own = ContentPage.objects.filter(selection.own.as_q())
    theirs = Q(page__in=own.values("pk")) | Q(assignee=selection.user)
    given = TranslationAssignment.objects.filter(
        Q(page__in=list(approved)) | assigned, theirs, ~Exists(fresh)
    )
    if chosen.locale_id:
        given = given.filter(locale=chosen.locale_id)
    return selection.first(given.select_related("assignee", "locale").order_by("assigned_at", "pk"))


def _url(page: ContentPage, given: TranslationAssignment, translation: int | None) -> str:
    """Returns the address at which the translation is edited, or begun."""
    if translation is not None:
        return reverse("wagtailadmin_pages:edit", args=[translation])
    begin = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return f"{begin}?select_locale={given.locale.language_code}"


def _entry(
    selection: CalendarSelection,
    given: TranslationAssignment,
    page: ContentPage,
    approved: Approved | None,
    title: str,
    url: str,
) -> CalendarEntry:
    moment: datetime = approved.moment if approved else given.assigned_at
    local = moment.astimezone(site_zone())
    words = _("confiée ce jour à %(name)s, sans échéance")
    if approved:
        words = _("confiée à %(name)s, pour la parution")
    cluster = selection.clusters.get(page.cluster_id or 0)
    return CalendarEntry(
        kind=EntryKind.TRANSLATION,
        at=moment,
        first_day=local.date(),
        last_day=local.date(),
        clock=f"{local:%H:%M}" if approved else "",
        zone=str(site_zone()),
        title=title,
        code=given.locale.language_code,
        page_type=str(class_of_type(page.content_type_id).kind_label),
        cluster=str(cluster) if cluster else "",
        state=words % {"name": in_line(name_of(given.assignee))},
        edit_url=url,
        page_id=page.pk,
    )
