"""Lists what was published lately in a person's sections."""

from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clusters.content.registry import content_types
from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import visible_q
from fedcms.users.models import User
from home.dashboard.rows import DashboardRow, of_own_sections, page_row
from home.models import StandardPage
from home.view_counts.report_queries import PAGE_REPORT, views_of_pages

LATEST = 5
"""The number of rows."""


def published_lately(user: User) -> list[DashboardRow]:
    """Returns rows of public pages that people write, last published first, with their views. Two queries.

    They are dated by their first publication: a correction does not bring an old page back.
    """
    types = ContentType.objects.get_for_models(*content_types().values(), StandardPage).values()
    visible = Page.objects.filter(of_own_sections(user), visible_q(timezone.now()))
    pages = visible.filter(first_published_at__isnull=False, content_type__in=types)
    latest = list(pages.select_related("locale").order_by("-first_published_at", "-pk")[:LATEST])
    views = views_of_pages(page.pk for page in latest)
    return [
        replace(
            page_row(page, at=page.first_published_at, online=page_address(page)),
            views=views.get(page.pk, 0),
            views_url=reverse(PAGE_REPORT, args=[page.pk]),
        )
        for page in latest
    ]
