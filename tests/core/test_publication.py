"""What the clock publishes and ends: each once, in the order of their moments, and no failure stops the others."""

import logging
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published, page_unpublished

from clusters.publishing.policy_registry import Publication, Stage, policy_for_now
from clusters.publishing.refusal import Refusal
from fedcms.core.tasks.scheduled_publication import expire_due, publish_due
from news.models import ArticlePage
from tests.factories import make_article
from tests.listening import listening

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 1, 12, tzinfo=timezone.get_default_timezone())


def scheduled(title: str, moment: datetime) -> ArticlePage:
    """An article that a publisher has approved for a moment."""
    page = make_article(None, live=False, title=title, go_live_at=moment)
    page.save_revision().publish()
    return page


def live() -> list[str]:
    """The titles that are public, in the order in which they became so."""
    log = PageLogEntry.objects.filter(action="wagtail.publish.scheduled").order_by("pk")
    return [entry.page.title for entry in log]


def wait_if(*, is_waiting: bool) -> Refusal | None:
    """What a policy answers that holds a page back for a while."""
    return Refusal("Not yet.") if is_waiting else None


def test_what_is_due_is_published_once_in_the_order_of_its_moments(federation: object) -> None:
    pages = {
        title: scheduled(title, NOON + timedelta(minutes=place))
        for title, place in (("b", 2), ("a", 1), ("c", 9))
    }
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert publish_due() == 2
        assert publish_due() == 0
    assert live() == ["a", "b"]
    assert not ArticlePage.objects.get(pk=pages["c"].pk).live


def test_what_an_editor_took_back_is_not_published(federation: object) -> None:
    page = scheduled("a", NOON)
    Revision.objects.for_instance(page).update(approved_go_live_at=None)
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert publish_due() == 0
    assert live() == []


def test_what_waits_for_another_is_asked_again_when_that_one_is_out(federation: object) -> None:
    """The later one is asked first, and held until the other is public."""
    first, second = scheduled("a", NOON), scheduled("b", NOON + timedelta(minutes=1))

    def second_before_first(publication: Publication) -> Refusal | None:
        return wait_if(is_waiting=publication.page.pk == first.pk and not Page.objects.get(pk=second.pk).live)

    with (
        policy_for_now(second_before_first, Stage.AGREEMENT),
        time_machine.travel(NOON + timedelta(minutes=5), tick=False),
    ):
        assert publish_due() == 2
    assert live() == ["b", "a"]


def test_what_a_policy_holds_back_stays_due_and_stops_nothing_else(federation: object) -> None:
    held = scheduled("a", NOON)
    scheduled("b", NOON)
    asked: list[int] = []

    def not_the_first(publication: Publication) -> Refusal | None:
        asked.append(publication.page.pk)
        return wait_if(is_waiting=publication.page.pk == held.pk)

    with (
        policy_for_now(not_the_first, Stage.AGREEMENT),
        time_machine.travel(NOON + timedelta(minutes=5), tick=False),
    ):
        assert publish_due() == 1
    assert len(asked) == 3, "each once, and the one that is held once more"
    assert live() == ["b"]
    assert Revision.objects.for_instance(held).exclude(approved_go_live_at=None).exists()


def test_every_policy_must_let_it_through(federation: object) -> None:
    scheduled("a", NOON)
    with (
        policy_for_now(lambda publication: None, Stage.CONTENT),
        policy_for_now(lambda publication: wait_if(is_waiting=True), Stage.AGREEMENT),
        time_machine.travel(NOON + timedelta(minutes=5), tick=False),
    ):
        assert publish_due() == 0
    assert live() == []


def test_one_that_fails_is_logged_and_stops_none_after_it(
    federation: object, caplog: pytest.LogCaptureFixture
) -> None:
    broken = scheduled("a", NOON)
    scheduled("b", NOON + timedelta(minutes=1))

    def fails(publication: Publication) -> Refusal | None:
        if publication.page.pk == broken.pk:
            raise ValueError("broken")
        return None

    with (
        policy_for_now(fails, Stage.AGREEMENT),
        time_machine.travel(NOON + timedelta(minutes=5), tick=False),
    ):
        assert publish_due() == 1
    assert live() == ["b"]
    assert "is due and could not be published" in caplog.text


def test_what_has_expired_goes_off_once_and_says_why(federation: object) -> None:
    page, stays, open_ended = (make_article(None, title=title) for title in ("a", "b", "c"))
    Page.objects.filter(pk=page.pk).update(expire_at=NOON)
    Page.objects.filter(pk=stays.pk).update(expire_at=NOON + timedelta(hours=1))
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert expire_due() == 1
        assert expire_due() == 0
    rows = {
        row.title: (row.live, row.expired)
        for row in Page.objects.filter(pk__in=[page.pk, stays.pk, open_ended.pk])
    }
    assert rows == {"a": (False, True), "b": (True, False), "c": (True, False)}
    (entry,) = PageLogEntry.objects.filter(action="wagtail.unpublish.scheduled")
    assert entry.page_id == page.pk


def test_a_reason_to_wait_is_logged_once_and_again_when_it_is_another(
    federation: object, caplog: pytest.LogCaptureFixture
) -> None:
    """The worker asks every few seconds, and the log is read by people."""
    scheduled("a", NOON)
    reasons = iter([Refusal("Too early."), Refusal("Too early."), Refusal("Too late."), None])
    logged = []
    with (
        policy_for_now(lambda publication: next(reasons), Stage.AGREEMENT),
        time_machine.travel(NOON + timedelta(minutes=5), tick=False),
        caplog.at_level(logging.INFO, "fedcms.publication"),
    ):
        for _ in range(4):
            caplog.clear()
            publish_due()
            logged.append([record.getMessage().partition("held back: ")[2] for record in caplog.records])
    assert logged == [["Too early."], [], ["Too late."], [""]]
    assert "is published as scheduled" in caplog.text


def test_what_could_not_be_ended_is_logged_and_stops_none_after_it(
    federation: object, caplog: pytest.LogCaptureFixture
) -> None:
    broken, after = make_article(None, title="a"), make_article(None, title="b")
    Page.objects.filter(pk=broken.pk).update(expire_at=NOON)
    Page.objects.filter(pk=after.pk).update(expire_at=NOON + timedelta(minutes=1))

    def fails(sender: object, instance: Page, **kwargs: object) -> None:
        if instance.pk == broken.pk:
            raise ValueError("broken")

    with listening(page_unpublished, fails), time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert expire_due() == 1
    assert dict(Page.objects.filter(pk__in=[broken.pk, after.pk]).values_list("title", "live")) == {
        "a": True,
        "b": False,
    }
    assert f"Page {broken.pk} has expired and could not be unpublished" in caplog.text


def locks(asked: CaptureQueriesContext) -> list[tuple[str, bool]]:
    """The tables whose rows were locked, in their order, and whether rows that somebody else has were passed over."""
    found = []
    for query in asked:
        if " FOR " in query["sql"] and "UPDATE" in query["sql"].partition(" FOR ")[2]:
            table = re.search(r'FOR (?:NO KEY )?UPDATE OF "(\w+)"', query["sql"])
            name = table[1] if table else query["sql"].partition(' FROM "')[2].partition('"')[0]
            found.append((name, "SKIP LOCKED" in query["sql"]))
    return found


@pytest.mark.database("postgresql")
def test_the_page_is_locked_first_and_what_another_worker_has_is_left_to_it(federation: object) -> None:
    """The order of all who write (docs/adr/0029); a worker that waited would publish a second time."""
    page = scheduled("a", NOON)
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        with CaptureQueriesContext(connection) as asked:
            assert publish_due() == 1
        taken = locks(asked)
        assert taken.index(("wagtailcore_page", False)) < taken.index(("wagtailcore_revision", True))
        Page.objects.filter(pk=page.pk).update(expire_at=NOON)
        with CaptureQueriesContext(connection) as asked:
            assert expire_due() == 1
        taken = locks(asked)
        assert taken.index(("wagtailcore_page", False)) < taken.index(("wagtailcore_page", True))


def test_what_is_taken_back_while_another_is_published_is_not_counted(federation: object) -> None:
    """The list of what is due is read once, before the first of them is out."""
    scheduled("a", NOON)
    after = scheduled("b", NOON + timedelta(minutes=1))

    def take_back(sender: object, **kwargs: object) -> None:
        Revision.objects.for_instance(after).update(approved_go_live_at=None)

    with listening(page_published, take_back), time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert publish_due() == 1
    assert live() == ["a"]


def test_a_page_whose_end_is_put_off_while_another_ends_stays(federation: object) -> None:
    before, after = make_article(None, title="a"), make_article(None, title="b")
    Page.objects.filter(pk=before.pk).update(expire_at=NOON)
    Page.objects.filter(pk=after.pk).update(expire_at=NOON + timedelta(minutes=1))

    def put_off(sender: object, **kwargs: object) -> None:
        Page.objects.filter(pk=after.pk).update(expire_at=NOON + timedelta(days=1))

    with listening(page_unpublished, put_off), time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert expire_due() == 1
    assert Page.objects.get(pk=after.pk).live
