"""One event for what changed in what the public sees: written when it differs, in its transaction, and never else."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from clusters.models import Cluster
from fedcms.core.changes import outbox
from fedcms.core.changes.outbox import Change, dispatch, subscribe
from fedcms.core.models import PublicChange, Reason, Topic
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from news.models import ArticlePage
from tests.core.changes.events import of, told
from tests.factories import (
    make_article,
    make_event,
    make_mission,
    make_release,
    make_story,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

WRITE = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
FOLLOWED = re.compile(r"search|publicchange|publicform|changedbranch|translationstate|sourcetext|task")


def written(queries: CaptureQueriesContext) -> set[str]:
    """The tables that follow a publication and were written to."""
    found = (WRITE.match(query["sql"]) for query in queries.captured_queries)
    return {match[1] for match in found if match and FOLLOWED.search(match[1])}


def autosave(client: Client, page: ArticlePage, title: str, revision: str = "") -> str:
    """What the editor sends half a second after a key was pressed; returns the number of the draft it made."""
    data = nested_form_data(
        {
            "title": title,
            "slug": page.slug,
            "summary": "Un mot de plus à chaque instant.",
            "body": streamfield([("text", "<p>Quadrivium, puis un autre mot.</p>")]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )
    if revision:
        data["overwrite_revision_id"] = revision
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, data, HTTP_ACCEPT="application/json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["success"] is True
    return str(answer.json()["revision_id"])


def test_an_autosave_of_a_public_page_writes_nothing_that_follows_publications(
    cluster: Cluster, article: ArticlePage, client: Client
) -> None:
    """Neither the first one, nor the next ones, which write over it."""
    client.force_login(make_user("emma", cluster, "editor"))
    with CaptureQueriesContext(connection) as queries:
        revision = autosave(client, article, "Le quadrivium")
        autosave(client, article, "Le quadrivium en chemin", revision)
    article.refresh_from_db()
    assert article.get_latest_revision().content["title"] == "Le quadrivium en chemin"
    assert written(queries) == set()
    assert told() == []
    assert article.title == "Le trivium"


def test_an_autosave_of_what_was_never_public_writes_nothing_either(cluster: Cluster, client: Client) -> None:
    page = make_article(cluster, live=False)
    client.force_login(make_user("emma", cluster, "editor"))
    with CaptureQueriesContext(connection) as queries:
        autosave(client, page, "Le quadrivium")
    page.refresh_from_db()
    assert page.title == "Le quadrivium", "the row of a draft is written itself, and the admin finds it"
    assert written(queries) == {"wagtailsearch_indexentry"}


def test_the_draft_that_autosave_kept_is_told_when_it_is_published(
    cluster: Cluster, article: ArticlePage, client: Client
) -> None:
    client.force_login(make_user("paul", cluster, "publisher"))
    autosave(client, article, "Le quadrivium")
    ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()
    assert told() == [of(article, Reason.CHANGED)]


def test_a_publication_says_what_whose_and_in_which_language(cluster: Cluster) -> None:
    page = publish(make_article(cluster, live=False))
    event = PublicChange.objects.get(reason=Reason.PUBLISHED, object_id=page.pk)
    assert (event.subject, event.kind, event.cluster, event.language) == ("page", "article", "found", "fr")
    assert (event.translation_key, event.address) == (page.translation_key, page.url_path)
    assert abs(event.moment - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("make", [make_article, make_event, make_mission, make_release, make_story])
def test_what_is_published_again_with_the_same_words_is_told_once(
    cluster: Cluster, make: Callable[..., Page]
) -> None:
    page = publish(make(cluster, live=False))
    assert of(page, Reason.PUBLISHED) in told()
    publish(page)
    type(page).objects.get(pk=page.pk).save_revision().publish()
    Page.objects.get(pk=page.pk).save()
    assert told() == []


def test_drafts_and_locks_are_no_change(article: ArticlePage) -> None:
    article.title = "En travail"
    article.save_revision()
    row = Page.objects.get(pk=article.pk)
    row.locked = True
    row.save()
    row.save(update_fields=["locked", "locked_at"])
    assert told() == []


def test_what_was_never_public_is_told_when_it_is(cluster: Cluster) -> None:
    page = make_article(cluster, live=False)
    told()
    page.title = "Encore un brouillon"
    page.save()
    page.save_revision()
    page.unpublish()
    assert told() == []
    publish(page)
    assert told() == [of(page, Reason.PUBLISHED)]


def test_withdrawal_and_return(article: ArticlePage) -> None:
    article.unpublish()
    assert told() == [of(article, Reason.WITHDRAWN)]
    publish(article)
    assert told() == [of(article, Reason.PUBLISHED)]


def test_another_topic_of_a_page_is_told(article: ArticlePage) -> None:
    """Topics are written a moment after the page's row."""
    topic = Topic.objects.create(key="astronomie", labels={"fr": "Astronomie"})
    told()
    article.topics.add(topic)
    publish(article)
    assert told() == [of(article, Reason.CHANGED)]


def test_publication_and_expiry_by_the_clock(cluster: Cluster) -> None:
    page = make_article(cluster, live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    told()
    publish(page)
    assert told() == []
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_due()
        assert told() == [of(page, Reason.PUBLISHED)]
        page = ArticlePage.objects.get(pk=page.pk)
        page.expire_at = timezone.now() + timedelta(hours=1)
        publish(page)
        assert told() == [of(page, Reason.CHANGED)]
    with time_machine.travel(timezone.now() + timedelta(hours=4)):
        expire_due()
        assert told() == [of(page, Reason.WITHDRAWN)]


def test_clusters_and_topics_that_stand_on_many_pages_are_told_once(
    cluster: Cluster, article: ArticlePage
) -> None:
    topic = Topic.objects.create(key="astronomie", labels={"fr": "Astronomie"})
    cluster.save()
    told()
    cluster.save()
    topic.save()
    assert told() == []
    cluster.name = {"fr": "Un autre nom"}
    cluster.save()
    topic.labels = {"fr": "Étoiles"}
    topic.save()
    number = topic.pk
    topic.delete()
    assert told() == [
        (f"cluster-{cluster.pk}", Reason.CHANGED),
        (f"topic-{number}", Reason.CHANGED),
        (f"topic-{number}", Reason.DELETED),
    ]


def test_what_is_rolled_back_was_never_told(article: ArticlePage) -> None:
    article.title = "Presque"
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 (all of it is undone)
        publish(article)
        raise ZeroDivisionError
    assert told() == []
    article.refresh_from_db()
    publish(article)
    assert told() == []


def test_one_run_ends_however_much_waits_and_the_next_goes_on(
    article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others wait in the same lane: a language that is closed brings thousands of events."""
    event = {"object_id": article.pk, "reason": Reason.CHANGED, "moment": timezone.now()}
    PublicChange.objects.bulk_create(PublicChange(subject=f"test-{number}", **event) for number in range(7))
    monkeypatch.setattr(outbox, "BATCH", 3)
    heard: list[Change] = []
    subscribe("a test that hears", heard.extend, at_once=10)
    try:
        with monkeypatch.context() as short:
            short.setattr(outbox, "SECONDS_AT_ONCE", 0.0)
            assert dispatch() == 3
            assert PublicChange.objects.filter(dispatched_at=None).count() == 4
            assert dispatch() == 3
        assert dispatch() == 1
        assert dispatch() == 0
    finally:
        subscribe("a test that hears", lambda changes: None)
    assert [change.subject for change in heard] == [f"test-{number}" for number in range(7)]


def test_a_subscriber_is_told_in_plain_values_and_one_that_fails_holds_up_no_other(
    article: ArticlePage,
) -> None:
    """Each has tasks of its own."""
    heard: list[Change] = []

    def fail(changes: object) -> None:
        raise ZeroDivisionError

    subscribe("a test that fails", fail)
    subscribe("a test that hears", heard.extend, at_once=10)
    try:
        article.title = "Le quadrivium"
        publish(article)
        article.unpublish()
        assert dispatch() == 2
        assert dispatch() == 0
    finally:
        subscribe("a test that fails", lambda changes: None)
        subscribe("a test that hears", lambda changes: None)
    assert [(change.reason, change.object_id) for change in heard] == [
        (Reason.CHANGED, article.pk),
        (Reason.WITHDRAWN, article.pk),
    ]
    assert heard[0].translation_key == article.translation_key
    assert heard[0].cluster == "found"
