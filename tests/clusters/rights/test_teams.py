"""What each team may do with rows, what it sees of their history, and that a repair of rights is whole or none."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from clusters.models import Charter, Cluster, Federation, Organisation
from clusters.sections.provisioning import provision_team
from clusters.sections.rights import sync_rights
from clusters.sections.rights_check import deviations
from fedcms.core.models import Topic
from fedcms.users.models import User
from tests.factories import make_cluster, make_user
from tests.factories.content import section_of
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

OF_EVERY_TEAM = {"view_organisation", "add_organisation", "change_organisation"}
OF_THE_FEDERATION = {
    f"{action}_{model}" for model in ("cluster", "charter", "topic") for action in ("view", "add", "change")
}


@pytest.fixture(scope="module")
def kept(keep: Keep) -> Cluster:
    """A cluster."""
    with keep():
        return make_cluster("nord", "NOR")


@pytest.fixture
def north(kept: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept)


def rows_of(person: User) -> set[str]:
    """The permissions on the models of this project, besides pages and files."""
    return {
        name.partition(".")[2]
        for name in User.objects.get(pk=person.pk).get_all_permissions()
        if name.startswith(("clusters.", "core."))
    }


def test_editors_of_a_cluster_keep_organisations(north: Cluster) -> None:
    assert rows_of(make_user("nora", north)) == OF_EVERY_TEAM


def test_publishers_of_a_cluster_delete_them_too_and_keep_their_cluster(north: Cluster) -> None:
    """They found no cluster, and the topics and the charter are not theirs."""
    publisher = make_user("paul", north, "publisher")
    assert rows_of(publisher) == OF_EVERY_TEAM | {"delete_organisation", "view_cluster", "change_cluster"}


def test_editors_of_the_federation_keep_organisations_alone(federation: Federation) -> None:
    assert rows_of(make_user("fred", federation)) == OF_EVERY_TEAM


def test_publishers_of_the_federation_keep_clusters_charter_and_topics(federation: Federation) -> None:
    publisher = make_user("frida", federation, "publisher")
    assert rows_of(publisher) == OF_EVERY_TEAM | {"delete_organisation"} | OF_THE_FEDERATION


def test_editors_whose_group_was_lost_and_made_anew_have_no_more_rights_than_before(
    federation: Federation,
) -> None:
    """The group is younger than that of the publishers then."""
    lost = federation.editors_group
    assert lost
    federation.editors_group = None
    federation.save()
    lost.delete()
    provision_team(federation)
    sync_rights(federation)
    assert rows_of(make_user("fred", federation)) == OF_EVERY_TEAM
    assert deviations() == []


def test_the_history_of_the_site_shows_each_team_what_it_keeps(
    federation: Federation, north: Cluster
) -> None:
    """An organisation to all, a cluster to publishers, charter and topics to those of the federation."""
    rows: dict[str, Model] = {
        "Labo du Nord": Organisation.objects.create(
            slug="lab", name="Labo du Nord", kind="laboratory", cluster=north
        ),
        "Fiche du Nord": north,
        "Charte 7.0": Charter.objects.create(version="7.0", effective_on="2026-01-01", summary={"fr": "x"}),
        "Robotique": Topic.objects.create(key="robotique", labels={"fr": "Robotique"}),
    }
    for title, row in rows.items():
        log(instance=row, action="wagtail.edit", title=title)
    organisation, cluster, *common = rows
    for person, seen in (
        (make_user("nora", north), {organisation}),
        (make_user("paul", north, "publisher"), {organisation, cluster}),
        (make_user("fred", federation), {organisation}),
        (make_user("frida", federation, "publisher"), {organisation, cluster, *common}),
    ):
        client = Client()
        client.force_login(person)
        shown = client.get(reverse("wagtailadmin_reports:site_history_results")).content.decode()
        assert {title for title in rows if title in shown} == seen, person


def test_a_repair_that_cannot_end_leaves_all_rights_as_they_were(north: Cluster) -> None:
    """As where a migration ended halfway and a permission is not there: no group is left with half of its rights."""
    assert north.editors_group
    page = section_of(north, "en")
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=north.editors_group, page_id=page.pk, permission=publish)
    Permission.objects.get(content_type__app_label="clusters", codename="change_cluster").delete()
    before = rights()
    with pytest.raises(KeyError):
        sync_rights(north)
    assert rights() == before


def rights() -> list[object]:
    """All that all groups hold."""
    return [
        set(model._default_manager.values_list())
        for model in (GroupPagePermission, GroupCollectionPermission, Group.permissions.through)
    ]


@pytest.mark.parametrize("model", [GroupPagePermission, GroupCollectionPermission])
def test_two_may_repair_the_same_rights_at_once(north: Cluster, model: type[Model]) -> None:
    """What the other one has granted in the meantime is granted."""
    model._default_manager.filter(group=north.editors_group).delete()
    with at_the_first_write_to(model, lambda: sync_rights(again(north))):
        sync_rights(north)
    assert deviations() == []


def at_the_first_write_to(model: type[Model], action: Callable[[], None]) -> AbstractContextManager[None]:
    """Does something between the moment when rows were read and the moment when they are written."""
    is_done = False

    def around(execute: Callable[..., object], sql: str, *rest: object) -> object:
        nonlocal is_done
        if not is_done and sql.startswith("INSERT") and f'"{model._meta.db_table}"' in sql:
            is_done = True
            action()
        return execute(sql, *rest)

    return connection.execute_wrapper(around)
