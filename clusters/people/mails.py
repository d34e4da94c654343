"""The mail of an invitation, in the language that was chosen for the person, with the site's own address."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.access.teams import name_of
from clusters.models.invitation import Invitation
from clusters.models.owner import SectionOwner
from clusters.people.tokens import link_of
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.pages.addresses import site_base
from fedcms.core.seo.site_name import site_name


def role_in_words(invitation: Invitation) -> str:
    """Returns the role of an invitation, with the languages into which a translator writes."""
    words = str(invitation.get_role_display())
    languages = [locale.get_display_name() for locale in invitation.locales.all()]
    if not languages:
        return words
    return _("%(role)s, traduction vers %(languages)s") % {"role": words, "languages": in_a_list(languages)}


def send_invitation(invitation: Invitation, owners: Sequence[SectionOwner]) -> None:
    """Mails an invitation; the worker sends it (fedcms.core.mail). Answers go to the person who invites."""
    inviter = invitation.invited_by
    with override(invitation.language):
        values = {
            "inviter": name_of(inviter) if inviter else "",
            "teams": in_a_list([str(owner) for owner in owners]),
            "role": role_in_words(invitation),
            "site": site_name(),
            "moment": moment_with_zone(invitation.expires_at),
        }
        lines = [
            _("Bonjour,"),
            "",
            _("%(inviter)s vous invite à publier sur « %(site)s ».") % values,
            _("Équipe : %(teams)s") % values,
            _("Rôle : %(role)s") % values,
            "",
            _("Pour accepter, ouvrez ce lien et suivez la page :"),
            link_of(invitation),
            "",
            _("Le lien sert une seule fois, jusqu’au %(moment)s.") % values,
            _("Ne le transmettez à personne : personne d’autre que vous ne choisit votre mot de passe."),
            _("Si vous n’attendiez pas cette invitation, ne faites rien : elle s’éteint d’elle-même."),
            "",
            site_base(),
        ]
        EmailMessage(
            _("Invitation à rejoindre « %(site)s »") % values,
            "\n".join(lines),
            to=[invitation.email],
            reply_to=[inviter.email] if inviter and inviter.email else [],
        ).send()
