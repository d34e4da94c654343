"""Lists permissions that differ from what they should be: a part of manage.py check_rights."""

from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, Page

from clusters.models import Cluster
from clusters.publishing.workflows import stray_workflow_pages, workflow_deviations
from clusters.sections.rights import (
    COLLECTION_PERMISSIONS,
    actual_page_rights,
    expected_model_permissions,
    expected_page_rights,
    owners,
    team_groups,
)
from clusters.translation.access.translator_groups import (
    translator_deviations,
    translator_groups,
)


def deviations() -> list[str]:
    """Returns a sentence for each deviation; empty when all is well."""
    found: list[str] = []
    names = {group.pk: group.name for group in Group.objects.all()}
    titles = dict(Page.objects.values_list("pk", "url_path"))
    known: set[int] = set()
    for owner in owners():
        expected, actual = expected_page_rights(owner), actual_page_rights(owner)
        for verb, rights in (("lacks", expected - actual), ("has too much:", actual - expected)):
            found += [f"{names[g]} {verb} {codename} on {titles[p]}" for g, p, codename in sorted(rights)]
        for group in team_groups(owner):
            known.add(group.pk)
            held = set(group.permissions.values_list("content_type__app_label", "codename"))
            wanted = set(expected_model_permissions(owner, group))
            found += [f"{group.name} lacks {'.'.join(name)}" for name in sorted(wanted - held)]
            found += [f"{group.name} has too much: {'.'.join(name)}" for name in sorted(held - wanted)]
            in_collections = set(
                GroupCollectionPermission.objects.filter(group=group).values_list(
                    "collection_id", "permission__content_type__app_label", "permission__codename"
                )
            )
            should = {(owner.collection_id, *name) for name in COLLECTION_PERMISSIONS}
            found += [
                f"{group.name} lacks {name[-1]} on its collection" for name in sorted(should - in_collections)
            ]
            found += [
                f"{group.name} has too much: {n[-1]} on collection {n[0]}"
                for n in sorted(in_collections - should)
            ]
        known |= {group.pk for group in translator_groups(owner)}
        found += translator_deviations(owner, titles)
        found += workflow_deviations(owner, titles)
    found += [
        f"the workflow “{stray.workflow}” belongs to nobody and stands on {titles[stray.page_id]}"
        for stray in stray_workflow_pages().select_related("workflow").order_by("page__path")
    ]
    for cluster in Cluster.objects.filter(editors_group=None):
        found.append(
            f"the cluster {cluster.slug} was never provisioned: manage.py provision_cluster {cluster.slug}"
        )
    for group in Group.objects.exclude(pk__in=known):
        found.append(f"the group {group.name} belongs to no cluster")
    return found
