"""Drafts of success stories that another app begins: the app that has stories registers how one is made."""

from collections.abc import Callable
from dataclasses import dataclass

from wagtail.models import Page

from clusters.models import Cluster, Organisation
from fedcms.users.models import User


@dataclass(frozen=True)
class BegunStory:
    """What is known before anybody writes."""

    cluster: Cluster
    organisation: Organisation | None
    language: str
    title: str
    summary: str
    place: str


StoryDrafter = Callable[[BegunStory, User], Page]
_drafters: list[StoryDrafter] = []


def register_story_drafter(drafter: StoryDrafter) -> None:
    """Makes a function the one that writes a draft into the cluster's own section, or raises `Refusal` in words."""
    _drafters[:] = [drafter]


def draft_story(begun: BegunStory, user: User) -> Page:
    """Returns a new draft of a story in the section of its cluster. Raises `Refusal`, `LookupError` without stories."""
    if not _drafters:
        raise LookupError("No app has stories.")
    return _drafters[0](begun, user)
