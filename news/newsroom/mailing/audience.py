"""Whom a mailing reaches: chosen contacts and lists, or the accredited; each address once, nobody who unsubscribed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from clusters.models import Accreditation
from clusters.models.accreditation import AccreditationKind, AccreditationScope
from clusters.models.owner import SectionOwner
from clusters.people.addresses import comparable
from clusters.people.teams import cluster_key
from news.models import (
    ContactList,
    Mailing,
    MailingMoment,
    MailingRecipient,
    MailingState,
    MediaContact,
    RecipientState,
)
from news.models.media_contact import stored_languages
from news.newsroom.media_contacts.rights import lists_shared_with
from news.newsroom.media_contacts.unsubscribing import unsubscribed_among


@dataclass(frozen=True)
class Addressee:
    """Somebody who gets a mail: a media contact, or the holder of an accreditation."""

    name: str
    email: str
    email_key: str
    languages: str
    contact_id: int | None = None
    accreditation_id: int | None = None


@dataclass(frozen=True)
class Audience:
    """What somebody chose: all of a team's contacts or those of lists, limited by topics and language; and contacts.

    Contacts that are chosen one by one get the mail whatever the limits.
    """

    to_everyone: bool = False
    lists: tuple[ContactList, ...] = ()
    contacts: tuple[MediaContact, ...] = ()
    topic_ids: tuple[int, ...] = ()
    language: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody at all was chosen."""
        return not (self.to_everyone or self.lists or self.contacts)


def audience_of(mailing: Mailing) -> Audience:
    """Returns what was chosen for a mailing. Three queries."""
    return Audience(
        mailing.to_everyone,
        tuple(mailing.lists.all()),
        tuple(mailing.contacts.all()),
        tuple(mailing.topics.values_list("pk", flat=True)),
        mailing.language,
    )


def _readable_lists(owner: SectionOwner, lists: Iterable[ContactList]) -> Q:
    """Returns the condition that a contact is on one of some lists, as far as the owner may read them by now."""
    key = cluster_key(owner)
    shared = {each.pk for each in lists_shared_with(owner)}
    found = Q(pk__in=())
    for each in lists:
        if each.cluster_id == key or each.pk in shared:
            # A list holds contacts of its own team alone.
            found |= Q(lists=each.pk, cluster=each.cluster_id)
    return found


def contacts_reached(owner: SectionOwner, audience: Audience) -> "QuerySet[MediaContact]":
    """Returns the contacts whom a choice reaches, by name."""
    key = cluster_key(owner)
    chosen = _readable_lists(owner, audience.lists)
    if audience.to_everyone:
        chosen |= Q(cluster=key)
    if audience.topic_ids:
        with_topic = MediaContact.topics.through.objects.filter(topic__in=audience.topic_ids)
        chosen &= Q(pk__in=with_topic.values("mediacontact"))
    if audience.language:
        chosen &= Q(languages__contains=f" {audience.language} ")
    shared = [each.pk for each in lists_shared_with(owner)]
    one_by_one = Q(pk__in=[each.pk for each in audience.contacts]) & (Q(cluster=key) | Q(lists__in=shared))
    found = MediaContact.objects.reachable().filter(chosen | one_by_one).distinct()
    return found.order_by("name", "pk")


def accredited_for(
    owner: SectionOwner, translation_key: UUID, topic_ids: Iterable[int]
) -> list[Accreditation]:
    """Returns the journalists whose accreditation by an owner opens a release, by name. One query."""
    opens = (
        Q(scope=AccreditationScope.ALL)
        | Q(scope=AccreditationScope.TOPIC, topic__in=list(topic_ids))
        | Q(scope=AccreditationScope.PAGE, page__translation_key=translation_key)
    )
    found = Accreditation.objects.of_cluster(cluster_key(owner)).valid()
    found = found.filter(opens, kind=AccreditationKind.JOURNALIST).select_related("page", "topic")
    return list(found.order_by("name", "pk"))


def _of_contacts(contacts: Iterable[MediaContact]) -> Iterator[Addressee]:
    for each in contacts:
        yield Addressee(each.name, each.email, each.email_key, each.languages, contact_id=each.pk)


def _of_accreditations(accreditations: Iterable[Accreditation]) -> Iterator[Addressee]:
    for each in accreditations:
        languages = stored_languages([each.language])
        key = comparable(each.email)
        yield Addressee(each.name, each.email, key, languages, accreditation_id=each.pk)


def _sent_already(owner: SectionOwner, translation_key: UUID, *, before: bool) -> set[str]:
    """Returns the addresses to which a team has sent a release, or is about to. One query.

    Who read it before publication gets it once more when it is public. What a stopped mailing did not send never left.
    """
    unsent = (RecipientState.WAITING, RecipientState.SENDING)
    rows = MailingRecipient.objects.filter(
        mailing__cluster=cluster_key(owner),
        mailing__page__translation_key=translation_key,
        state__in=(*unsent, RecipientState.SENT),
    ).exclude(mailing__state=MailingState.STOPPED, state__in=unsent)
    moment = Q(mailing__moment=MailingMoment.BEFORE)
    rows = rows.filter(moment if before else ~moment)
    return set(rows.values_list("email_key", flat=True))


@dataclass(frozen=True)
class Reach:
    """The addressees of a mailing, and how many were left out because they had it already or unsubscribed."""

    addressees: list[Addressee]
    had_it_already: int
    unsubscribed: int


def reach_of_contacts(
    owner: SectionOwner, audience: Audience, translation_key: UUID, *, sends_again: bool = False
) -> Reach:
    """Returns whom a choice of contacts reaches with a release at this moment. Of two with one address, the own one."""
    key = cluster_key(owner)
    contacts = sorted(contacts_reached(owner, audience), key=lambda each: each.cluster_id != key)
    had_it = set() if sends_again else _sent_already(owner, translation_key, before=False)
    return _reach(owner, _of_contacts(contacts), had_it)


def reach_of_accredited(
    owner: SectionOwner, translation_key: UUID, topic_ids: Iterable[int], *, sends_again: bool = False
) -> Reach:
    """Returns which accredited journalists a release under embargo reaches at this moment."""
    had_it = set() if sends_again else _sent_already(owner, translation_key, before=True)
    return _reach(owner, _of_accreditations(accredited_for(owner, translation_key, topic_ids)), had_it)


def _reach(owner: SectionOwner, found: Iterable[Addressee], had_it: set[str]) -> Reach:
    by_key: dict[str, Addressee] = {}
    for each in found:
        by_key.setdefault(each.email_key, each)
    gone = unsubscribed_among(cluster_key(owner), by_key)
    kept = [each for each in by_key.values() if each.email_key not in gone | had_it]
    return Reach(kept, len((by_key.keys() & had_it) - gone), len(gone))
