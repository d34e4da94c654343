"""Mails a section's publishers 30 days before the rights of their images and documents end, once a file and date."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.models import Collection

from clusters.access.file_forms import owner_of
from clusters.models import Cluster, Federation
from clusters.people.recipients import Recipient, recipients, send_to_each
from clusters.publishing.file_references import MODELS
from clusters.publishing.media_rights import VIEWS
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.days import formatted_day
from fedcms.core.i18n.formatting import number
from fedcms.core.pages.addresses import absolute
from fedcms.core.site_clock import site_today
from fedcms.media.ending_rights import claim_ending, unwarned_collections
from fedcms.media.models import File

WARNED_BEFORE = timedelta(days=30)
FILES_AT_ONCE = 200
NAMED = 30
"""How many files a mail names; the others are counted."""

logger = logging.getLogger("fedcms.mail")


class NobodyWarned(Exception):
    """Raised when not one mail of an owner could be sent, so that no file is marked."""


def warn_of_ending_rights() -> int:
    """Mails about the files whose rights end within 30 days; returns how many files that were.

    Safe to repeat, and in several workers at once: a file is marked in the transaction that stores its mail. An owner
    whose mails fail, or whom nobody reads, stops no other, and is tried again the next time.
    """
    # The day of the site, by which files are shown or not.
    today = site_today()
    return sum(
        _warn(owner, collections, today)
        for owner, collections in _owners(today, today + WARNED_BEFORE).items()
    )


def _owners(first: date, last: date) -> dict[Cluster | Federation, list[int]]:
    """Returns the collections that hold files to warn of, by their owner."""
    found = {key for model in MODELS for key in unwarned_collections(model, first, last)}
    owners: dict[Cluster | Federation, list[int]] = defaultdict(list)
    for collection in Collection.objects.filter(pk__in=found).order_by("pk"):
        owners[owner_of(collection)].append(collection.pk)
    return owners


def _warn(owner: Cluster | Federation, collections: Sequence[int], today: date) -> int:
    people = recipients(owner)
    if not people:
        logger.warning("Rights of files of %s end soon, and nobody there has a mail address.", owner)
        return 0
    warned = 0
    try:
        while count := _warn_of_some(people, collections, today):
            warned += count
    except NobodyWarned:  # the log has the reason for each address
        logger.error("%s was not warned of rights that end soon; tried again the next time.", owner)  # noqa: TRY400
    except Exception:
        logger.exception("%s could not be warned of rights that end soon; tried again the next time.", owner)
    return warned


@transaction.atomic
def _warn_of_some(people: Sequence[Recipient], collections: Sequence[int], today: date) -> int:
    ending = [
        file
        for model in MODELS
        for file in claim_ending(model, collections, today, today + WARNED_BEFORE, FILES_AT_ONCE)
    ]
    if ending:
        ending.sort(key=_last_day)
        if not send_to_each(people, lambda each: _message(ending, each)):
            raise NobodyWarned
    return len(ending)


def _last_day(file: File) -> tuple[str, int]:
    return (file.rights_until.isoformat() if file.rights_until else "", file.pk)


def _line(file: File) -> str:
    words = _("– %(file)s : dernier jour le %(day)s") % {
        "file": isolated(" ".join(file.title.split())),
        "day": formatted_day(file.rights_until, "DATE_FORMAT") if file.rights_until else "",
    }
    return f"{words}\n  {absolute(reverse(VIEWS[type(file)], args=[file.pk]))}"


def _message(files: Sequence[File], recipient: Recipient) -> EmailMessage:
    with override(recipient.language):
        subject = ngettext(
            "Les droits d’un fichier se terminent bientôt",
            "Les droits de %(count)s fichiers se terminent bientôt",
            len(files),
        ) % {"count": number(len(files))}
        lines = [
            _("Le lendemain de leur dernier jour, le site ne montre plus ces fichiers à personne :"),
            "",
            *map(_line, files[:NAMED]),
        ]
        if len(files) > NAMED:
            lines.append(_("… et %(count)s autres.") % {"count": number(len(files) - NAMED)})
        lines += [
            "",
            _(
                "Si vous avez prolongé les droits, donnez la nouvelle date ; sinon, remplacez le fichier dans vos "
                "pages."
            ),
        ]
        return EmailMessage(subject, "\n".join(lines), to=[recipient.address])
