"""Collects, while a page is made, the tags of what it shows: whoever reads rows for it names them where it asks.

A tag is a short text: `page:12`, `set:<translation key>`, `menu`, `t:<table>`, `image:7`,
`type:<content type>:<locale>:<cluster>`. Nothing is collected outside of `collecting()`, and then each call costs a
look at a context variable.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.utils import timezone

MENU = "menu"
"""The menu and footer of all languages: home pages and what stands right below them."""

ANY = "*"
"""In the tag of a type: of any locale, of whichever cluster."""


@dataclass
class ShownTags:
    """What was collected during one request."""

    tags: set[str] = field(default_factory=set)
    declared_depth: int = 0
    """Above 0 while a statement is run whose tags were named."""
    since: datetime = field(default_factory=timezone.now)
    """Before anything was read (aware): what the clock changed after it, parts that were made earlier do not show."""
    moments: list[datetime] = field(default_factory=list)
    """When the clock changes what is shown (aware)."""
    is_allowed: bool = False
    """Whether the type of the page is one that may be kept."""
    is_unmarked: bool = False
    """Whether it is the same for everybody without the mark of a page: a feed, a calendar, which say `no-cache`."""
    is_one_of_many: bool = False
    """Whether it is one of many addresses that differ by filters alone, which stand in the path."""
    is_file: bool = False
    """Whether it lets the proxy send a file that everybody may have."""
    refused: str = ""
    """Why the answer must not be kept: something was read that no tag stands for."""


_A_TICK = timedelta(microseconds=1)
_NOT_KNOWN = timedelta(minutes=1)
_collected: ContextVar[ShownTags | None] = ContextVar("fedcms_shown_tags", default=None)


def page_tag(page_id: int) -> str:
    """Returns the tag of one page."""
    return f"page:{page_id}"


def set_tag(key: UUID) -> str:
    """Returns the tag of a page and its translations, those that do not exist yet included."""
    return f"set:{key}"


def type_tag(type_id: int, locale_id: int | None = None, cluster_id: int | None = None) -> str:
    """Returns the tag of all pages of a type, those to come too: in one locale or any, of one cluster or whosever."""
    return f"type:{type_id}:{ANY if locale_id is None else locale_id}:{ANY if cluster_id is None else cluster_id}"


def organisation_tag(organisation_id: int, locale_id: int) -> str:
    """Returns the tag of all pages about an organisation in a locale, those to come too."""
    return f"organisation:{organisation_id}:{locale_id}"


def table_tag(table: str) -> str:
    """Returns the tag of all rows of a table."""
    return f"t:{table}"


def image_tag(image_id: int) -> str:
    """Returns the tag of an image: its texts, its rights and its renditions."""
    return f"image:{image_id}"


def collected() -> ShownTags | None:
    """Returns what is being collected; None outside of `collecting()`."""
    return _collected.get()


def note_tags(*tags: str) -> None:
    """Notes that what is being made shows something."""
    if (shown := _collected.get()) is not None:
        shown.tags.update(tags)


def note_moment(moment: datetime) -> None:
    """Notes that what is being made is right up to a moment, and at that moment not any more."""
    if (shown := _collected.get()) is not None:
        shown.moments.append(moment.astimezone(UTC))


def note_midnight(zone: tzinfo) -> None:
    """Notes that what is being made is right up to the next midnight in a time zone.

    That of the site ends every page. To note more than one needs, as each quarter of an hour, has all pages that list
    something made anew at one moment.
    """
    if (shown := _collected.get()) is not None:
        tomorrow = shown.since.astimezone(zone).date() + timedelta(days=1)
        shown.moments.append(datetime.combine(tomorrow, time.min, tzinfo=zone).astimezone(UTC))


def note_not_known() -> None:
    """Notes that something could not be asked just now: what is made without it is right for a minute at most."""
    note_moment(timezone.now() + _NOT_KNOWN)


def note_passing(*moments: datetime | None) -> None:
    """Notes moments, each also as one after which alone something holds: those after collecting began.

    One of them may be over by now: then what is being made is not right any more, and is not kept.
    """
    if (shown := _collected.get()) is not None:
        # In UTC: two moments of one zone are compared by its clock, which may have been put back between them.
        known = (each.astimezone(UTC) for each in moments if each is not None)
        either = (each + tick for each in known for tick in (timedelta(), _A_TICK))
        shown.moments += [each for each in either if each > shown.since]


def note_shown(shown: ShownTags, *, tags: Iterable[str] | None = None) -> None:
    """Notes what was collected while a part was made, or with `tags` these in the place of its own."""
    if (outer := _collected.get()) is not None:
        outer.tags.update(shown.tags if tags is None else tags)
        outer.moments += shown.moments
        outer.refused = outer.refused or shown.refused


def allow_keeping(*, is_unmarked: bool = False, is_one_of_many: bool = False, is_file: bool = False) -> bool:
    """Says that what is being made is of a type whose tags are all known; returns whether it may then be kept."""
    if (shown := _collected.get()) is not None:
        shown.is_allowed, shown.is_unmarked, shown.is_one_of_many = True, is_unmarked, is_one_of_many
        shown.is_file = is_file
    return shown is not None


@contextmanager
def declared(*tags: str) -> Iterator[None]:
    """Notes tags, and that they stand for all pages that the statements inside read."""
    shown = _collected.get()
    if shown is None:
        yield
        return
    shown.tags.update(tags)
    shown.declared_depth += 1
    try:
        yield
    finally:
        shown.declared_depth -= 1


@contextmanager
def collecting() -> Iterator[ShownTags]:
    """Collects tags until it ends."""
    shown = ShownTags()
    token = _collected.set(shown)
    try:
        yield shown
    finally:
        _collected.reset(token)
