"""What tests of emergency withdrawals share: the buttons of the screen, and what visitors get."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from clusters.models import EmergencyWithdrawal
from news.models import ArticlePage
from tests.clusters.publishing.world import World
from tests.shared_rows import again

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def later(**delta: int) -> datetime:
    """A moment to come, to the second."""
    return (timezone.now() + timedelta(**delta)).replace(microsecond=0)


def screen(page: Page) -> str:
    """The address of the screen."""
    return reverse("emergency_withdrawal", args=[page.pk])


def press(client: Client, page: Page, action: str, **values: str) -> "Answer":
    """Presses a button of the screen, as it shows the withdrawal that is open now."""
    known = EmergencyWithdrawal.objects.open().first()
    return client.post(
        screen(page), {"action": action, "withdrawal": str(known.pk if known else ""), **values}
    )


def statuses(*pages: Page) -> list[int]:
    """What a visitor gets at the addresses of pages."""
    return [Client().get(page.url).status_code for page in pages]


def both(world: World) -> tuple[ArticlePage, ArticlePage]:
    """A public article and its public translation, which has been approved."""
    target = world.target()
    target.get_latest_revision().publish(user=world.publisher)
    return again(world.source), again(target)
