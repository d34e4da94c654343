"""The other languages of a bundle's pages: they go out as their page is, follow if late, and decide nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail_localize.models import Translation

from clusters.models import BundleMember, BundleState
from clusters.publishing.bundles.approval import reopen
from clusters.publishing.bundles.composition import add, take_out
from clusters.publishing.refusal import Refusal
from tests.clusters.bundles.support import Story, in_hours
from tests.clusters.press_access.support import given, read
from tests.factories import make_article


def test_a_translation_appears_with_the_dates_of_its_page(story: Story) -> None:
    """They were changed while the translation was ready: what was approved of it is older."""
    story.approve()
    story.translate("event")
    reopen(story.bundle_key, story.publisher)
    draft = story.page("event").get_latest_revision_as_object()
    draft.starts_on += timedelta(days=5)
    draft.save_revision(user=story.editor)
    story.approve()
    english = story.page("event in English")
    english.get_latest_revision().publish(user=story.publisher)
    assert {"event", "event in English"} <= story.work()
    assert story.page("event in English").starts_on == story.page("event").starts_on == draft.starts_on


def test_a_translation_that_is_refused_at_the_moment_follows_when_it_is_mended(story: Story) -> None:
    story.approve()
    story.translate()
    revision = story.page("article in English").scheduled_revision
    summary = revision.content["summary"]
    revision.content = {**revision.content, "summary": ""}
    revision.save(update_fields=["content"])
    assert story.work() == {"release", "event", "article"}
    assert story.state() == BundleState.PUBLISHED
    revision.refresh_from_db()
    revision.content = {**revision.content, "summary": summary}
    revision.save(update_fields=["content"])
    assert story.work(5) == {"release", "event", "article", "article in English"}


def taken_back(story: Story) -> None:
    reopen(story.bundle_key, story.publisher)


def held(story: Story) -> None:
    PageViewRestriction.objects.create(page=story.page("article"), restriction_type="login")
    story.work()


def taken_out(story: Story) -> None:
    member = BundleMember.objects.get(page=story.keys["release"])
    take_out(story.bundle_key, member.pk, story.publisher)


@pytest.mark.parametrize("end", [taken_back, held, taken_out])
def test_with_its_page_a_translation_is_neither_scheduled_nor_read_by_the_press(
    story: Story, end: Callable[[Story], None]
) -> None:
    story.approve()
    story.translate("release")
    title = story.page("release in English").get_latest_revision_as_object().title
    _made, link = given(story.publisher, story.cluster, story.page("release"), language="en")
    _made, all_releases = given(story.publisher, story.cluster, email="max@media.example", language="en")
    assert title in read(link)[1]
    assert title in read(all_releases)[1]
    end(story)
    keys = [str(story.keys[name]) for name in ("release", "release in English")]
    approved = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    assert not approved.exists()
    assert title not in read(link)[1]
    assert title not in read(all_releases)[1]
    assert "release in English" not in story.work(5)


def test_a_language_that_goes_its_own_way_is_named_before_the_page_is_added(story: Story) -> None:
    page = make_article(story.cluster, live=False, title="Une page", go_live_at=in_hours(1))
    page.save_revision(user=story.publisher).publish(user=story.publisher)
    story.keys["page"] = page.pk
    story.translate("page")
    page.revisions.update(approved_go_live_at=None)
    Page.objects.filter(pk=page.pk).update(go_live_at=None)
    Translation.objects.filter(source__object_id=page.translation_key).update(enabled=False)
    with pytest.raises(Refusal, match="programmée à part dans une autre langue"):
        add(story.bundle_key, page, story.editor)
    story.page("page in English").revisions.update(approved_go_live_at=None)
    add(story.bundle_key, page, story.editor)
