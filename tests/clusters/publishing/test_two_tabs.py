"""Whatever two people do with a page in their tabs: no text is lost, and the page is what somebody asked for."""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from clusters.models import Cluster
from tests.clusters.publishing.two_tabs_rules import TwoTabs
from tests.factories import make_article, make_user

# The same stories each time; FEDCMS_TWO_TABS_EXAMPLES=500 tells so many new ones, for a night.
EXAMPLES = os.environ.get("FEDCMS_TWO_TABS_EXAMPLES", "")
STEPS = int(os.environ.get("FEDCMS_TWO_TABS_STEPS", "15"))


@pytest.fixture
def people(loire: Cluster) -> None:
    """An editor and a publisher of a cluster, and a page of theirs."""
    TwoTabs.people = {
        "editor": make_user("edith", loire),
        "publisher": make_user("paul", loire, "publisher"),
    }
    TwoTabs.page = make_article(loire, title="Un titre", live=False, owner=TwoTabs.people["editor"]).pk
    TwoTabs.answered = {}


@pytest.fixture
def story(people: None) -> Iterator[TwoTabs]:
    """One that is told here, with the same comparison after each step."""
    told = TwoTabs()
    yield told
    told.teardown()


@pytest.mark.django_db
@pytest.mark.parametrize("button", ["publish", "approve"])
def test_an_autosave_leaves_what_was_decided_in_the_history(story: TwoTabs, button: str) -> None:
    """The tab's own draft was made public in another tab: it is nobody's draft any more."""
    story.begin("in review")
    story.type_and_wait_for_the_autosave(1, "title")
    story.send(story.opened(2), button)
    story.type_and_wait_for_the_autosave(1, "title")


@pytest.mark.django_db
def test_who_wrote_a_draft_replaces_it_after_the_page_was_taken_offline(story: TwoTabs) -> None:
    story.begin("live")
    story.opened(1)
    story.type_and_wait_for_the_autosave(2, "title")
    story.confirm(1, "unpublish")
    for name in ("summary", "title"):
        story.type_and_wait_for_the_autosave(2, name)


@pytest.mark.django_db
def test_a_review_ends_when_the_next_version_of_a_public_page_is_scheduled(story: TwoTabs) -> None:
    story.begin("live")
    story.send(story.opened(0), "submit")
    story.schedule(2, 1, "publish")


@pytest.mark.django_db
def test_a_review_is_ended_once(story: TwoTabs) -> None:
    story.begin("in review")
    tab = story.opened(0)
    form, again = tab.form("cancel"), tab.copy()
    story.send(tab, "cancel", form)
    story.send(again, "cancel", form)


@pytest.mark.django_db
def test_whatever_two_people_do_in_their_tabs(people: None) -> None:
    """Type, autosave, save, submit, approve, send back, publish, unpublish, schedule, move, cancel: late or twice."""
    run_state_machine_as_test(
        TwoTabs,
        settings=settings(
            max_examples=int(EXAMPLES or "20"),
            derandomize=not EXAMPLES,
            database=None,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            # A story is short enough to be read; to look for a shorter one takes minutes.
            phases=(Phase.generate,),
        ),
    )
    # Shown with -s: how often each button was heeded, came late or was refused.
    sys.stdout.write(f"{dict(sorted(TwoTabs.answered.items()))}\n")
