"""Creating a cluster, or a language, makes all that belongs to it, once, with its rights."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, Locale, Page, Workflow

from clusters.models import Cluster, ClusterPage
from clusters.sections.rights import sync_all_rights
from clusters.sections.rights_check import deviations
from fedcms.users.models import User
from home.models import StandardPage
from tests.factories import make_cluster, make_user
from tests.factories.content import section_of

pytestmark = pytest.mark.django_db

KIT = ["actualites", "agenda", "contact", "presse"]


def children(page: Page) -> list[str]:
    """The slugs directly below a page."""
    return list(Page.objects.child_of(page).order_by("path").values_list("slug", flat=True))


def test_a_cluster_gets_its_section_in_every_language(federation: object) -> None:
    """Real pages, live, tied to each other, no alias among them."""
    cluster = make_cluster("loire", "LOI")
    sections = ClusterPage.objects.filter(cluster=cluster)
    assert {page.locale.language_code for page in sections} == {"fr", "en", "es", "ar"}
    assert {page.translation_key for page in sections} == {cluster.section_key}
    assert sorted(children(section_of(cluster, "fr"))) == KIT
    for section in sections:
        assert section.live
        assert section.alias_of is None
        for child in section.get_children():
            assert child.live
            assert child.alias_of is None
            assert child.get_translations().count() == 3


def test_provisioning_twice_changes_nothing(federation: object, capsys: pytest.CaptureFixture[str]) -> None:
    """The command is safe to repeat; what was there stays as it was."""
    make_cluster("loire", "LOI")
    before = (
        list(Page.objects.order_by("pk").values_list("pk", "title", "slug", "latest_revision_id")),
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        Workflow.objects.count(),
    )
    call_command("provision_cluster", "loire")
    call_command("provision_federation")
    after = (
        list(Page.objects.order_by("pk").values_list("pk", "title", "slug", "latest_revision_id")),
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        Workflow.objects.count(),
    )
    assert after == before


def test_a_new_language_gets_the_whole_tree_with_rights(federation: object) -> None:
    """Adding a locale is all that an administrator does."""
    cluster = make_cluster("loire", "LOI")
    editor = make_user("nora", cluster)
    Locale.objects.create(language_code="de")
    section = section_of(cluster, "de")
    assert section.live
    assert not Page.objects.filter(locale__language_code="de").exclude(alias_of=None).exists()
    assert section.permissions_for_user(editor).can_edit()
    assert deviations() == []


def test_a_new_cluster_without_its_data_is_refused_in_words(federation: object) -> None:
    """The command says what to give; nothing is made."""
    with pytest.raises(CommandError, match="--code, --name and --email"):
        call_command("provision_cluster", "loire")
    with pytest.raises(CommandError, match="code"):
        call_command("provision_cluster", "loire", code="loire", name="Loire", email="x@loire.example")
    assert not Cluster.objects.exists()


def test_deviations_are_found_and_set_right(federation: object) -> None:
    """A right too many and a right too few are both listed, and --fix mends them."""
    cluster = make_cluster("loire", "LOI")
    assert deviations() == []
    home = section_of(None)
    wanted = GroupPagePermission.objects.filter(group=cluster.editors_group).first()
    assert wanted is not None
    GroupPagePermission.objects.create(group=cluster.editors_group, page=home, permission=wanted.permission)
    wanted.delete()
    found = deviations()
    assert any("has too much" in line and "/fr/" in line for line in found)
    assert any("lacks" in line for line in found)
    with pytest.raises(CommandError, match="deviations"):
        call_command("check_rights")
    sync_all_rights()
    assert deviations() == []


def test_wagtail_s_default_groups_are_gone(federation: object) -> None:
    """They hold rights on the root, which would reach every section."""
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()


def test_publishers_cannot_break_their_section(federation: object) -> None:
    """Move, rename, unpublish, delete, copy: structural pages are the administrator's."""
    cluster = make_cluster("loire", "LOI")
    publisher = make_user("paul", cluster, "publisher")
    section = section_of(cluster)
    for page in [section, *[child.specific for child in section.get_children()]]:
        rights = page.permissions_for_user(publisher)
        assert rights.can_edit()
        assert rights.can_publish()
        forbidden = (rights.can_move(), rights.can_delete(), rights.can_unpublish(), rights.can_copy())
        assert forbidden == (False, False, False, False)


def test_the_federation_s_team_edits_the_home_page_and_no_cluster_s_section(federation: object) -> None:
    """Rights on the home page would reach down to every section; membership answers for the home page alone."""
    cluster = make_cluster("loire", "LOI")
    publisher = make_user("fede", federation, "publisher")  # type: ignore[arg-type]  # the federation
    home = section_of(None)
    assert home.permissions_for_user(publisher).can_publish()
    assert home.permissions_for_user(publisher).can_add_subpage()
    assert not section_of(cluster).permissions_for_user(publisher).can_edit()
    page = StandardPage(title="Nouvelle", slug="nouvelle", summary="x", locale=home.locale)
    home.add_child(instance=page)
    # As the next request would: Wagtail keeps a person's rights on the object for the length of one.
    publisher = User.objects.get(pk=publisher.pk)
    assert Page.objects.get(pk=page.pk).specific.permissions_for_user(publisher).can_publish()
    assert deviations() == []
