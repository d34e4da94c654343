"""Pages about which it is known who decided what; after each step, a few telling outlets are compared with it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar

from django.urls import reverse
from hypothesis.stateful import invariant
from wagtail.models import Page

from fedcms.core.public_version import forget_all
from fedcms.media.models import FederationImage
from fedcms.users.models import User
from news.models import PressReleasePage
from tests.admin_walk.browser import Browser
from tests.admin_walk.stage import BAIT
from tests.embargo_oracle.reading import words_of
from tests.embargo_oracle.sentinels import due, words_in
from tests.factories.people import make_cluster, make_user
from tests.told_stories import ToldStories

FRENCH = {
    "the feed": "/fr/feeds/feed.json",
    "the listing": "/fr/actualites/",
    "the search": f"/fr/search/?q={BAIT}",
    "the API": f"/api/search/?q={BAIT}&locale=fr",
}
OTHERS = {
    "the front page": "/fr/",
    "the English feed": "/en/feeds/atom.xml",
    "the English search": f"/en/search/atom.xml?q={BAIT}",
    "suggestions": f"/api/search/suggestions/?q={BAIT}&locale=fr",
    "the sitemap": "/sitemap-news.xml",
}

VERSION = "version"
NUMBERED = re.compile(r"(-en)-\d+$")


@dataclass
class Story:
    """A page, and what became of its versions; each version is known by the word in its title."""

    pk: int
    draft: str
    moment: datetime | None = None
    """When the draft is to appear."""
    live: str | None = None
    scheduled: tuple[datetime, str] | None = None
    is_restricted: bool = False
    decided: set[str] = field(default_factory=set)
    """Words that have been public."""
    approved: set[str] = field(default_factory=set)
    """Words that were to be public, whatever came of it: an approved translation keeps them."""
    named: set[str] = field(default_factory=set)
    """Words of versions that name a co-signing cluster."""
    home: str = "beta"
    """The cluster in whose section it is: a text that another cluster publishes is another text."""
    asked: set[tuple[str, str]] = field(default_factory=set)
    """Words and homes of versions about which the co-signing cluster was asked."""
    signed: set[tuple[str, str]] = field(default_factory=set)
    """Those that it has approved."""

    def may_appear(self, word: str) -> bool:
        """Whether nobody's agreement to a version is missing."""
        return word not in self.named or (word, self.home) in self.signed

    def is_asked(self) -> bool:
        """Whether the co-signing cluster may answer about the draft."""
        return (self.draft, self.home) in self.asked

    def is_signed_by_several(self) -> bool:
        """Whether a version that is public, or approved to appear, names a co-signing cluster."""
        scheduled = self.scheduled[1] if self.scheduled else None
        return bool({self.live, scheduled} & self.named)

    @property
    def shown(self) -> set[str]:
        """The word that a visitor reads now."""
        return {self.live} if self.live and not self.is_restricted else set()


class StoryWorld(ToldStories):
    """A clock, a transaction that is taken back, some pages, and what must be seen of them."""

    page: ClassVar[int]
    image: ClassVar[FederationImage]
    people: ClassVar[dict[str, User]]

    def __init__(self) -> None:
        super().__init__()
        forget_all()
        self.visitor, self.neighbour = Browser(None), Browser(self.people["neighbour"])
        page = PressReleasePage.objects.get(pk=self.page)
        self.stories = [Story(page.pk, *words_in(page.title))]
        self.translated: dict[int, int] = {}
        """By the key of a page in English, that of the story."""

    def new_word(self) -> str:
        """The title of another version."""
        return due(f"{VERSION}{next(self.numbers)}")

    def content(self, story: Story) -> PressReleasePage:
        """The newest draft, as an editor opens it."""
        draft: PressReleasePage = PressReleasePage.objects.get(pk=story.pk).get_latest_revision_as_object()
        return draft

    @invariant()
    def visitors_see_what_was_decided(self) -> None:
        expected = set().union(*(story.shown for story in self.stories))
        for outlet, address in FRENCH.items():
            seen = self.seen(self.visitor, address)
            assert seen == expected, (outlet, seen, expected, self.stories)
        english = set(expected)
        for page, source in self.translated.items():
            story = next(story for story in self.stories if story.pk == source)
            # A translation comes with its source or after it, and may outlive it.
            if story.decided:
                english |= {f"{word}-en" for word in story.decided | story.approved}
            address = Page.objects.get(pk=page).url_path
            # Who is sent to sign in, or finds nothing, is told the address for which they asked.
            if self.visitor.get(address).status_code == HTTPStatus.OK:
                seen = self.seen(self.visitor, address)
                assert seen <= english, (seen, self.stories)
        for outlet, address in OTHERS.items():
            seen = self.seen(self.visitor, address)
            assert seen <= english, (outlet, seen, self.stories)
        seen = self.seen(self.neighbour, f"{reverse('wagtailadmin_pages:search')}?q={BAIT}")
        assert seen <= english, (seen, self.stories)

    @invariant()
    def pages_and_their_files_are_served_while_they_may_be_seen(self) -> None:
        for story in self.stories:
            address = Page.objects.get(pk=story.pk).url_path
            answer = self.visitor.get(address)
            assert words_of(answer) >= story.shown, (address, self.stories)
            assert (answer.status_code == 200) == bool(story.shown), (address, self.stories)
        is_used = any(story.shown for story in self.stories) or any(
            self.visitor.get(Page.objects.get(pk=page).url_path).status_code == 200
            for page in self.translated
        )
        for name in (self.image.file.name, self.image.renditions.earliest("pk").file.name):
            assert (self.visitor.get(f"/media/{name}").status_code == 200) == is_used, self.stories

    def seen(self, browser: Browser, address: str) -> set[str]:
        """The words of versions that an answer shows; those of the image are seen by its own address.

        The second page of a title has a number at the end of its address.
        """
        words = {word for word in words_of(browser.get(address)) if VERSION in word}
        return {NUMBERED.sub(r"\1", word) for word in words}


def make_people() -> dict[str, User]:
    """An editor, a neighbour, a publisher of a co-signing cluster, and one who publishes and moves in both sections."""
    home = make_cluster("beta", "BET")
    make_cluster("alpha", "ALP")
    return {
        "editor": make_user("b-editor", home),
        "neighbour": make_user("g-editor", make_cluster("gamma", "GAM")),
        "signer": make_user("d-publisher", make_cluster("delta", "DEL"), "publisher"),
        "root": User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase"),
    }
