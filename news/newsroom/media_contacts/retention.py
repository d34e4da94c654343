"""Reminds teams of contacts whose time is over, and erases them a month later unless somebody keeps them.

Of mailings, numbers stay, and no people after the same time.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from clusters.models.owner import SectionOwner
from clusters.people.teams import FEDERATION, owner_of, team_number
from fedcms.core.pages.addresses import absolute
from news.models import MailingRecipient, MediaContact
from news.newsroom.media_contacts.erasure import erase_contacts, strip_people

DAYS_AFTER_REMINDER = 30
_DAYS_A_MONTH = 30.4


def unused_since() -> datetime:
    """Returns the moment (aware) since which a contact must have been used, so that it is kept."""
    return timezone.now() - timedelta(days=settings.FEDCMS_MEDIA_CONTACT_MONTHS * _DAYS_A_MONTH)


def erase_old_contacts() -> int:
    """The recurring job: reminds of due contacts, erases those of whom it reminded a month ago; returns how many."""
    due = MediaContact.objects.due(timezone.localdate(), unused_since())
    before = timezone.now() - timedelta(days=DAYS_AFTER_REMINDER)
    erased = erase_contacts(due.filter(reminded_at__lt=before))
    for cluster_id in set(due.filter(reminded_at=None).order_by().values_list("cluster", flat=True)):
        _remind(owner_of(cluster_id or FEDERATION), cluster_id)
    strip_people(MailingRecipient.objects.filter(sent_at__lt=unused_since()).exclude(email=""))
    return erased


@transaction.atomic
def _remind(owner: SectionOwner, cluster_id: int | None) -> None:
    """Mails a team how many of its contacts are due, without their names, and where to look."""
    due = MediaContact.objects.of_cluster(cluster_id).due(timezone.localdate(), unused_since())
    number = due.filter(reminded_at=None).update(reminded_at=timezone.now())
    if not number:
        return
    with override(settings.LANGUAGE_CODE):
        lines = [
            ngettext(
                "%(number)d contact média arrive au terme prévu, ou n’a plus servi depuis longtemps.",
                "%(number)d contacts médias arrivent au terme prévu, ou n’ont plus servi depuis longtemps.",
                number,
            )
            % {"number": number},
            _("Sans confirmation de votre part, leurs données seront effacées dans %(days)d jours.")
            % {"days": DAYS_AFTER_REMINDER},
            "",
            absolute(reverse("media_contacts:team", args=[team_number(owner)]) + "?state=due"),
            "",
            str(owner),
        ]
        subject = _("%(owner)s : contacts médias à confirmer") % {"owner": str(owner)}
        EmailMessage(subject, "\n".join(lines), to=[owner.press_address]).send()
