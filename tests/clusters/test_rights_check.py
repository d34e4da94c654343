"""A right that should not be is said by the check and taken by the repair; one that lacks is said and given."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from clusters.models import Cluster
from clusters.sections.provisioning import provision_cluster
from clusters.sections.rights import sync_all_rights, sync_rights
from clusters.sections.rights_check import deviations
from clusters.translation.models import TranslatorGroup
from tests.factories import make_cluster, make_user
from tests.factories.content import section_of
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

CHOOSE = ("media", "choose_image")


@pytest.fixture(scope="module")
def kept_pair(keep: Keep) -> tuple[Cluster, Cluster]:
    """Two clusters."""
    with keep():
        return make_cluster("nord", "NOR"), make_cluster("sud", "SUD")


@pytest.fixture
def north(kept_pair: tuple[Cluster, Cluster], db: None) -> Cluster:
    """As it was made."""
    return again(kept_pair[0])


@pytest.fixture
def south(kept_pair: tuple[Cluster, Cluster], db: None) -> Cluster:
    """As it was made."""
    return again(kept_pair[1])


def permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def translators(cluster: Cluster) -> Group:
    """The cluster's translators into English."""
    return TranslatorGroup.objects.get(cluster=cluster, locale__language_code="en").group


def groups(cluster: Cluster) -> list[Group]:
    """Editors, publishers, translators."""
    assert cluster.editors_group
    assert cluster.publishers_group
    return [cluster.editors_group, cluster.publishers_group, translators(cluster)]


def allow(group: Group, collection: Collection, app: str, codename: str) -> None:
    """A right on a collection."""
    GroupCollectionPermission.objects.create(
        group=group, collection=collection, permission=permission(app, codename)
    )


@pytest.mark.parametrize("place", range(3), ids=["editors", "publishers", "translators"])
def test_a_stray_right_on_another_collection_is_said_and_taken(
    north: Cluster, south: Cluster, place: int
) -> None:
    group = groups(north)[place]
    assert south.collection
    allow(group, south.collection, *CHOOSE)
    assert deviations() == [f"{group.name} has too much: choose_image on collection {south.collection_id}"]
    sync_rights(north)
    assert deviations() == []


@pytest.mark.parametrize("place", range(3), ids=["editors", "publishers", "translators"])
def test_a_right_too_many_on_the_own_collection_is_said_and_taken(north: Cluster, place: int) -> None:
    group = groups(north)[place]
    assert north.collection
    allow(group, north.collection, "media", "delete_federationimage")
    (line,) = deviations()
    assert line.startswith(f"{group.name} has too much: delete_federationimage on")
    sync_rights(north)
    assert deviations() == []


def test_a_right_on_the_root_of_all_collections_is_said_and_taken(north: Cluster) -> None:
    """It would reach every cluster's pictures."""
    group, root = groups(north)[0], Collection.get_first_root_node()
    allow(group, root, "media", "change_federationimage")
    assert deviations() == [f"{group.name} has too much: change_federationimage on collection {root.pk}"]
    provision_cluster(north)
    assert deviations() == []


def test_a_right_of_another_app_of_the_same_name_is_not_taken_for_it(north: Cluster) -> None:
    """Wagtail's stock images have permissions that are called the same."""
    group = groups(north)[0]
    assert north.collection
    GroupCollectionPermission.objects.filter(group=group, permission=permission(*CHOOSE)).update(
        permission=permission("wagtailimages", "choose_image")
    )
    found = deviations()
    assert any("lacks choose_image" in line for line in found)
    assert any("has too much: choose_image" in line for line in found)
    sync_rights(north)
    assert deviations() == []
    held = GroupCollectionPermission.objects.filter(group=group).values_list(
        "permission__content_type__app_label", flat=True
    )
    assert set(held) == {"media"}


@pytest.mark.parametrize("place", range(3), ids=["editors", "publishers", "translators"])
def test_a_right_that_lacks_on_the_own_collection_is_said_and_given(north: Cluster, place: int) -> None:
    group = groups(north)[place]
    GroupCollectionPermission.objects.filter(group=group, permission=permission(*CHOOSE)).delete()
    assert deviations() == [f"{group.name} lacks choose_image on its collection"]
    sync_rights(north)
    assert deviations() == []


@pytest.mark.parametrize("place", range(3), ids=["editors", "publishers", "translators"])
def test_a_right_over_everybody_s_rows_is_said_and_taken(north: Cluster, place: int) -> None:
    group = groups(north)[place]
    group.permissions.add(permission("wagtail_localize", "submit_translation"))
    assert deviations() == [f"{group.name} has too much: wagtail_localize.submit_translation"]
    sync_rights(north)
    group.permissions.remove(permission("wagtailadmin", "access_admin"))
    assert deviations() == [f"{group.name} lacks wagtailadmin.access_admin"]
    sync_rights(north)
    assert deviations() == []


@pytest.mark.parametrize("place", range(3), ids=["editors", "publishers", "translators"])
def test_a_right_on_another_section_is_said_and_taken_in_every_language(
    north: Cluster, south: Cluster, place: int
) -> None:
    group, page = groups(north)[place], section_of(south, "en")
    GroupPagePermission.objects.create(
        group=group, page_id=page.pk, permission=permission("wagtailcore", "change_page")
    )
    assert deviations() == [f"{group.name} has too much: change_page on {page.url_path}"]
    sync_all_rights()
    assert deviations() == []


def test_editors_do_not_publish_and_the_check_says_so_when_they_may(north: Cluster) -> None:
    editors, page = groups(north)[0], section_of(north, "es")
    GroupPagePermission.objects.create(
        group=editors, page_id=page.pk, permission=permission("wagtailcore", "publish_page")
    )
    assert deviations() == [f"{editors.name} has too much: publish_page on {page.url_path}"]
    sync_rights(north)
    assert deviations() == []
    assert not section_of(north, "es").permissions_for_user(make_user("nora", north)).can_publish()


def test_a_group_of_nobody_and_a_cluster_without_groups_are_said(north: Cluster) -> None:
    Group.objects.create(name="Amis de la maison")
    assert deviations() == ["the group Amis de la maison belongs to no cluster"]
    Group.objects.filter(name="Amis de la maison").delete()
    Cluster.objects.create(
        slug="neuf", code="NEU", name={"fr": "Neuf"}, territory={"fr": "Neuf"}, email="n@n.example"
    )
    assert deviations() == ["the cluster neuf was never provisioned: manage.py provision_cluster neuf"]


def test_repairing_one_cluster_takes_nothing_from_another(north: Cluster, south: Cluster) -> None:
    before = [set(group.collection_permissions.values_list("pk", flat=True)) for group in groups(south)]
    sync_rights(north)
    assert before == [
        set(group.collection_permissions.values_list("pk", flat=True)) for group in groups(south)
    ]
    assert deviations() == []
