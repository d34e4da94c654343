"""Finds the people to whom a person may assign translations."""

from django.db.models import Q

from clusters.access.teams import teams_of
from clusters.models import Cluster, Federation
from clusters.translation.access.translators import translator_scope
from clusters.translation.models import TranslatorGroup
from fedcms.users.models import User

OFFERED = 300
"""The maximum number of names offered."""


def people_for(user: User) -> list[User]:
    """Returns the people to whom a person may assign translations, by name.

    They are the teams of the person's clusters and the translators of these; for a superuser, all teams and
    translators. Whether somebody may translate a page into a language is checked again for each assignment.
    """
    active = User.objects.filter(is_active=True)
    teams = Cluster.objects.all()
    translators = TranslatorGroup.objects.all()
    federation = Federation.objects.all()
    if not user.is_superuser:
        mine = teams_of(user)
        if not mine:
            # Translators see their translations, and may assign them to nobody else.
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
