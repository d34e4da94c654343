"""Finds the people to whom a person may assign translations."""

from django.db.models import Q

from clusters.access.teams import teams_of
from clusters.models import Cluster, Federation
from clusters.translation.access.translators import translator_scope
from clusters.translation.models import TranslatorGroup
from fedcms.users.models import User

OFFERED = 300
"""So many names are offered at most."""


def people_for(user: User) -> list[User]:
    """The teams of one's clusters and the translators who reach them, by name; to a superuser, everybody's.

    Whether somebody may translate a page into a language is asked again for each one that is given to them.
    """
    active = User.objects.filter(is_active=True)
    teams = Cluster.objects.all()
    translators = TranslatorGroup.objects.all()
    federation = Federation.objects.all()
    if not user.is_superuser:
        mine = teams_of(user)
        if not mine:
            # A translator sees what is theirs, and gives it to nobody else.
            return [user] if translator_scope(user) else []
        teams = teams.filter(pk__in=mine.clusters)
        reaching = Q(cluster__in=mine.clusters) | Q(cluster=None)
        translators = translators.filter(reaching)
        if not mine.federation:
            federation = federation.none()
    groups = Q(groups__in=translators.values("group"))
    for owners in (teams, federation):
        groups |= Q(groups__in=owners.values("editors_group")) | Q(
            groups__in=owners.values("publishers_group")
        )
    return list(active.filter(groups).distinct().order_by("last_name", "first_name", "username")[:OFFERED])
