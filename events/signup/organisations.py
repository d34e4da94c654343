"""Finds the organisation that somebody names in a cluster's directory, and the clusters among which one chooses."""

from collections.abc import Iterable

from clusters.models import Cluster, Organisation
from events.models import EventPage, SignUpSheet, WhoMayCome
from fedcms.core.i18n.alphabet import in_alphabet, plain_letters

MOST_SUGGESTED = 500
"""So many names are suggested; of larger directories none, since a page must stay small."""


def comparable_name(name: str) -> str:
    """Returns a name in the form in which it is compared: letters and digits, without case, accents or punctuation."""
    plain = plain_letters(name)
    return " ".join("".join(each if each.isalnum() else " " for each in plain).split())


def organisation_in(cluster: Cluster, name: str) -> Organisation | None:
    """Returns the organisation of a name in a cluster's directory, `None` if it is in none. Two queries at most.

    Of several with one name, the first that can be asked.
    """
    wanted = comparable_name(name)
    rows = Organisation.objects.filter(cluster=cluster).order_by("pk").values_list("pk", "name", "email")
    found = [(not email, pk) for pk, its_name, email in rows if comparable_name(its_name) == wanted]
    return Organisation.objects.select_related("cluster").get(pk=min(found)[1]) if wanted and found else None


def suggested_names(clusters: Iterable[Cluster]) -> list[str]:
    """Returns the names in the directories of some clusters, which are public, by name. One query."""
    rows = Organisation.objects.filter(cluster__in=list(clusters)).order_by("name")
    names = list(rows.values_list("name", flat=True).distinct()[: MOST_SUGGESTED + 1])
    return names if len(names) <= MOST_SUGGESTED else []


def clusters_to_name(sheet: SignUpSheet, event: EventPage) -> list[Cluster]:
    """Returns the clusters whose organisations have seats or a priority, by name; none if it makes no difference."""
    with_seats = [quota.cluster_id for quota in sheet.quotas.all()]
    if sheet.who_may_come in (WhoMayCome.PRIORITY, WhoMayCome.CLOSED):
        if event.cluster_id is None:
            return sorted(Cluster.objects.all(), key=in_alphabet)
        with_seats.append(event.cluster_id)
    return sorted(Cluster.objects.filter(pk__in=with_seats), key=in_alphabet) if with_seats else []


def must_name_cluster(sheet: SignUpSheet) -> bool:
    """Returns whether nobody may ever come who counts for no cluster."""
    if sheet.who_may_come == WhoMayCome.QUOTA:
        return sheet.seats_released_at is None
    return sheet.who_may_come == WhoMayCome.CLOSED
