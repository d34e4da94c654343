"""A page that is made public at once is what a draft, its revision and its publication would have made of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import (
    GroupPagePermission,
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    Workflow,
    WorkflowPage,
)
from wagtail.rich_text import RichText
from wagtail.signal_handlers import reference_index_auto_update_disabled
from wagtail.signals import page_published, published

from clusters.models import Cluster
from clusters.publishing.new_pages import publish_new
from clusters.publishing.workflows import sync_workflow
from clusters.sections.deferred_rights import rights_once, sync_rights_when_due
from clusters.sections.rights_check import deviations
from fedcms.core.models import PublicChange
from fedcms.core.pages.reference_index import references_left_out
from news.models import ArticlePage
from search.models import SearchEntry
from tests.factories import make_cluster, make_user
from tests.factories.content import parent_for, section_of
from tests.listening import listening

pytestmark = pytest.mark.django_db

# A section: six pages in four languages, its team, its rights. It was 2,501 (issue 13).
PROVISIONING = 600


def new_article(cluster: Cluster, **values: object) -> tuple[Page, ArticlePage]:
    """The listing of a cluster, and an article that has no row."""
    listing = parent_for(ArticlePage, cluster, "fr")
    given = {"title": "Neuve", "slug": "neuve", "summary": "Une phrase.", "locale": listing.locale} | values
    return listing, ArticlePage(**given)


def test_a_new_page_is_public_found_and_told_once(federation: object) -> None:
    """Visitors read it, search finds it, followers hear of it once, an editor finds nothing to publish."""
    cluster = make_cluster("loire", "LOI")
    editor = make_user("nora", cluster)
    listing, page = new_article(cluster)
    PublicChange.objects.all().delete()
    revision = publish_new(listing, page, author=editor, publisher=editor)
    assert Client().get(page.get_url()).status_code == 200
    assert SearchEntry.objects.get(page_id=page.pk).title == "Neuve"
    assert [change.reason for change in PublicChange.objects.filter(object_id=page.pk)] == ["published"]
    row = ArticlePage.objects.get(pk=page.pk)
    assert (row.live, row.has_unpublished_changes) == (True, False)
    assert row.live_revision == row.latest_revision == revision
    assert row.latest_revision_created_at is not None
    assert row.cluster == cluster
    assert revision.as_object().title == "Neuve"
    assert revision.user == editor


def test_its_history_says_who_made_it_public(federation: object) -> None:
    """As after Wagtail's own button."""
    cluster = make_cluster("loire", "LOI")
    editor = make_user("nora", cluster)
    listing, page = new_article(cluster, owner=editor)
    publish_new(listing, page, author=editor, publisher=editor)
    lines = PageLogEntry.objects.filter(page_id=page.pk).order_by("timestamp", "pk")
    assert [(line.action, line.user) for line in lines] == [
        ("wagtail.create", editor),
        ("wagtail.publish", editor),
    ]


def test_it_keeps_the_moment_that_it_says(federation: object) -> None:
    """What comes from elsewhere was published there before."""
    listing, page = new_article(
        make_cluster("loire", "LOI"), first_published_at=timezone.now() - timedelta(days=9)
    )
    moment = page.first_published_at
    publish_new(listing, page)
    row = ArticlePage.objects.get(pk=page.pk)
    assert (row.first_published_at, row.last_published_at) == (moment, moment)
    assert row.published_at == moment
    assert row.latest_revision_created_at == row.latest_revision.created_at, "it was written now"


def test_a_page_that_is_not_finished_is_refused_and_leaves_nothing(federation: object) -> None:
    """The same words as for an editor."""
    listing, page = new_article(make_cluster("loire", "LOI"), summary="")
    with pytest.raises(ValidationError, match="summary"):
        publish_new(listing, page)
    assert not Page.objects.filter(slug="neuve").exists()


def test_a_page_of_later_or_of_before_is_refused(federation: object) -> None:
    """It would be public before its hour, or lose the revision that is public."""
    cluster = make_cluster("loire", "LOI")
    listing, page = new_article(cluster, go_live_at=timezone.now() + timedelta(minutes=1))
    with pytest.raises(ValueError, match="later"):
        publish_new(listing, page)
    _listing, page = new_article(cluster, go_live_at=timezone.now() - timedelta(seconds=1))
    publish_new(listing, page)
    with pytest.raises(ValueError, match="not new"):
        publish_new(listing, page)


def test_who_listens_to_publications_hears_of_it_once(federation: object) -> None:
    """Wagtail's two signals, with the page and its revision."""
    heard: list[tuple[str, object]] = []

    def page_heard(sender: type, instance: Page, revision: Revision, **kwargs: object) -> None:
        heard.append(("page_published", revision))

    def heard_too(sender: type, instance: Page, revision: Revision, **kwargs: object) -> None:
        heard.append(("published", revision))

    with listening(page_published, page_heard), listening(published, heard_too):
        listing, page = new_article(make_cluster("loire", "LOI"))
        heard.clear()
        revision = publish_new(listing, page)
    assert heard == [("page_published", revision), ("published", revision)]


def test_it_is_not_made_outside_of_a_transaction(federation: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it would stay where something fails."""
    listing, page = new_article(make_cluster("loire", "LOI"))
    with monkeypatch.context() as outside:
        outside.setattr(connections[DEFAULT_DB_ALIAS], "in_atomic_block", False)
        with pytest.raises(TransactionManagementError):
            publish_new(listing, page)
    assert not Page.objects.filter(slug="neuve").exists()


def test_references_are_left_out_within_what_leaves_them_out(federation: object) -> None:
    """Wagtail's own context ends an outer one."""
    listing, page = new_article(make_cluster("loire", "LOI"))
    with references_left_out():
        publish_new(listing, page)
        assert reference_index_auto_update_disabled.value
    assert not getattr(reference_index_auto_update_disabled, "value", False)


def test_where_its_picture_is_used_is_known(federation: object) -> None:
    """Wagtail's index of references: who would delete what the page shows is told of it."""
    cluster = make_cluster("loire", "LOI")
    _listing, linked = new_article(cluster, title="Liée", slug="liee")
    listing, page = new_article(cluster, title="Citante", slug="citante")
    publish_new(listing, linked)
    page.body = [("paragraph", RichText(f'<p><a linktype="page" id="{linked.pk}">lien</a></p>'))]
    publish_new(listing, page)
    assert ReferenceIndex.get_references_to(linked).filter(object_id=str(page.pk)).exists()


def test_rights_that_wait_are_those_of_the_row_as_it_is_then(federation: object) -> None:
    """Not of what was noted; an owner that is gone, or was never provisioned, has none."""
    cluster, gone = make_cluster("loire", "LOI"), make_cluster("sud", "SUD")
    group = Group.objects.create(name="Autre publication")
    with rights_once():
        sync_rights_when_due(cluster)
        sync_rights_when_due(gone)
        Cluster.objects.filter(pk=cluster.pk).update(publishers_group=group)
        Cluster.objects.filter(pk=gone.pk).update(editors_group=None)
    section = section_of(cluster)
    assert GroupPagePermission.objects.filter(group=group, page=section).exists()


def test_rights_that_a_failed_block_asked_for_are_not_computed(federation: object) -> None:
    """Its rows are undone; those of the block around it stay due."""
    cluster, other = make_cluster("loire", "LOI"), make_cluster("sud", "SUD")
    for owner in (cluster, other):
        GroupPagePermission.objects.filter(group=owner.editors_group).delete()

    def fail() -> None:
        with transaction.atomic(), rights_once():
            sync_rights_when_due(other)
            raise RuntimeError

    with rights_once():
        sync_rights_when_due(cluster)
        with pytest.raises(RuntimeError):
            fail()
    assert GroupPagePermission.objects.filter(group=cluster.editors_group).exists()
    assert not GroupPagePermission.objects.filter(group=other.editors_group).exists()


def test_a_root_under_another_workflow_gets_its_own(federation: object) -> None:
    """A page has one workflow: the other one's place is taken."""
    cluster = make_cluster("loire", "LOI")
    section = section_of(cluster)
    other = Workflow.objects.create(name="Autre")
    WorkflowPage.objects.filter(page=section).update(workflow=other)
    sync_workflow(cluster)
    assert WorkflowPage.objects.get(page=section).workflow == cluster.workflow


def test_a_section_is_made_with_few_queries_and_all_its_rights(federation: object) -> None:
    """The rights are computed once, not after each of its roots."""
    with CaptureQueriesContext(connection) as queries:
        call_command("provision_cluster", "loire", code="LOI", name="Loire", email="loire@people.example")
    assert len(queries) <= PROVISIONING
    assert deviations() == []
