"""Lists what happens soon in a person's sections: scheduled publications, expiries, deadlines.

The number of queries is fixed, whatever the number of pages; lists end after `MOST` rows.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from clusters.content.registry import content_types, is_void
from clusters.models import ContentPage
from fedcms.users.models import User
from home.dashboard.rows import MOST, DashboardRow, of_own_sections, page_row

SOON = timedelta(days=14)
Dated = tuple[datetime, DashboardRow]


def due_soon(user: User) -> list[DashboardRow]:
    """Returns rows of scheduled publications, and of expiries and deadlines within two weeks; soonest first."""
    own, now = of_own_sections(user), timezone.now()
    found = [*_scheduled(own, now), *_expiring(own, now)]
    for model in content_types().values():
        if model.deadline_field:
            found += _deadlines(model, own)
    return [row for _moment, row in sorted(found, key=lambda dated: dated[0])][:MOST]


def _scheduled(own: Q, now: datetime) -> Iterator[Dated]:
    """Yields scheduled pages; those whose moment has come stay until they are public."""
    approved = Revision.objects.filter(
        base_content_type__model="page",
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    ).order_by("approved_go_live_at")
    pages: QuerySet[Page] = Page.objects.filter(own).annotate(
        goes_live_at=Subquery(approved.values("approved_go_live_at")[:1])
    )
    pages = pages.filter(goes_live_at__isnull=False).select_related("locale")
    for page in pages.order_by("goes_live_at", "pk")[:MOST]:
        note: str | Promise = _("paraît d’un instant à l’autre")
        if page.goes_live_at > now:
            note = getattr(page.specific_class, "scheduled_label", ContentPage.scheduled_label)
        yield page.goes_live_at, page_row(page, note, page.goes_live_at, has_clock=True)


def _expiring(own: Q, now: datetime) -> Iterator[Dated]:
    pages = Page.objects.filter(own, live=True, expire_at__gt=now, expire_at__lte=now + SOON)
    for page in pages.select_related("locale").order_by("expire_at", "pk")[:MOST]:
        yield page.expire_at, page_row(page, _("sera retiré"), page.expire_at, has_clock=True)


def _deadlines(model: type[ContentPage], own: Q) -> Iterator[Dated]:
    """Yields public pages of a kind whose deadline is near, at the end of its day. One query."""
    name, today = model.deadline_field, timezone.localdate()
    near = model.objects.filter(own, live=True, **{f"{name}__range": (today, today + SOON)})
    near = near.exclude(is_void())
    for page in near.select_related("locale").order_by(name, "pk")[:MOST]:
        day = getattr(page, name)
        end = timezone.make_aware(datetime.combine(day, time.max))
        yield end, page_row(page, model.deadline_label, day)
