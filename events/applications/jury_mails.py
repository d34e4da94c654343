"""The mails to the team and the jury: an invitation to evaluate, too few applications, a place that is free."""

from collections.abc import Callable

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Cluster, Federation
from clusters.models.owner import SectionOwner
from clusters.people.recipients import Recipient, recipients, send_to_each
from clusters.people.teams import team_number
from clusters.press_access.rights import owner_of_page
from events.applications.missions import any_mission, shown_mission
from events.models import CallForApplications, TradeMissionPage
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.mail import mail_of_lines
from fedcms.core.mail_addresses import is_deliverable
from fedcms.core.pages.addresses import absolute
from fedcms.users.models import User


def _title(mission: TradeMissionPage | None) -> str:
    return in_line(mission.title) if mission is not None else "…"


def tell_evaluator(user: User, call: CallForApplications) -> None:
    """Mails somebody that they are on a jury, with the address of its screen."""
    if not is_deliverable(user.email):
        return
    language = language_of_person(user)
    with override(language):
        # Somebody of another cluster must not learn of a mission that is not public.
        title = _title(shown_mission(call, language))
        lines = [
            _("Vous êtes du jury de la mission « %(title)s ».") % {"title": title},
            _("Après la clôture, lisez et notez les candidatures ici :"),
            absolute(reverse("mission_applications:jury", args=[call.pk])),
        ]
        mail_of_lines(_("Vous êtes d’un jury"), lines, user.email).send()


def tell_shortfall(call: CallForApplications, owner: SectionOwner, number: int) -> None:
    """Mails the publishers of a team that a call closed below its minimum, and that it is theirs to decide."""

    def message(recipient: Recipient, title: str) -> EmailMessage:
        values = {"title": title, "number": number, "minimum": call.minimum}
        lines = [
            _("La mission « %(title)s » a %(number)d candidatures, pour un minimum de %(minimum)d.") % values,
            _("Décidez ici de partir, de prolonger ou d’annuler :"),
            _screen_of(call, owner),
        ]
        return mail_of_lines(_("Des candidatures manquent"), lines, recipient.address)

    _tell_team(call, owner, message)


def tell_place_free(call: CallForApplications) -> None:
    """Mails the publishers that an organisation that was chosen does not come; nothing once the mission is over."""
    mission = any_mission(call)
    if mission is None or mission.is_over or call.is_cancelled:
        return
    owner = owner_of_page(mission)

    def message(recipient: Recipient, title: str) -> EmailMessage:
        lines = [
            _("Une organisation qui était choisie pour la mission « %(title)s » se retire.")
            % {"title": title},
            _("Sa place est libre. La liste montre qui est en réserve, et qui vient ensuite :"),
            _screen_of(call, owner),
        ]
        return mail_of_lines(_("Une place se libère"), lines, recipient.address)

    _tell_team(call, owner, message)


def _screen_of(call: CallForApplications, owner: SectionOwner) -> str:
    return absolute(reverse("mission_applications:call", args=[team_number(owner), call.pk]))


def _tell_team(
    call: CallForApplications, owner: SectionOwner, message: Callable[[Recipient, str], EmailMessage]
) -> None:
    """Mails each publisher in their language, with the mission's title; who cannot be written to stops nobody."""

    def in_language(recipient: Recipient) -> EmailMessage:
        title = _title(shown_mission(call, recipient.language) or any_mission(call))
        with override(recipient.language):
            return message(recipient, title)

    team = recipients(owner if isinstance(owner, Cluster) else Federation.load())
    send_to_each([each for each in team if is_deliverable(each.address)], in_language)
