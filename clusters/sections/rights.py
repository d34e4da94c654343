"""Computes the permissions that groups should have, and grants or removes what differs.

They are derived from clusters, pages and locales alone. `expected_page_rights` returns what should be, `sync_rights`
makes it so (safe to run twice), `deviations` lists the differences for `manage.py check_rights`.
"""

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from clusters.models import Cluster, ClusterIndexPage, ClusterPage, Federation
from clusters.models.owner import SectionOwner
from clusters.models.structural_permissions import EDITOR_ACTIONS, PUBLISHER_ACTIONS
from clusters.publishing.workflows import stray_workflow_pages, sync_workflow
from clusters.translation.access.translator_groups import (
    sync_translators,
)

# (app label, codename) of what each group may do besides pages; the organisation policy restricts it to the own
# cluster. wagtail_localize.submit_translation is missing on purpose: it is one permission on everybody's pages; who may
# translate a page follows from its section (clusters.translation.access.guards).
MODEL_PERMISSIONS = (
    ("wagtailadmin", "access_admin"),
    ("clusters", "view_organisation"),
    ("clusters", "add_organisation"),
    ("clusters", "change_organisation"),
)
PUBLISHER_MODEL_PERMISSIONS = (("clusters", "delete_organisation"),)
COLLECTION_PERMISSIONS = (
    ("media", "add_federationimage"),
    ("media", "change_federationimage"),
    ("media", "choose_image"),
    ("media", "add_federationdocument"),
    ("media", "change_federationdocument"),
    ("media", "choose_document"),
)
DEFAULT_GROUPS = ("Moderators", "Editors")

PageRight = tuple[int, int, str]  # group id, page id, codename of the page permission


def section_roots(owner: SectionOwner) -> list[Page]:
    """Returns the pages on which an owner's groups hold their permissions, in every locale.

    For a cluster: its section roots. For the federation: every page directly below a home page except the index of
    clusters, so that its permissions reach no cluster's section (see FederationRootPermissionTester for the home page
    itself).
    """
    if isinstance(owner, Cluster):
        return list(Page.objects.filter(pk__in=ClusterPage.objects.filter(cluster=owner).values("pk")))
    return list(Page.objects.filter(depth=3).exclude(pk__in=ClusterIndexPage.objects.values("pk")))


def owners() -> Iterator[SectionOwner]:
    """Yields the federation and all clusters, if they were provisioned."""
    yield from Federation.objects.exclude(editors_group=None).select_related(
        "editors_group", "publishers_group", "workflow"
    )
    yield from Cluster.objects.exclude(editors_group=None).select_related(
        "editors_group", "publishers_group", "workflow"
    )


def expected_page_rights(owner: SectionOwner) -> set[PageRight]:
    """Returns the page permissions that an owner's groups should hold, and no others."""
    rights: set[PageRight] = set()
    for page in section_roots(owner):
        for group_id, actions in (
            (owner.editors_group_id, EDITOR_ACTIONS),
            (owner.publishers_group_id, PUBLISHER_ACTIONS),
        ):
            if group_id is not None:
                rights |= {(group_id, page.pk, f"{action}_page") for action in actions}
    return rights


def team_groups(owner: SectionOwner) -> list[Group]:
    """Returns the existing groups of an owner's team."""
    return [group for group in (owner.editors_group, owner.publishers_group) if group is not None]


def actual_page_rights(owner: SectionOwner) -> set[PageRight]:
    """Returns the page permissions that an owner's groups hold now."""
    rows = GroupPagePermission.objects.filter(group__in=team_groups(owner))
    return set(rows.values_list("group_id", "page_id", "permission__codename"))


def _permissions(names: tuple[tuple[str, str], ...]) -> dict[tuple[str, str], Permission]:
    wanted = Permission.objects.filter(codename__in=[codename for _app, codename in names]).select_related(
        "content_type"
    )
    return {
        (p.content_type.app_label, p.codename): p
        for p in wanted
        if (p.content_type.app_label, p.codename) in names
    }


def expected_model_permissions(owner: SectionOwner, group: Group) -> tuple[tuple[str, str], ...]:
    """Returns the model permissions of one of an owner's groups, as (app label, codename)."""
    extra: tuple[tuple[str, str], ...] = (
        PUBLISHER_MODEL_PERMISSIONS if group.pk == owner.publishers_group_id else ()
    )
    if isinstance(owner, Federation) and group.pk == owner.publishers_group_id:
        extra += tuple(
            ("clusters", f"{action}_{model}")
            for model in ("cluster", "charter")
            for action in ("view", "add", "change")
        ) + tuple(("core", f"{action}_topic") for action in ("view", "add", "change"))
    elif group.pk == owner.publishers_group_id:
        extra += (("clusters", "view_cluster"), ("clusters", "change_cluster"))
    return MODEL_PERMISSIONS + extra


@transaction.atomic
def sync_rights(owner: SectionOwner) -> None:
    """Grants an owner's groups what they should have, and removes everything else. Safe to run twice."""
    _sync_page_rights(owner)
    groups = team_groups(owner)
    names = {group.pk: expected_model_permissions(owner, group) for group in groups}
    permissions = _permissions(COLLECTION_PERMISSIONS + tuple(set().union(*names.values())))
    for group in groups:
        group.permissions.set(permissions[name] for name in names[group.pk])
    _sync_collection_rights(owner, groups, [permissions[name] for name in COLLECTION_PERMISSIONS])
    sync_translators(owner)
    sync_workflow(owner)


def _sync_page_rights(owner: SectionOwner) -> None:
    expected, actual = expected_page_rights(owner), actual_page_rights(owner)
    for group_id, page_id, codename in actual - expected:
        GroupPagePermission.objects.filter(
            group_id=group_id, page_id=page_id, permission__codename=codename
        ).delete()
    if expected <= actual:
        return
    by_codename = {
        p.codename: p
        for p in Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page")
    }
    missing = [
        GroupPagePermission(group_id=group_id, page_id=page_id, permission=by_codename[codename])
        for group_id, page_id, codename in sorted(expected - actual)
    ]
    # Conflicts are ignored because another process may be repairing the same owner.
    GroupPagePermission.objects.bulk_create(missing, ignore_conflicts=True)


def _sync_collection_rights(
    owner: SectionOwner, groups: Sequence[Group], permissions: Sequence[Permission]
) -> None:
    expected = {
        (group.pk, owner.collection_id, permission.pk) for group in groups for permission in permissions
    }
    rows = GroupCollectionPermission.objects.filter(group__in=groups)
    actual = {
        (group, collection, permission): pk
        for pk, group, collection, permission in rows.values_list(
            "pk", "group_id", "collection_id", "permission_id"
        )
    }
    if strays := [pk for key, pk in actual.items() if key not in expected]:
        GroupCollectionPermission.objects.filter(pk__in=strays).delete()
    missing = [
        GroupCollectionPermission(group_id=group, collection_id=collection, permission_id=permission)
        for group, collection, permission in sorted(expected - actual.keys())
    ]
    # Conflicts are ignored for the same reason as above.
    GroupCollectionPermission.objects.bulk_create(missing, ignore_conflicts=True)


def sync_all_rights() -> None:
    """Calls `sync_rights` for the federation and every cluster; deletes workflow attachments without an owner."""
    stray_workflow_pages().delete()
    for owner in owners():
        sync_rights(owner)
