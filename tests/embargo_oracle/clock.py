"""The moment comes, and what was public is withdrawn: with the worker's own jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.test import TestCase
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from clusters.publishing.withdrawal import actions as emergency
from fedcms.core.lanes import Lane
from fedcms.core.tasks.recurring import recurring_jobs
from fedcms.media.social_cards.store import draw
from tests.embargo_oracle.world import World

SECONDS_AFTER = 30
LANES = (Lane.PUBLICATION, Lane.FOLLOWERS)
SECONDS_OF_A_BURST = 3
"""So long hubs are told nothing, since more may come of the same feeds."""


def worker_passes() -> None:
    """One round of what the worker does for a publication, as in production."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        for job in recurring_jobs(LANES):
            job.job()
        later = timezone.now() + timedelta(seconds=SECONDS_OF_A_BURST)
        with time_machine.travel(later, tick=True):
            for job in recurring_jobs([Lane.DELIVERIES]):
                job.job()


@contextmanager
def after_the_moment(world: World) -> Iterator[None]:
    """Half a minute after the moment; the worker has passed once."""
    with time_machine.travel(world.moment + timedelta(seconds=SECONDS_AFTER), tick=True):
        worker_passes()
        for page in world.due_pages():
            draw(page.social_card_text())
        yield


def withdraw(world: World) -> None:
    """Takes all that came out off the site: what is translated as in an emergency, the others as on every day."""
    publisher = world.stage.people["b_publisher"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        for kind in world.translations:
            emergency.withdraw(Page.objects.get(pk=world.pages[kind].pk).specific, publisher, "Une erreur")
        for page in world.due_pages():
            if page.live:
                UnpublishPageAction(page, user=publisher).execute()
    worker_passes()
