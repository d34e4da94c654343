"""A page that is made public at once is what a draft, its revision and its publication would have made of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex
from wagtail.rich_text import RichText

from clusters.models import Cluster
from clusters.publishing.new_pages import publish_new
from clusters.sections.rights_check import deviations
from fedcms.core.models import PublicChange
from news.models import ArticlePage
from search.models import SearchEntry
from tests.factories import make_cluster, make_user
from tests.factories.content import parent_for

pytestmark = pytest.mark.django_db

# A section: five pages in four languages, its team, its rights. It was 2,501 (issue 13).
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


def test_where_its_picture_is_used_is_known(federation: object) -> None:
    """Wagtail's index of references: who would delete what the page shows is told of it."""
    cluster = make_cluster("loire", "LOI")
    _listing, linked = new_article(cluster, title="Liée", slug="liee")
    listing, page = new_article(cluster, title="Citante", slug="citante")
    publish_new(listing, linked)
    page.body = [("paragraph", RichText(f'<p><a linktype="page" id="{linked.pk}">lien</a></p>'))]
    publish_new(listing, page)
    assert ReferenceIndex.get_references_to(linked).filter(object_id=str(page.pk)).exists()


def test_a_section_is_made_with_few_queries_and_all_its_rights(federation: object) -> None:
    """The rights are computed once, not after each of its roots."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("provision_cluster", "loire", code="LOI", name="Loire", email="loire@people.example")
    assert len(queries) <= PROVISIONING
    assert deviations() == []
