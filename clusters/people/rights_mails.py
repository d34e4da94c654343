"""Mails a section's publishers 30 days before the rights of their images and documents end, once a file and date."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.models import Collection

from clusters.access.file_forms import owner_of
from clusters.models import Cluster, Federation
from fedcms.core.i18n.formatting import number
from fedcms.core.i18n.user_language import language_of_person
from fedcms.core.pages.addresses import absolute
from fedcms.media.ending_rights import File, FileModel, claim_ending
from fedcms.media.models import FederationDocument, FederationImage
from fedcms.users.models import User

WARNED_BEFORE = timedelta(days=30)
FILES_AT_ONCE = 200
NAMED = 30
"""How many files a mail names; the others are counted."""
VIEWS: dict[FileModel, str] = {FederationImage: "wagtailimages:edit", FederationDocument: "wagtaildocs:edit"}


def warn_of_ending_rights() -> int:
    """Mails about the files whose rights end within 30 days; returns how many files that were.

    Safe to repeat, and in several workers at once: a file is marked in the transaction that stores its mail.
    """
    warned = 0
    while count := _warn_of_some():
        warned += count
    return warned


@transaction.atomic
def _warn_of_some() -> int:
    # The day of the site, by which files are shown or not.
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    owners: dict[int | None, Cluster | Federation] = {}
    files: dict[Cluster | Federation, list[File]] = defaultdict(list)
    count = 0
    for model in VIEWS:
        for file in claim_ending(model, today, today + WARNED_BEFORE, FILES_AT_ONCE):
            if file.collection_id not in owners:
                owners[file.collection_id] = owner_of(Collection.objects.get(pk=file.collection_id))
            files[owners[file.collection_id]].append(file)
            count += 1
    for owner, ending in files.items():
        for address, language in recipients(owner):
            with override(language):
                _message(sorted(ending, key=_last_day), address).send()
    return count


def recipients(owner: Cluster | Federation) -> list[tuple[str, str]]:
    """Returns (mail address, language) of each publisher; without any, the owner's own, in the main language."""
    people = User.objects.filter(groups=owner.publishers_group_id or 0, is_active=True).exclude(email="")
    found = [(person.email, language_of_person(person)) for person in people.order_by("pk")]
    if not found and owner.email:
        return [(owner.email, settings.LANGUAGE_CODE)]
    return found


def _last_day(file: File) -> tuple[str, int]:
    return (file.rights_until.isoformat() if file.rights_until else "", file.pk)


def _line(file: File) -> str:
    words = _("– %(file)s : dernier jour le %(day)s") % {
        "file": " ".join(file.title.split()),
        "day": date_format(file.rights_until, "DATE_FORMAT") if file.rights_until else "",
    }
    return f"{words}\n  {absolute(reverse(VIEWS[type(file)], args=[file.pk]))}"


def _message(files: Sequence[File], address: str) -> EmailMessage:
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
            "Si vous avez prolongé les droits, donnez la nouvelle date ; sinon, remplacez le fichier dans vos pages."
        ),
    ]
    return EmailMessage(subject, "\n".join(lines), to=[address])
