"""Reminds teams a month ahead of contacts whose time ends, and erases them then unless somebody keeps them.

Of mailings, numbers stay, and no people after the same time.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from clusters.models.owner import SectionOwner
from clusters.people.teams import owner_with_key, team_number
from fedcms.core.pages.addresses import absolute
from news.models import MailingRecipient, MediaContact
from news.models.media_contact import MediaContactQuerySet
from news.newsroom.media_contacts.erasure import erase_contacts, strip_people

DAYS_AFTER_REMINDER = 30
_AHEAD = timedelta(days=DAYS_AFTER_REMINDER)
_DAYS_A_MONTH = 30.4


def unused_since() -> datetime:
    """Returns the moment (aware) since which a contact must have been used, so that it is kept."""
    return timezone.now() - timedelta(days=settings.FEDCMS_MEDIA_CONTACT_MONTHS * _DAYS_A_MONTH)


def to_confirm(contacts: MediaContactQuerySet) -> MediaContactQuerySet:
    """Filters contacts whose time ends within a month, or has ended: of these, teams are reminded."""
    return contacts.due(timezone.localdate() + _AHEAD, unused_since() + _AHEAD)


def note_use(contacts: MediaContactQuerySet, now: datetime) -> None:
    """Notes that a team writes to contacts of its own, at `now` (aware): they are in use, but no day of theirs moves.

    A reminder stands for who is to be confirmed all the same, since the day until which they are kept comes.
    """
    contacts.update(used_at=now)
    contacts.filter(kept_until__gte=timezone.localdate() + _AHEAD).update(reminded_at=None)


def erase_old_contacts() -> int:
    """The recurring job: reminds of contacts to confirm, erases those that nobody confirmed; returns how many."""
    due = MediaContact.objects.due(timezone.localdate(), unused_since())
    erased = erase_contacts(due.filter(reminded_at__lt=timezone.now() - _AHEAD))
    ending = to_confirm(MediaContact.objects.filter(reminded_at=None))
    for cluster_id in set(ending.order_by().values_list("cluster", flat=True)):
        _remind(owner_with_key(cluster_id), cluster_id)
    # What never left, refused or skipped, is as old as its mailing.
    rows = MailingRecipient.objects.exclude(email="").annotate(
        ended_at=Coalesce("sent_at", "mailing__started_at", "mailing__created_at")
    )
    old = rows.filter(ended_at__lt=unused_since())
    strip_people(MailingRecipient.objects.filter(pk__in=old.values("pk")))
    return erased


@transaction.atomic
def _remind(owner: SectionOwner, cluster_id: int | None) -> None:
    """Mails a team how many of its contacts are due, without their names, and where to look."""
    ending = to_confirm(MediaContact.objects.of_cluster(cluster_id))
    number = ending.filter(reminded_at=None).update(reminded_at=timezone.now())
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
