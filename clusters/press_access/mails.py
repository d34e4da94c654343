"""The mail with the link of an accreditation, in the language of its holder, with the site's own address."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Accreditation
from clusters.models.accreditation import AccreditationScope
from clusters.models.owner import SectionOwner
from clusters.press_access.tokens import link_of
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.core.seo.site_name import site_name
from fedcms.users.models import User


def _purpose(accreditation: Accreditation, owner: SectionOwner) -> str:
    """Returns what the link opens. Of a page, neither the title nor the moment: mails are forwarded and indexed."""
    values = {"owner": str(owner)}
    if accreditation.is_guest:
        return _("« %(owner)s » vous confie un brouillon à relire, avant sa publication.") % values
    if accreditation.scope == AccreditationScope.PAGE:
        return _("« %(owner)s » vous donne accès à un contenu sous embargo, avant sa publication.") % values
    return (
        _("« %(owner)s » vous donne accès à ses communiqués sous embargo, avant leur publication.") % values
    )


def send_link(
    accreditation: Accreditation, owner: SectionOwner, token: str, sender: User, message: str = ""
) -> None:
    """Mails the link of a secret; the worker sends it (fedcms.core.mail). Answers go to the press address."""
    with override(accreditation.language):
        values = {
            "name": accreditation.name,
            "moment": moment_with_zone(accreditation.expires_at),
            "owner": str(owner),
        }
        lines = [_("Bonjour %(name)s,") % values, "", _purpose(accreditation, owner), ""]
        if message.strip():
            lines += [message.strip(), ""]
        lines += [
            _("Votre lien personnel :"),
            link_of(token),
            "",
            _("Il sert jusqu’au %(moment)s, sans compte ni mot de passe.") % values,
            _("Ne le transmettez à personne : ce qui est ouvert par ce lien est noté à votre nom."),
            _(
                "Votre nom, votre média, votre adresse et ce que vous ouvrez sont effacés %(days)d jours après la fin "
                "de cet accès, ou plus tôt si vous le demandez en réponse à ce courriel."
            )
            % {"days": settings.FEDCMS_PRESS_ACCESS_KEPT_DAYS},
        ]
        if not accreditation.is_guest:
            lines.append(_("Le moment de la fin de l’embargo est écrit en tête de chaque page : rien avant."))
        lines += ["", str(owner), site_name()]
        EmailMessage(
            _("%(owner)s : votre accès avant publication") % values,
            "\n".join(lines),
            to=[accreditation.email],
            reply_to=[sender.email or owner.press_address],
        ).send()
