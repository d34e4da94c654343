"""A section or a language that moves, closes, opens or goes: each page that was or is public is told, once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster
from fedcms.core.changes import branches, followers
from fedcms.core.models import ChangedBranch, LocaleState, PublicChange, Reason
from news.models import ArticlePage, NewsIndexPage
from tests.core.changes.events import of, told
from tests.factories import (
    make_article,
    make_cluster,
    publish,
)
from tests.factories.content import section_of

pytestmark = pytest.mark.django_db


def test_a_move_to_another_cluster(cluster: Cluster, article: ArticlePage) -> None:
    other = make_cluster("ailleurs", "AIL")
    listing = NewsIndexPage.objects.get(locale=article.locale, path__startswith=section_of(other).path)
    told()
    before = article.url_path
    article.move(listing, "last-child")
    moved, changed = PublicChange.objects.filter(object_id=article.pk).order_by("pk")
    assert (moved.reason, moved.address_before) == (Reason.MOVED, before)
    assert moved.address == changed.address == ArticlePage.objects.get(pk=article.pk).url_path
    assert changed.cluster == "ailleurs"
    assert not ChangedBranch.objects.exists()


def test_another_place_among_its_neighbours(cluster: Cluster, article: ArticlePage) -> None:
    make_article(cluster)
    told()
    article.move(article.get_parent(), "last-child")
    assert told() == [of(article, Reason.REORDERED)]


def test_a_new_slug_changes_the_addresses_below(
    cluster: Cluster, article: ArticlePage, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    listing = article.get_parent().specific
    draft = make_article(cluster, live=False)
    told()
    listing.slug = "nouvelles"
    with django_capture_on_commit_callbacks(execute=True):
        publish(listing)
    events = told()
    assert sorted(events) == sorted([of(listing, Reason.MOVED), of(article, Reason.MOVED)])
    assert of(draft, Reason.MOVED) not in events


def test_deletion_of_a_page_and_of_a_subtree(cluster: Cluster, article: ArticlePage) -> None:
    draft = make_article(cluster, live=False)
    told()
    listing = article.get_parent().specific
    draft_event, key = of(draft, Reason.DELETED), article.translation_key
    gone = of(article, Reason.DELETED)
    listing.delete()
    assert (
        PublicChange.objects.get(subject="page", object_id=article.pk or gone[0][5:]).translation_key == key
    )
    events = told()
    assert gone in events
    assert draft_event not in events


@pytest.mark.parametrize("at_once", [0, 20])
def test_a_section_that_is_closed_and_opened(
    cluster: Cluster, article: ArticlePage, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many pages are told by the worker, some at a time."""
    monkeypatch.setattr(branches, "AT_ONCE", at_once)
    monkeypatch.setattr(branches, "BATCH", 2 if at_once == 0 else 100)
    draft = make_article(cluster, live=False)
    told()
    section = section_of(cluster)
    public = Page.objects.filter(path__startswith=section.path).exclude(pk=draft.pk)
    numbers = sorted(f"page-{pk}" for pk in public.values_list("pk", flat=True))
    restriction = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert ChangedBranch.objects.exists() == (at_once == 0)
    branches.follow_branches()
    assert sorted(told()) == [(number, Reason.WITHDRAWN) for number in numbers]
    publish(article)
    assert told() == [], "nobody sees it"
    restriction.delete()
    branches.follow_branches()
    assert sorted(told()) == [(number, Reason.PUBLISHED) for number in numbers]
    assert not ChangedBranch.objects.exists()
    publish(article)
    assert told() == []


def test_a_restriction_that_is_given_another_page_opens_one_and_closes_the_other(
    cluster: Cluster, article: ArticlePage
) -> None:
    other = publish(make_article(cluster))
    restriction = PageViewRestriction.objects.create(page=article, restriction_type="login")
    assert told()[-1] == of(article, Reason.WITHDRAWN)
    restriction = PageViewRestriction.objects.get(pk=restriction.pk)
    restriction.page = other
    restriction.save()
    assert sorted(told()) == sorted([of(article, Reason.PUBLISHED), of(other, Reason.WITHDRAWN)])
    assert not ChangedBranch.objects.exists()
    restriction.restriction_type = "password"
    restriction.save()
    assert told() == [], "it is as closed as before"
    restriction.delete()
    assert told() == [of(other, Reason.PUBLISHED)]


def test_a_branch_that_cannot_be_followed_holds_up_no_other(
    cluster: Cluster, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again when the worker looks the next time."""
    sections = [section_of(cluster).pk, section_of(cluster, "en").pk]
    long_ago = timezone.now() - timedelta(hours=1)
    with time_machine.travel(long_ago):
        for pk in sections:
            ChangedBranch.objects.create(page_id=pk, is_moved=False)
    followed: list[int | None] = []

    def follow(branch: followers.BranchChanged) -> None:
        if branch.page_id == sections[0] and not followed:
            raise RuntimeError("the index is away")
        followed.append(branch.page_id)

    monkeypatch.setitem(
        followers._followers, "fails", followers.Follower("fails", followers.Order.COUNTS, on_branch=follow)
    )
    branches.follow_branches()
    assert followed == [sections[1]]
    assert [branch.page_id for branch in ChangedBranch.objects.all()] == [sections[0]]
    branches.follow_branches()
    assert followed == [sections[1], sections[0]]
    assert not ChangedBranch.objects.exists()


def test_a_language_that_is_closed(article: ArticlePage) -> None:
    LocaleState.objects.create(locale=article.locale, is_active=False)
    branches.follow_branches()
    events = told()
    assert of(article, Reason.WITHDRAWN) in events
    assert {reason for _subject, reason in events} == {Reason.WITHDRAWN}
