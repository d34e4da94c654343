"""The mails to applicants and organisations, in their language, queued in the transaction of what they tell."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.applications.links import organisation_link
from events.applications.mail_frame import (
    ShownMission,
    about_application,
    lines_about,
    send_to_applicant,
)
from events.applications.mission_days import MissionDays, in_words
from events.applications.missions import end_of_time
from events.letters import letter, question_lines, subject_of
from events.models import Application, DecisionKind
from events.signup.mails import TIME_TO_CONFIRM
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.moments import moment_in_zone


def _closing(application: Application) -> str:
    call = application.call
    return _("Vous pouvez la corriger jusqu’au %(moment)s.") % {
        "moment": moment_in_zone(call.closes_at, call.time_zone)
    }


def ask_to_confirm(application: Application, shown: ShownMission) -> None:
    """Mails the link by which somebody confirms an address and writes the application."""
    with override(application.language):
        lines = [
            _(
                "Vous voulez candidater. Ouvrez le lien ci-dessous, écrivez votre candidature, enregistrez-la."
            ),
            _("Sans cela dans les %(hours)d heures, vos données sont effacées.")
            % {"hours": int(TIME_TO_CONFIRM.total_seconds() // 3600)},
            _("Si vous n’avez rien demandé, ne faites rien."),
        ]
        # Nothing of what was typed: the address may be that of somebody who knows nothing of it.
        send_to_applicant(application, shown, _("votre candidature"), lines, with_name=False)


def tell_known(application: Application, shown: ShownMission) -> None:
    """Mails their own link to somebody who begins again."""
    with override(application.language):
        lines = [
            _("Vous aviez déjà commencé une candidature avec cette adresse : rien n’a changé."),
            _("Votre candidature : %(state)s.") % {"state": application.get_state_display()},
        ]
        send_to_applicant(application, shown, _("candidature déjà commencée"), lines)


def tell_submitted(application: Application, shown: ShownMission) -> None:
    """Mails that an application has arrived."""
    with override(application.language):
        lines = [_("Votre candidature est bien arrivée."), _closing(application)]
        send_to_applicant(application, shown, _("candidature arrivée"), lines)


def tell_corrected(application: Application, shown: ShownMission) -> None:
    """Mails that somebody with the link has changed what was sent."""
    with override(application.language):
        lines = [_("Votre candidature a été corrigée."), _closing(application)]
        send_to_applicant(application, shown, _("candidature corrigée"), lines)


def tell_withdrawn(application: Application, shown: ShownMission) -> None:
    """Mails that an application is withdrawn."""
    with override(application.language):
        lines = [_("Votre candidature est retirée, comme demandé.")]
        send_to_applicant(application, shown, _("candidature retirée"), lines)


def tell_closing_changed(application: Application, shown: ShownMission) -> None:
    """Mails that the call closes at another moment."""
    with override(application.language):
        call = application.call
        lines = [
            _("Les candidatures à cette mission se ferment désormais le %(moment)s.")
            % {"moment": moment_in_zone(call.closes_at, call.time_zone)}
        ]
        send_to_applicant(application, shown, _("nouvelle date de clôture"), lines)


def ask_organisation(application: Application, shown: ShownMission) -> None:
    """Asks an organisation, at its address in the directory, whether somebody applies for it; their page says who.

    Nothing that somebody typed is mailed to who did not ask for it.
    """
    organisation = application.claimed_organisation
    if organisation is None:
        return
    with override(application.language):
        mission = shown.page(application.language)
        lines = question_lines(
            _("Une personne candidate à une mission au nom de %(organisation)s.")
            % {"organisation": in_line(organisation.name)},
            lines_about(mission),
            organisation_link(application),
            _("Sinon, ne faites rien : la candidature ne comptera pas pour vous."),
        )
        subject = subject_of(mission, _("une personne candidate-t-elle pour vous ?"))
        about = about_application(application.pk)
        letter(subject, lines, organisation.email, shown.owner, about).send()


def tell_decision(application: Application, shown: ShownMission) -> None:
    """Mails what was decided about an application."""
    with override(application.language):
        if application.decision == DecisionKind.CHOSEN:
            words = _("votre candidature est retenue")
            lines = [
                _("Votre candidature est retenue : vous êtes de la délégation."),
                _("Par le lien ci-dessous, écrivez aussi ce que tous liront de vous sur sa page."),
            ]
        elif application.decision == DecisionKind.RESERVE:
            words = _("votre candidature est en réserve")
            lines = [_("Votre candidature est en réserve. Si une place se libère, l’équipe vous écrit.")]
        else:
            words = _("votre candidature n’est pas retenue")
            lines = [_("Votre candidature n’est pas retenue. Vous pouvez répondre à l’équipe par courriel.")]
        send_to_applicant(application, shown, words, lines)


def tell_cancelled(application: Application, shown: ShownMission) -> None:
    """Mails that a mission does not take place."""
    with override(application.language):
        lines = [_("Trop peu d’organisations ont candidaté : cette mission n’aura pas lieu.")]
        send_to_applicant(application, shown, _("la mission est annulée"), lines)


def tell_called_off(application: Application, shown: ShownMission) -> None:
    """Mails that a mission does not take place, with its organisers' reason as they wrote it."""
    with override(application.language):
        reason = in_line(str(application.call.cancelled_for))
        lines = [
            _("Cette mission n’aura pas lieu."),
            _("Ce qu’en dit l’équipe qui l’organise : %(reason)s") % {"reason": reason},
        ]
        send_to_applicant(application, shown, _("la mission est annulée"), lines)


def tell_mission_changed(
    application: Application, shown: ShownMission, before: MissionDays, after: MissionDays
) -> None:
    """Mails that the days or the city of a mission are others, and until when data are kept, if that is other, too."""
    with override(application.language):
        end = end_of_time(application.call)
        lines = [
            _("Les jours ou la ville de cette mission ont changé."),
            _("Prévu d’abord : %(announced)s") % {"announced": in_words(before)},
            _("Désormais : %(announced)s") % {"announced": in_words(after)},
            "",
            _("Vous restez de la délégation.")
            if application.decision == DecisionKind.CHOSEN
            else _("Votre candidature reste la même."),
            _("Si vous ne pouvez plus partir, retirez votre candidature par le lien ci-dessous."),
        ]
        # Where the day of return is another, so is the day that they have read.
        if end is not None and before["ends_on"] != after["ends_on"]:
            moment = moment_in_zone(end, application.call.time_zone)
            lines.append(
                _("Vos données sont désormais effacées d’elles-mêmes le %(moment)s.") % {"moment": moment}
            )
        send_to_applicant(application, shown, _("la mission a changé"), lines)


def tell_goes(application: Application, shown: ShownMission) -> None:
    """Mails that a mission takes place with fewer organisations than were wanted."""
    with override(application.language):
        lines = [_("La mission part, même avec peu d’organisations. Le jury étudie les candidatures.")]
        send_to_applicant(application, shown, _("la mission part"), lines)
