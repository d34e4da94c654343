"""Writes media contacts for who may have them: a team's as lines of a table, one person's with their history."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key
from news.models import MediaContact
from news.newsroom.media_contacts.csv_lines import COLUMNS


def headings() -> list[str]:
    """Returns the names of the columns in the active language: those that the import reads, and three more."""
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    known = [words.get(language, words["fr"]) for words in COLUMNS.values()]
    return [*known, _("provenance"), _("finalité"), _("gardé jusqu’au")]


def lines_of(contacts: Iterable[MediaContact]) -> Iterator[list[str]]:
    """Yields the line of each contact, topics by their key, which every language of the site reads."""
    for each in contacts:
        yield [
            *(each.name, each.medium, each.email, each.phone, " / ".join(each.language_codes)),
            *(" / ".join(topic.key for topic in each.topics.all()), each.note),
            *(each.source, each.purpose, each.kept_until.isoformat()),
        ]


def data_of_contact(contact: MediaContact, owner: SectionOwner) -> dict[str, object]:
    """Returns all that a team knows of a contact, as plain values."""
    mails = contact.mails_received.filter(mailing__cluster=cluster_key(owner))
    return {
        "name": contact.name,
        "medium": contact.medium,
        "email": contact.email,
        "phone": contact.phone,
        "languages": contact.language_codes,
        "topics": [topic.key for topic in contact.topics.all()],
        "lists": [each.name for each in contact.lists.all()],
        "note": contact.note,
        "source": contact.source,
        "purpose": contact.purpose,
        "kept_until": contact.kept_until.isoformat(),
        "created_at": contact.created_at.isoformat(),
        "bounced_at": contact.bounced_at.isoformat() if contact.bounced_at else None,
        "mails": [
            {
                "release": mail.mailing.title,
                "state": mail.state,
                "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
                "opened": [
                    {"title": each.title, "at": each.opened_at.isoformat()} for each in mail.openings.all()
                ],
            }
            for mail in mails.select_related("mailing").prefetch_related("openings")
        ],
    }
