"""Mails a cluster's publishers once when a source cannot be read any more."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fedcms.core.i18n.days import formatted_day
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.pages.addresses import absolute
from fedcms.users.models import User
from search.models import HarvestSource, SourceState


def recipients(source: HarvestSource) -> list[tuple[str, str]]:
    """Returns (mail address, language) of each publisher; without any, those of the cluster, in the main language."""
    group = source.cluster.publishers_group_id
    people = (
        User.objects.filter(groups=group, is_active=True).exclude(email="") if group else User.objects.none()
    )
    found = [(person.email, language_of_person(person)) for person in people]
    return found or [(source.cluster.email, settings.LANGUAGE_CODE)]


def tell_publishers(source: HarvestSource) -> None:
    """Stores one mail for each recipient, in the caller's transaction; the worker sends them."""
    for address, language in recipients(source):
        with translation.override(language):
            EmailMessage(subject=_subject(source), body=_body(source), to=[address]).send()


def _subject(source: HarvestSource) -> str:
    return _("« %(source)s » ne peut plus être lue") % {"source": " ".join(source.name.split())}


def _body(source: HarvestSource) -> str:
    since = (
        _("Dernière lecture réussie : %(moment)s.")
        % {"moment": formatted_day(localtime(source.last_success), "DATETIME_FORMAT")}
        if source.last_success
        else _("Elle n’a encore jamais été lue.")
    )
    on = (
        _("Elle n’est plus interrogée. Si elle a une nouvelle adresse, indiquez-la :")
        if source.state == SourceState.ENDED
        else _(
            "Le site continue d’essayer, de plus en plus rarement ; vous n’aurez pas d’autre message avant qu’elle ne "
            "soit rétablie. Pour la corriger ou la mettre en pause :"
        )
    )
    lines = [
        _("La recherche de la fédération n’arrive plus à lire « %(source)s » :") % {"source": source.name},
        source.address,
        "",
        source.get_last_error_display(),
        since,
        "",
        _("Ce qui y a été trouvé jusqu’ici reste dans la recherche."),
        on,
        absolute(reverse("harvest_sources:edit", args=[source.pk])),
    ]
    return "\n".join(lines)
