"""Who sees and changes a team's media contacts: its editors and publishers; who writes to them: its publishers."""

from django.db.models import Q

from clusters.access.teams import Person, role_in
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, owners_as
from news.models import ContactList, MediaContact


def may_keep_contacts(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person sees, imports, exports and erases the contacts of a team."""
    return role_in(user, cluster_key(owner)) is not None


def may_send(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person sends releases of a team by mail."""
    return role_in(user, cluster_key(owner)) == "publisher"


def owners_with_contacts_of(user: Person) -> list[SectionOwner]:
    """Returns the owners whose contacts a person sees, the federation first."""
    return owners_as(user, {"editor", "publisher"})


def lists_shared_with(owner: SectionOwner) -> "list[ContactList]":
    """Returns the lists of other teams that are shared with an owner, by name. One query."""
    key = cluster_key(owner)
    shared = Q(is_shared_with_federation=True) if key is None else Q(shared_with=key)
    others = ContactList.objects.exclude(cluster=key) if key else ContactList.objects.exclude(cluster=None)
    return list(others.filter(shared).select_related("cluster").distinct())


def may_write_to(owner: SectionOwner, contact: MediaContact) -> bool:
    """Returns whether a contact is a team's own, or on a list that its team still shares with it."""
    if contact.cluster_id == cluster_key(owner):
        return True
    shared = [each.pk for each in lists_shared_with(owner) if each.cluster_id == contact.cluster_id]
    return bool(contact.lists.filter(pk__in=shared).exists())


def own_lists(owner: SectionOwner) -> "list[ContactList]":
    """Returns the lists of an owner, by name. One query."""
    return list(ContactList.objects.filter(cluster=cluster_key(owner)))


def contacts_on(contact_list: ContactList) -> "list[MediaContact]":
    """Returns the contacts on a list, of its own team alone."""
    own = MediaContact.objects.of_cluster(contact_list.cluster_id)
    return list(own.filter(lists=contact_list).prefetch_related("topics"))
