"""Every way in which a page that was public may no longer be seen."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories.content import section_of


def hide_draft(page: Page) -> None:
    """Unpublishes."""
    page.unpublish()


def hide_future(page: Page) -> None:
    """Under embargo, though the row says live."""
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() + timedelta(hours=1))


def hide_past(page: Page) -> None:
    """Expired, before any command ran."""
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def hide_private(page: Page) -> None:
    """Behind a login."""
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def hide_section(page: Page) -> None:
    """The whole section behind a password."""
    PageViewRestriction.objects.create(
        page=section_of(page.cluster), restriction_type="password", password="x"
    )


HIDINGS: list[Callable[[Page], None]] = [hide_draft, hide_future, hide_past, hide_private, hide_section]
