"""The mails to organisations: whether somebody comes for one, and a cluster's invitation to one of its seats."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.letters import letter, question_lines, subject_of
from events.models import SignUp, SignUpInvitation
from events.signup.links import invitation_token, organisation_link
from events.signup.mail_frame import (
    ShownEvent,
    about_invitation,
    about_sign_up,
    lines_about,
)
from fedcms.core.i18n.bidi import in_line
from fedcms.core.pages.addresses import absolute


def ask_organisation(sign_up: SignUp, shown: ShownEvent) -> None:
    """Asks an organisation, at its address in the directory, whether somebody comes for it; their page says who.

    Nothing that somebody typed is mailed to who did not ask for it.
    """
    organisation = sign_up.claimed_organisation
    if organisation is None:
        return
    with override(sign_up.language):
        event = shown.page(sign_up.language)
        lines = question_lines(
            _("Une personne demande à venir pour %(organisation)s, avec une place réservée à votre cluster.")
            % {"organisation": in_line(organisation.name)},
            lines_about(event),
            organisation_link(sign_up),
            _("Sinon, ne faites rien : la demande ne comptera pas pour vous."),
        )
        subject = subject_of(event, _("une personne vient-elle pour vous ?"))
        letter(subject, lines, organisation.email, shown.owner, about_sign_up(sign_up.pk)).send()


def send_invitation(invitation: SignUpInvitation, shown: ShownEvent) -> None:
    """Mails the link by which an organisation signs up for a seat of its cluster."""
    with override(invitation.language):
        event = shown.page(invitation.language)
        language = event.locale.language_code if event is not None else invitation.language
        with override(language):
            address = reverse(
                "sign_up_invited", args=[invitation.sheet.translation_key, invitation_token(invitation)]
            )
        lines = [
            _("Bonjour,"),
            "",
            _("%(cluster)s vous invite, avec une de ses places.") % {"cluster": str(invitation.cluster)},
            *lines_about(event),
            "",
            _("Pour vous inscrire, ouvrez ce lien. Il sert jusqu’à ce qu’une adresse soit confirmée :"),
            absolute(address),
        ]
        subject = subject_of(event, _("invitation"))
        letter(subject, lines, invitation.email, invitation.cluster, about_invitation(invitation.pk)).send()
