"""Imports media contacts from CSV or vCards, line by line; may run twice; reports and skips errors.

A person is known by their address. Who is there already gets what the file says, and keeps what it leaves out; who
unsubscribed is not taken in again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models.owner import SectionOwner
from clusters.people.addresses import comparable
from clusters.people.teams import cluster_key, lock_teams
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User
from news.models import ContactList, MediaContact
from news.models.media_contact import stored_languages
from news.newsroom.log_actions import CONTACTS_IMPORTED, log_newsroom
from news.newsroom.media_contacts.contact_lines import CheckedLine, ContactLine, TopicFinder, check_line
from news.newsroom.media_contacts.csv_lines import csv_contacts
from news.newsroom.media_contacts.rights import may_keep_contacts
from news.newsroom.media_contacts.unsubscribing import unsubscribed_among
from news.newsroom.media_contacts.vcard_lines import is_vcard, vcard_contacts

_BATCH = 500


@dataclass(frozen=True)
class Origin:
    """What is said once of all people of a file: whence, what for, until when, and on which list they are put."""

    source: str
    purpose: str
    kept_until: date
    contact_list: ContactList | None = None


@dataclass
class ImportReport:
    """How many contacts were added, changed or the same; line and reason of each refused or unsubscribed one."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def read_contacts(data: bytes) -> Iterable[ContactLine]:
    """Yields the people of a file, vCards or CSV. Raises `Refusal` if it cannot be read."""
    return vcard_contacts(data) if is_vcard(data) else csv_contacts(data)


def import_contacts(data: bytes, owner: SectionOwner, origin: Origin, user: User) -> ImportReport:
    """Imports the valid lines of a file for a team. Raises `Refusal` if it cannot be read; then nothing is saved."""
    if not may_keep_contacts(user, owner):
        raise Refusal(_("Ces contacts ne sont pas ceux de votre équipe."), reason="no_right")
    report, finder = ImportReport(), TopicFinder()
    checked: dict[str, CheckedLine] = {}
    lines = list(read_contacts(data))
    unsubscribed = unsubscribed_among(cluster_key(owner), (line.email for line in lines if line.email))
    for line in lines:
        if comparable(line.email) in unsubscribed:
            report.refused.append(
                (line.number, _("cette adresse s’est désabonnée : elle n’est pas reprise."))
            )
            continue
        try:
            each = check_line(line, finder)
        except Refusal as refusal:
            report.refused.append((line.number, str(refusal)))
            continue
        if each.email_key in checked:
            words = _("la même adresse est déjà à la ligne %(line)d.") % {
                "line": checked[each.email_key].number
            }
            report.refused.append((line.number, words))
            continue
        checked[each.email_key] = each
    with transaction.atomic():
        lock_teams([owner])
        all_lines = list(checked.values())
        for start in range(0, len(all_lines), _BATCH):
            _take(all_lines[start : start + _BATCH], cluster_key(owner), origin, report)
        log_newsroom(owner, CONTACTS_IMPORTED, user, report.added + report.changed)
    return report


def _take(lines: list[CheckedLine], cluster_id: int | None, origin: Origin, report: ImportReport) -> None:
    """Saves some lines, with a number of queries that does not depend on theirs."""
    now = timezone.now()
    keys = [line.email_key for line in lines]
    known = {
        contact.email_key: contact
        for contact in MediaContact.objects.of_cluster(cluster_id)
        .filter(email_key__in=keys)
        .prefetch_related("topics", "lists")
    }
    new: list[MediaContact] = []
    changed: list[MediaContact] = []
    for line in lines:
        contact = known.get(line.email_key)
        if contact is None:
            new.append(
                MediaContact(
                    cluster_id=cluster_id,
                    email=line.email,
                    email_key=line.email_key,
                    languages=stored_languages(line.languages or [settings.LANGUAGE_CODE]),
                    source=origin.source,
                    purpose=origin.purpose,
                    kept_until=origin.kept_until,
                    used_at=now,
                    **line.values,
                )
            )
        elif _differs(contact, line, origin):
            _apply(contact, line)
            changed.append(contact)
        else:
            report.same += 1
    MediaContact.objects.bulk_create(new)
    MediaContact.objects.bulk_update(changed, ["name", "medium", "phone", "note", "languages"])
    report.added += len(new)
    report.changed += len(changed)
    by_key = known | {contact.email_key: contact for contact in new}
    _link(lines, by_key, origin.contact_list)


def _apply(contact: MediaContact, line: CheckedLine) -> None:
    for name, value in line.values.items():
        if value:
            setattr(contact, name, value)
    if line.languages:
        contact.languages = stored_languages(line.languages)


def _differs(contact: MediaContact, line: CheckedLine, origin: Origin) -> bool:
    """Returns whether the file says something else of a contact than what is stored, with its topics and list there."""
    if any(value and getattr(contact, name) != value for name, value in line.values.items()):
        return True
    if line.languages and contact.language_codes != line.languages:
        return True
    topics, lists = set(contact.topics.all()), set(contact.lists.all())
    return not set(line.topics) <= topics or (
        origin.contact_list is not None and origin.contact_list not in lists
    )


def _link(
    lines: list[CheckedLine], by_key: dict[str, MediaContact], contact_list: ContactList | None
) -> None:
    """Adds topics and the list to contacts; those that are there stay."""
    topics = MediaContact.topics.through
    topics.objects.bulk_create(
        [
            topics(mediacontact_id=by_key[line.email_key].pk, topic_id=topic.pk)
            for line in lines
            for topic in line.topics
        ],
        ignore_conflicts=True,
    )
    if contact_list is not None:
        lists = MediaContact.lists.through
        lists.objects.bulk_create(
            [
                lists(mediacontact_id=contact.pk, contactlist_id=contact_list.pk)
                for contact in by_key.values()
            ],
            ignore_conflicts=True,
        )
