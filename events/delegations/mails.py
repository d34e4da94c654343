"""The mails to who is in a delegation: its page is public, a meeting of theirs is added, moved or dropped."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.applications.mail_frame import ShownMission, send_to_applicant
from events.delegations.calendars import entry_calendar
from events.models import Application, CallForApplications, ProgrammeItem
from fedcms.core.i18n.bidi import in_line
from fedcms.core.pages.addresses import absolute


class MeetingNews(Enum):
    """What becomes of a meeting for one of those who take part."""

    ADDED = "added"
    MOVED = "moved"
    DROPPED = "dropped"


def tell_published(call: CallForApplications) -> int:
    """Mails to those of a delegation who do not know it that its page is public, and where; returns to how many.

    While the mission is off the site, there is no page: nobody is told. Under the lock of the call.
    """
    shown, told = ShownMission(call), []
    for application in Application.objects.chosen_for(call.translation_key).filter(delegation_told_at=None):
        application.call = call
        mission = shown.page(application.language)
        if mission is None:
            continue
        with override(mission.locale.language_code):
            address = absolute(reverse("delegation", args=[call.translation_key]))
        with override(application.language):
            lines = [
                _("La page de la délégation est sur le site :"),
                address,
                _("On y lit de vous ce que vous avez accepté de montrer, et que l’équipe a relu."),
            ]
            send_to_applicant(application, shown, _("la page de la délégation"), lines)
        told.append(application.pk)
    return Application.objects.filter(pk__in=told).update(delegation_told_at=timezone.now())


def tell_meeting(
    call: CallForApplications, item: ProgrammeItem, keys: Iterable[int], what: MeetingNews
) -> None:
    """Mails to some of a delegation what becomes of a meeting, with its entry for their calendar."""
    shown = ShownMission(call)
    for application in Application.objects.chosen_for(call.translation_key).filter(pk__in=set(keys)):
        application.call = call
        with override(application.language):
            _tell_one(application, shown, item, what)


def _tell_one(application: Application, shown: ShownMission, item: ProgrammeItem, what: MeetingNews) -> None:
    words, sentence = {
        MeetingNews.ADDED: (
            _("un rendez-vous pour vous"),
            _("Un rendez-vous est ajouté à votre programme :"),
        ),
        MeetingNews.MOVED: (_("un rendez-vous change"), _("Un de vos rendez-vous a changé. Désormais :")),
        MeetingNews.DROPPED: (
            _("un rendez-vous n’a plus lieu"),
            _("Ce rendez-vous n’a plus lieu pour vous :"),
        ),
    }[what]
    place = [in_line(item.place)] if item.place else []
    lines = [
        sentence,
        in_line(str(item.title)),
        item.shown_start,
        *place,
        "",
        _("Le calendrier joint le met à jour dans votre agenda."),
    ]
    dropped_at: datetime | None = timezone.now() if what is MeetingNews.DROPPED else None
    calendar = entry_calendar(application, item, shown.page(application.language), dropped_at)
    send_to_applicant(application, shown, words, lines, calendar=calendar)
