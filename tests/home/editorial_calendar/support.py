"""What the tests of the editorial calendar share: two clusters, their people, and the calendar as each reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from clusters.models import Cluster, ContentPage, Federation
from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_release, make_user, publish

PARIS = ZoneInfo("Europe/Paris")
# A Tuesday, long to come.
THEN = datetime(2041, 3, 12, 9, 30, tzinfo=PARIS)
MARCH = {"date": "12/03/2041"}


@dataclass(frozen=True)
class ShownEntry:
    """An entry as it is read, on one day."""

    day: str
    kind: str
    title: str
    words: str
    edit_url: str
    move_url: str
    drop_url: str
    revision: str
    moment: str


def _attribute(tag: Tag | None, name: str) -> str:
    return str(tag.get(name, "")) if tag else ""


def _entry(day: Tag, entry: Tag) -> ShownEntry:
    title, kind = entry.select_one(".ecal-entry__title"), entry.select_one(".ecal-entry__kind span")
    return ShownEntry(
        day=_attribute(day, "data-calendar-day"),
        kind=kind.get_text() if kind else "",
        title=" ".join(title.get_text().split()) if title else "",
        words=" ".join(entry.get_text(" ").split()),
        edit_url=_attribute(entry.select_one(".ecal-entry__title a"), "href"),
        move_url=_attribute(entry.select_one(".ecal-entry__move"), "href"),
        drop_url=_attribute(entry, "data-calendar-drop"),
        revision=_attribute(entry, "data-revision"),
        moment=_attribute(entry, "data-moment"),
    )


class CalendarCase(TranslationCase):
    """Nora writes and Paul publishes in the north, Sara publishes in the south, Fred in the federation."""

    people: ClassVar[dict[str, User]]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        fred = make_user("fred", Federation.load(), "publisher")
        cls.people = {
            "nora": cls.editor,
            "paul": cls.publisher,
            "sara": cls.strange_publisher,
            "fred": fred,
            "root": cls.root,
        }

    def ask(self, name: str, query: dict[str, str] | None = None) -> HttpResponse:
        """The answer to a person who asks for the calendar of everybody, unless the query says whose."""
        user = self.people[name]
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"})
        self.client = self.client_class()
        self.client.force_login(user)
        return self.client.get(reverse("editorial_calendar:show"), {"cluster": "all"} | (query or {}))

    def screen(self, name: str, query: dict[str, str] | None = None) -> BeautifulSoup:
        """The calendar, which a person always gets."""
        answer = self.ask(name, query)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    def entries(self, name: str, query: dict[str, str] | None = None) -> list[ShownEntry]:
        """The entries that a person reads, in their order."""
        screen = self.screen(name, MARCH if query is None else query)
        days = screen.select("[data-calendar-day]")
        return [_entry(day, entry) for day in days for entry in day.select(".ecal-entry")]

    def by_title(self, name: str, query: dict[str, str] | None = None) -> dict[str, ShownEntry]:
        """The entries by their titles; of those without any the last."""
        return {entry.title: entry for entry in self.entries(name, query)}

    def days(self, name: str, title: str, query: dict[str, str]) -> list[str]:
        """The days on which a title stands."""
        return [entry.day for entry in self.entries(name, query) if entry.title == title]


def scheduled(cluster: Cluster | None, title: str, moment: datetime = THEN, **fields: object) -> ContentPage:
    """An article that is approved to appear at a moment."""
    return make_article(cluster, title=title, go_live_at=moment, **fields)


def embargoed(cluster: Cluster | None, title: str, moment: datetime = THEN) -> ContentPage:
    """A release under embargo until a moment."""
    return make_release(cluster, title=title, go_live_at=moment)


def proposed(cluster: Cluster | None, title: str, moment: datetime = THEN) -> ContentPage:
    """A draft with a date, which nobody has approved."""
    page = make_article(cluster, title=title, live=False, go_live_at=moment)
    page.save_revision()
    return page


def next_version(cluster: Cluster, title: str, new_title: str, moment: datetime = THEN) -> ContentPage:
    """A public page whose next version is approved for a moment."""
    page = make_article(cluster, title=title)
    page.title, page.go_live_at = new_title, moment
    return publish(page)


def approved_moment(page: ContentPage) -> datetime | None:
    """The moment for which a page is approved now."""
    found = Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False)
    return found.values_list("approved_go_live_at", flat=True).first()
