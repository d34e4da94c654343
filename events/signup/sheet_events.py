"""Finds the event of a sheet: what of it may be shown, in which language, whose it is, and its sheet."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from clusters.models import ContentPage
from events.models import EventPage, SignUpSheet

AnyPage = TypeVar("AnyPage", bound=ContentPage)


def public_pages(key: UUID) -> list[EventPage]:
    """Returns the public pages of an event, by key. One query."""
    found = EventPage.objects.visible().filter(translation_key=key)
    return list(found.defer("body").select_related("locale", "cluster").order_by("pk"))


def page_in(pages: Sequence[AnyPage], language: str) -> AnyPage | None:
    """Returns of a thing's pages that in a language, else the first; `None` if there is none."""
    found = [page for page in pages if page.locale.language_code == language]
    return next(iter(found or pages), None)


def shown_event(sheet: SignUpSheet, language: str) -> EventPage | None:
    """Returns the public page of a sheet's event, in a language or in another; `None` if there is none. One query."""
    return page_in(public_pages(sheet.translation_key), language)


def event_by_language(key: UUID) -> dict[str, EventPage]:
    """Returns the public pages of an event by their languages. One query."""
    return {page.locale.language_code: page for page in public_pages(key)}


def any_event(sheet: SignUpSheet) -> EventPage | None:
    """Returns a page of a sheet's event, public or not, for those who may see it in the admin. One query."""
    found = EventPage.objects.filter(translation_key=sheet.translation_key)
    page: EventPage | None = found.defer("body").select_related("locale", "cluster").order_by("pk").first()
    return page


def last_moment(event: EventPage) -> datetime:
    """Returns until when seats are given (aware): its start; the end of a single day without an hour.

    Of an event that repeats it is that of the first date which takes place, wherever it was moved to.
    """
    first = next((one for one in event.occurrences if not one.is_cancelled), None) or event
    is_of_one_day = first.ends_on in (None, first.starts_on)
    return first.ends_at if first.start_time is None and is_of_one_day else first.starts_at


def takes_people(event: EventPage | None, now: datetime | None = None) -> bool:
    """Returns whether seats are still given: the event is public, neither cancelled nor put off, and to come."""
    if event is None or event.is_void:
        return False
    return last_moment(event) > (now or timezone.now())
