"""The moment comes, and what was public is withdrawn: with the worker's own jobs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.test import TestCase
from wagtail.actions.unpublish_page import UnpublishPageAction

from fedcms.core.lanes import Lane
from fedcms.core.tasks.recurring import recurring_jobs
from fedcms.media.social_cards.store import draw
from tests.embargo_oracle.world import World

SECONDS_AFTER = 30
LANES = (Lane.PUBLICATION, Lane.FOLLOWERS)


def worker_passes() -> None:
    """One round of what the worker does for a publication, as in production."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        for job in recurring_jobs(LANES):
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
    """Takes all that came out off the site."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        for page in world.due_pages():
            UnpublishPageAction(page, user=world.stage.people["b_publisher"]).execute()
    worker_passes()
