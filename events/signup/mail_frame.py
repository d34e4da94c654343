"""What the mails of sign-ups have in common: the event as it may be shown, the owner, the own link, a calendar.

Of an event that is not public any more, a mail names neither title nor place. Mails that wait are discarded with their
person (events.signup.erasure), by what they are about.
"""

import logging
from collections.abc import Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from icalendar import Calendar

from clusters.models import Federation
from clusters.models.owner import SectionOwner
from events.letters import letter, personal_lines, subject_of
from events.models import EventPage, SignUp, SignUpSheet
from events.signup.calendars import parsed_calendar, personal_calendar
from events.signup.dates import dates_in_words
from events.signup.links import own_link
from events.signup.sheet_events import page_in, public_pages
from fedcms.core.mail_addresses import is_deliverable
from fedcms.core.pages.addresses import absolute, page_address

logger = logging.getLogger("fedcms.sign_up")


class ShownEvent:
    """The public pages of a sheet's event, read once for any number of mails."""

    def __init__(self, sheet: SignUpSheet) -> None:
        self.least_sequence = sheet.calendar_sequence
        self._key = sheet.translation_key
        self._calendars: dict[int, Calendar] = {}

    @cached_property
    def pages(self) -> list[EventPage]:
        """The public pages of the event, by key."""
        return public_pages(self._key)

    def page(self, language: str) -> EventPage | None:
        """Returns the public page in a language or in another; `None` if there is none."""
        return page_in(self.pages, language)

    @property
    def is_put_off(self) -> bool:
        """Whether it is postponed, and its public pages say no other day."""
        return any(page.is_put_off for page in self.pages)

    @cached_property
    def owner(self) -> SectionOwner:
        """Whose event it is: of one that is not public, the federation says no more."""
        page = self.page("")
        return (page.cluster if page is not None else None) or Federation.load()

    def calendar(self, sign_up: SignUp, event: EventPage) -> tuple[str, bytes, str]:
        """Returns name, content and type of a person's calendar of the event."""
        if event.pk not in self._calendars:
            self._calendars[event.pk] = parsed_calendar(event)
        return (
            f"{event.slug}.ics",
            *personal_calendar(self._calendars[event.pk], event, sign_up, self.least_sequence),
        )


def about_sign_up(key: int) -> str:
    """Returns what the mails about a sign-up are about."""
    return f"sign-up-{key}"


def about_invitation(key: int) -> str:
    """Returns what the mail of an invitation is about."""
    return f"sign-up-invitation-{key}"


def lines_about(event: EventPage | None) -> list[str]:
    """Returns the lines that say what a mail is about; none if the event is not public any more."""
    if event is None:
        return []
    return ["", event.title, *dates_in_words(event), absolute(page_address(event))]


def send_to_person(
    sign_up: SignUp,
    shown: ShownEvent,
    words: str,
    lines: Sequence[str],
    *,
    about_event: Sequence[str] | None = None,
    with_calendar: bool = False,
    with_name: bool = True,
) -> None:
    """Queues a mail to a person: its subject, its lines, what it is about, and the link to their own page.

    Somebody whose address nothing can be sent to is not written to: the others must not wait for that.
    """
    if not is_deliverable(sign_up.email):
        logger.error("Nothing can be mailed about sign-up %s.", sign_up.pk)
        return
    event = shown.page(sign_up.language)
    own = (_("Voir, corriger ou annuler votre inscription, ou effacer vos données :"), own_link(sign_up))
    about_page = lines_about(event) if about_event is None else about_event
    text = personal_lines(sign_up.name if with_name else "", lines, about_page, own)
    message = letter(subject_of(event, words), text, sign_up.email, shown.owner, about_sign_up(sign_up.pk))
    if with_calendar and event is not None:
        message.attach(*shown.calendar(sign_up, event))
    message.send()
