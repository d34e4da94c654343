"""Who sees and changes a team's media contacts: its editors and publishers; who writes to them: its publishers."""

from django.db.models import Q

from clusters.access.teams import Person, is_superuser, teams_of
from clusters.models import Cluster, Federation
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key
from news.models import ContactList, MediaContact


def may_keep_contacts(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person sees, imports, exports and erases the contacts of a team."""
    if is_superuser(user):
        return True
    teams = teams_of(user)
    return owner.pk in teams.clusters if isinstance(owner, Cluster) else teams.federation is not None


def may_send(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person sends releases of a team by mail."""
    if is_superuser(user):
        return True
    teams = teams_of(user)
    role = teams.clusters.get(owner.pk) if isinstance(owner, Cluster) else teams.federation
    return role == "publisher"


def keeps_any_contacts(user: Person) -> bool:
    """Returns whether there is a team whose contacts a person sees. No query beyond that for their teams."""
    return is_superuser(user) or bool(teams_of(user))


def owners_with_contacts_of(user: Person) -> list[SectionOwner]:
    """Returns the owners whose contacts a person sees, the federation first."""
    teams, all_of_them = teams_of(user), is_superuser(user)
    found: list[SectionOwner] = []
    if all_of_them or teams.federation:
        found += Federation.objects.exclude(editors_group=None)
    own = Q() if all_of_them else Q(pk__in=list(teams.clusters))
    found += Cluster.objects.exclude(editors_group=None).filter(own).order_by("slug")
    return found


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
