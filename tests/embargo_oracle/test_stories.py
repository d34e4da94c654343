"""Whatever a team does around the moment: visitors see what was decided, when it was decided, and nothing else."""

import os
import sys
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import Settings

from clusters.models import Cluster
from tests.admin_walk.browser import SESSIONS, quiet
from tests.embargo_oracle.files import make_image
from tests.embargo_oracle.sentinels import due
from tests.embargo_oracle.story_rules import Stories
from tests.embargo_oracle.story_world import VERSION, make_people
from tests.factories import make_release

# The same stories each time; FEDCMS_EMBARGO_EXAMPLES=500 tells so many new ones, for a night.
EXAMPLES = os.environ.get("FEDCMS_EMBARGO_EXAMPLES", "")
STEPS = int(os.environ.get("FEDCMS_EMBARGO_STEPS", "8"))


@pytest.fixture
def stories(db: None, settings: Settings) -> None:
    """A team and a release that it has begun, with an image."""
    settings.SESSION_ENGINE = SESSIONS
    Stories.people = make_people()
    editor = Stories.people["editor"]
    beta = Cluster.objects.get(slug="beta")
    Stories.image = make_image(beta, editor)
    page = make_release(
        beta,
        live=False,
        title=due(f"{VERSION}0"),
        slug="un-communique",
        owner=editor,
        lead_image=Stories.image,
    )
    page.save_revision(user=editor)
    Stories.page = page.pk
    Stories.outcomes = {}


def everything_is_as_decided(story: Stories) -> None:
    """What is compared after each step."""
    story.visitors_see_what_was_decided()
    story.pages_and_their_files_are_served_while_they_may_be_seen()


@pytest.mark.django_db
def test_a_release_with_its_translation_around_its_moment(stories: None) -> None:
    """Each step once, in the order of a day on which much is changed."""
    told = Stories()
    steps: list[Callable[[], None]] = [
        partial(told.begin, "with its translation"),
        partial(told.reschedule, 0, 45),
        told.work,
        partial(told.edit, 0),
        partial(told.unschedule, 0),
        partial(told.approve, 0, 20),
        partial(told.copy, 0, keeps_live=True),
        partial(told.wait, 0, worker_comes=False),
        partial(told.wait, 0, worker_comes=True),
        partial(told.schedule, 0, 30),
        partial(told.copy, 0, keeps_live=True),
        partial(told.restrict_or_open, 0),
        partial(told.wait, 0, worker_comes=True),
        partial(told.restrict_or_open, 0),
        partial(told.move, 0, "alpha"),
        partial(told.unpublish, 0),
        partial(told.name_a_co_signer, 0),
        partial(told.publish, 0),
        partial(told.co_sign, 0, agrees=True),
        partial(told.schedule, 0, 30),
        partial(told.co_sign, 0, agrees=False),
        partial(told.wait, 0, worker_comes=True),
        partial(told.co_sign, 0, agrees=True),
        told.work,
        # A copy, which no language of has appeared.
        partial(told.copy, 0, keeps_live=False),
        partial(told.name_a_co_signer, 3),
        partial(told.co_sign, 1, agrees=True),
        partial(told.bundle, 3, 3, 30),
        partial(told.reschedule, 3, 10),
        partial(told.co_sign, 1, agrees=False),
        partial(told.wait, 3, worker_comes=True),
        partial(told.co_sign, 1, agrees=True),
        partial(told.give_a_bundle_up, 0),
        partial(told.bundle, 3, 3, 30),
        partial(told.wait, 3, worker_comes=False),
        partial(told.wait, 3, worker_comes=True),
    ]
    try:
        with quiet():
            for step in steps:
                step()
                everything_is_as_decided(told)
        assert told.stories[0].decided, "nothing has been public"
        assert told.translated
        assert told.outcomes["a bundle was held"] == told.outcomes["a bundle came out"] == 1
    finally:
        told.teardown()


@pytest.mark.django_db
def test_whatever_a_team_does_around_the_moment(stories: None) -> None:
    """Edit, schedule, approve, bundle, reschedule, unschedule, unpublish, co-sign, restrict, move, copy, translate."""
    chosen = settings(
        max_examples=int(EXAMPLES or "3"),
        derandomize=not EXAMPLES,
        database=None,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        # A story is short enough to be read; to look for a shorter one takes minutes.
        phases=(Phase.generate,),
    )
    with quiet():
        run_state_machine_as_test(Stories, settings=chosen)
    # Shown with -s: how often each step was taken or refused.
    sys.stdout.write(f"{dict(sorted(Stories.outcomes.items()))}\n")
