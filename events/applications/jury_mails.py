"""The mails to the team and the jury: an invitation to evaluate, and a call that has too few applications."""

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Cluster, Federation
from clusters.models.owner import SectionOwner
from clusters.people.recipients import recipients
from clusters.people.teams import team_number
from events.applications.missions import any_mission, shown_mission
from events.models import CallForApplications, TradeMissionPage
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.user_language import language_of_person
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
        EmailMessage(_("Vous êtes d’un jury"), "\n".join(lines), to=[user.email]).send()


def tell_shortfall(call: CallForApplications, owner: SectionOwner, number: int) -> None:
    """Mails the publishers of a team that a call closed below its minimum, and that it is theirs to decide."""
    address = absolute(reverse("mission_applications:call", args=[team_number(owner), call.pk]))
    for recipient in recipients(owner if isinstance(owner, Cluster) else Federation.load()):
        title = _title(shown_mission(call, recipient.language) or any_mission(call))
        with override(recipient.language):
            values = {"title": title, "number": number, "minimum": call.minimum}
            lines = [
                _("La mission « %(title)s » a %(number)d candidatures, pour un minimum de %(minimum)d.")
                % values,
                _("Décidez ici de partir, de prolonger ou d’annuler :"),
                address,
            ]
            EmailMessage(_("Des candidatures manquent"), "\n".join(lines), to=[recipient.address]).send()
