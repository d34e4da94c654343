"""Mails a team that the consent of a spokesperson ends within 30 days, once a date; finds mails that still wait."""

import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Cluster, Federation
from clusters.people.recipients import Recipient, recipients, send_to_each
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.days import formatted_day
from fedcms.core.models import OutgoingMail
from fedcms.core.pages.addresses import absolute
from fedcms.core.site_clock import site_today
from news.models import Spokesperson

WARNED_BEFORE = timedelta(days=30)
AT_ONCE = 200

logger = logging.getLogger("fedcms.mail")


def _edit_path(key: int) -> str:
    return reverse("spokespeople:edit", args=[key])


def warn_of_ending_consents() -> int:
    """Mails each team about those whose consent ends within 30 days; returns how many people that were.

    Safe to repeat, and in several workers at once: a person is marked in the transaction that stores the mail. A team
    that cannot be told stops no other, and is tried again the next time.
    """
    today = site_today()
    owners: set[int | None] = set(
        Spokesperson.objects.ending(today, today + WARNED_BEFORE).values_list("cluster_id", flat=True)
    )
    clusters = Cluster.objects.in_bulk([key for key in owners if key is not None])
    warned = 0
    for key in owners:
        owner = Federation.load() if key is None else clusters[key]
        try:
            warned += _warn(owner, key)
        except Exception:
            logger.exception("%s could not be told of consents that end; tried again the next time.", owner)
    return warned


@transaction.atomic
def _warn(owner: Cluster | Federation, cluster_id: int | None) -> int:
    today = site_today()
    rows = Spokesperson.objects.ending(today, today + WARNED_BEFORE).filter(cluster=cluster_id)
    people = list(rows.select_for_update(of=("self",)).order_by("consent_until", "pk")[:AT_ONCE])
    told = recipients(owner)
    if not people:
        return 0
    if not told or not send_to_each(told, lambda each: _message(people, each)):
        logger.warning("Consents at %s end soon, and nobody there could be told.", owner)
        return 0
    by_day: dict[object, list[int]] = defaultdict(list)
    for person in people:
        by_day[person.consent_until].append(person.pk)
    for day, keys in by_day.items():
        # By a query: nothing that is shown changes.
        Spokesperson.objects.filter(pk__in=keys).update(warned_of=day)
    return len(people)


def _message(people: Sequence[Spokesperson], recipient: Recipient) -> EmailMessage:
    with override(recipient.language):
        lines = [
            _(
                "L’accord de ces porte-parole finit bientôt. Le lendemain, ils ne paraissent plus sur le site :"
            ),
            "",
        ]
        for person in people:
            words = _("– %(person)s : dernier jour le %(day)s") % {
                "person": isolated(" ".join(person.name.split())),
                "day": formatted_day(person.consent_until, "DATE_FORMAT") if person.consent_until else "",
            }
            lines.append(f"{words}\n  {absolute(_edit_path(person.pk))}")
        lines += [
            "",
            _(
                "Demandez à chacun s’il prolonge, et notez son accord ; sinon, ses données sont effacées "
                "%(days)s jours après."
            )
            % {"days": settings.FEDCMS_SPOKESPERSON_KEPT_DAYS},
        ]
        subject = _("L’accord de porte-parole finit bientôt")
        return EmailMessage(subject, "\n".join(lines), to=[recipient.address])


def take_out_of_mails(key: int) -> None:
    """Takes a spokesperson out of stored mails: those that wait for the worker, or could not be sent.

    A mail that also tells of others stays with them: they are marked as told. One that tells of nobody else goes.
    """
    path, any_path = _edit_path(key), re.compile(re.escape(_edit_path(0)).replace("0", r"\d+"))
    entry = re.compile(rf"^.*\n  \S*{re.escape(path)}\n?", re.MULTILINE)
    for mail in OutgoingMail.objects.filter(content__body__icontains=path):
        body = entry.sub("", mail.content["body"])
        # By queries: a mail that the worker sends meanwhile must not be stored anew.
        stored = OutgoingMail.objects.filter(pk=mail.pk)
        if path in body or not any_path.search(body):
            stored.delete()
        else:
            stored.update(content={**mail.content, "body": body})
