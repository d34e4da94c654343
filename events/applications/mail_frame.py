"""What the mails of applications have in common: the mission as it may be shown, the own link.

Of a mission that is not public any more, a mail names nothing. Mails that wait are discarded with their person, by what
they are about.
"""

import logging
from collections.abc import Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from clusters.models import Federation
from clusters.models.owner import SectionOwner
from events.applications.links import own_link
from events.applications.missions import public_missions
from events.letters import letter, personal_lines, subject_of
from events.models import Application, CallForApplications, TradeMissionPage
from events.signup.sheet_events import page_in
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.days import formatted_day
from fedcms.core.mail_addresses import is_deliverable
from fedcms.core.pages.addresses import absolute, page_address

logger = logging.getLogger("fedcms.applications")


class ShownMission:
    """The public pages of a call's mission, read once for any number of mails."""

    def __init__(self, call: CallForApplications) -> None:
        self.call = call

    @cached_property
    def pages(self) -> list[TradeMissionPage]:
        """The public pages of the mission, by key."""
        return public_missions(self.call.translation_key)

    def page(self, language: str) -> TradeMissionPage | None:
        """Returns the public page in a language or in another; `None` if there is none."""
        return page_in(self.pages, language)

    @cached_property
    def owner(self) -> SectionOwner:
        """Whose mission it is: of one that is not public, the federation says no more."""
        page = self.page("")
        return (page.cluster if page is not None else None) or Federation.load()


def about_application(key: int) -> str:
    """Returns what the mails about an application are about."""
    return f"application-{key}"


def lines_about(mission: TradeMissionPage | None) -> list[str]:
    """Returns the lines that say what a mail is about; none if the mission is not public any more."""
    if mission is None:
        return []
    day = formatted_day(mission.starts_on, "DATE_FORMAT")
    place = f"{in_line(mission.destination_city)}, {day}"
    return ["", mission.title, place, absolute(page_address(mission))]


def send_to_applicant(
    application: Application,
    shown: ShownMission,
    words: str,
    lines: Sequence[str],
    *,
    with_name: bool = True,
    calendar: bytes = b"",
) -> None:
    """Queues a mail to an applicant: its subject, its lines, what it is about, and the link to their own page.

    `calendar` is attached, if there is one.

    Somebody whose address nothing can be sent to is not written to: the others must not wait for that.
    """
    if not is_deliverable(application.email):
        logger.error("Nothing can be mailed about application %s.", application.pk)
        return
    mission = shown.page(application.language)
    own = (_("Voir, compléter ou retirer votre candidature, ou effacer vos données :"), own_link(application))
    text = personal_lines(application.name if with_name else "", lines, lines_about(mission), own)
    subject, about = subject_of(mission, words), about_application(application.pk)
    message = letter(subject, text, application.email, shown.owner, about)
    if calendar:
        message.attach("programme.ics", calendar, "text/calendar; charset=utf-8")
    message.send()
