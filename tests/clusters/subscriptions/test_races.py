"""Somebody unsubscribes at the very moment at which a worker writes a mail for them: both do what they are to do."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from clusters.models import Announcement, Cluster, Rhythm, Subscriber, SubscriberMail
from clusters.subscriptions import announcing, changes, erasing, mail_rows
from clusters.subscriptions.choices import choices_of
from clusters.subscriptions.links import unsubscribe_token
from news.models import ArticlePage
from tests.clusters.subscriptions.support import subscriber
from tests.factories import make_article, make_cluster
from tests.search.races import Held, shared_database

pytestmark = pytest.mark.database("postgresql")


@pytest.fixture(scope="module")
def cluster(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """A cluster with a page, which every connection sees."""
    with django_db_blocker.unblock(), shared_database():
        made = make_cluster("nord", "NOR")
        make_article(made, title="Nouvelle")
        yield made


@pytest.fixture(autouse=True)
def db(cluster: Cluster) -> Iterator[None]:
    """Instead of one transaction around each test."""
    yield
    Subscriber.objects.all().delete()
    Announcement.objects.all().delete()


def announce() -> None:
    """The page is due again."""
    page = ArticlePage.objects.get(title="Nouvelle").translation_key
    now = timezone.now()
    Announcement.objects.create(translation_key=page, language="fr", announced_at=now, due_at=now)


@pytest.mark.parametrize(
    ("owner", "name", "erases_first"),
    [(mail_rows, "enqueue_sending", False), (erasing, "list", True)],
    ids=["the mail is written first", "the row is locked first"],
)
def test_unsubscribing_while_a_mail_is_written(
    monkeypatch: pytest.MonkeyPatch, owner: ModuleType, name: str, *, erases_first: bool
) -> None:
    gone, stays = subscriber("gone"), subscriber("stays")
    announce()
    answers: list[int] = []

    def end() -> None:
        answers.append(Client().post(f"/subscriptions/end/{unsubscribe_token(gone)}/").status_code)

    def write() -> None:
        announcing.tell_batch()

    order: tuple[Callable[[], None], Callable[[], None]] = (end, write) if erases_first else (write, end)
    held = Held()
    # What reads the locked rows is no name of its module.
    monkeypatch.setattr(owner, name, getattr(owner, name, list), raising=False)
    held.after(monkeypatch, owner, name)
    held.run(*order)
    assert answers == [200]
    assert [each.pk for each in Subscriber.objects.all()] == [stays.pk]
    assert list(SubscriberMail.objects.values_list("subscriber", flat=True)) == [stays.pk]


def test_a_change_of_rhythm_while_a_mail_is_written_tells_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = subscriber("reader", rhythm=Rhythm.AT_ONCE)
    announce()
    held = Held()
    held.after(monkeypatch, mail_rows, "enqueue_sending")
    choices = choices_of([reader])[reader.pk]
    held.run(announcing.tell_batch, lambda: changes.change(reader, "fr", Rhythm.DAILY, choices))
    assert SubscriberMail.objects.count() == 1
    assert Subscriber.objects.get().rhythm == "daily"
