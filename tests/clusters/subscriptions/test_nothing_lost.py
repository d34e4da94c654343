"""A reader who waits for news gets it: when its page was away meanwhile, when much comes at once, when they change."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from clusters.models import Announcement, Cluster, Digest, MailedPage, Rhythm, Subscriber, SubscriberMail
from clusters.publishing.withdrawal.actions import restore, withdraw
from clusters.subscriptions import announcing, changes, digests, matching
from clusters.subscriptions.announcing import continue_announcements, tell_batch
from clusters.subscriptions.choices import choices_of
from clusters.subscriptions.digests import open_digests, write_batch
from fedcms.core.changes.outbox import dispatch
from fedcms.users.models import User
from tests.clusters.subscriptions.support import GRACE, html_of, left, subscriber, titles, work
from tests.factories import make_article, make_release
from tests.factories.content import publish

pytestmark = pytest.mark.django_db


def to_rhythm(reader: Subscriber, rhythm: Rhythm) -> None:
    reader.refresh_from_db()
    changes.change(reader, "fr", rhythm, choices_of([reader])[reader.pk])


def test_a_page_that_was_away_for_a_moment_is_told_to_who_missed_it_and_to_nobody_twice(
    south: Cluster, paula: User, clock: "time_machine.Coordinates"
) -> None:
    early, late = subscriber("early"), subscriber("late")
    subscriber("daily", rhythm=Rhythm.DAILY)
    subscriber("weekly", rhythm=Rhythm.WEEKLY)
    page = make_release(south, title="Un essai")
    other = make_release(south, title="Autre chose")
    clock.shift(GRACE)
    while dispatch():
        pass
    # Mails wait; the first has left when the page is withdrawn, and the other is left out.
    continue_announcements()
    assert set(SubscriberMail.objects.values_list("subscriber", "state")) == {
        (early.pk, "sent"),
        (late.pk, "sent"),
    }
    # As if the second had been written and not sent.
    waiting = SubscriberMail.objects.get(subscriber=late)
    SubscriberMail.objects.filter(pk=waiting.pk).update(state="waiting", sent_at=None)
    mail.outbox.clear()
    page.refresh_from_db()
    withdrawal = withdraw(page, paula)
    other.unpublish()
    work()
    assert mail.outbox == []
    assert SubscriberMail.objects.get(pk=waiting.pk).state == "skipped"
    # The digest's hour passes without the pages.
    clock.shift(timedelta(days=1))
    work()
    assert mail.outbox == []
    page.refresh_from_db()
    restore(withdrawal, page, paula)
    newcomer = subscriber("newcomer")
    work()
    clock.shift(GRACE)
    work()
    assert titles("Un essai", "Autre chose") == {"late": [["Un essai"]]}, (
        "the first had it, the newcomer asked later"
    )
    publish(other)
    clock.shift(timedelta(days=1))
    work()
    clock.shift(timedelta(days=8))
    work()
    told = titles("Un essai", "Autre chose")
    assert told["late"] == [["Un essai"], ["Autre chose"]]
    assert sorted(told["daily"][0]) == ["Autre chose", "Un essai"]
    assert sorted(told["weekly"][0]) == ["Autre chose", "Un essai"]
    assert set(told) == {"late", "daily", "weekly"}
    assert not MailedPage.objects.filter(subscriber=newcomer).exists()


def test_much_at_once_is_one_mail_that_leads_to_the_site_for_the_rest(
    south: Cluster, clock: "time_machine.Coordinates", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "MOST_IN_A_MAIL", 3)
    monkeypatch.setattr(matching, "ROWS_AT_ONCE", 10)
    for number in range(4):
        subscriber(f"once{number}")
    subscriber("daily", rhythm=Rhythm.DAILY)
    for number in range(5):
        make_article(south, title=f"Titre {number}")
        clock.shift(timedelta(seconds=1))
    clock.shift(GRACE)
    work()
    newest = [["Titre 4", "Titre 3", "Titre 2"]]
    everything = [f"Titre {number}" for number in range(5)]
    assert titles(*everything) == {f"once{number}": newest for number in range(4)}
    message = left()["once0"][0]
    assert message.subject.startswith("5 nouvelles")
    assert "2 autres nouvelles sont sur le site" in message.body
    assert '/fr/"' in html_of(message)
    assert MailedPage.objects.filter(subscriber__email="once0@reader.example").count() == 3
    clock.shift(timedelta(days=1))
    work()
    assert titles(*everything, after=4) == {"daily": newest}
    # What comes due while others are under way catches up with them: who follows gets one mail.
    mail.outbox.clear()
    make_article(south, title="Premier")
    make_article(south, title="Deuxième")
    clock.shift(GRACE)
    while dispatch():
        pass
    monkeypatch.setattr(matching, "ROWS_AT_ONCE", 2)
    tell_batch()
    make_article(south, title="Troisième")
    clock.shift(GRACE)
    work()
    told = titles("Premier", "Deuxième", "Troisième")
    assert [len(told[f"once{number}"]) for number in range(4)] == [2, 1, 1, 1]
    for mails in told.values():
        assert sorted(title for each in mails for title in each) == ["Deuxième", "Premier", "Troisième"]


def test_a_change_of_rhythm_loses_nothing_whatever_is_under_way(
    south: Cluster, clock: "time_machine.Coordinates", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "BATCH", 1)
    first, leaving, staying = (
        subscriber(name, rhythm=Rhythm.DAILY) for name in ("first", "leaving", "staying")
    )
    once, going = subscriber("once"), subscriber("going")
    make_article(south, title="Du jour")
    clock.shift(GRACE)
    while dispatch():
        pass
    # At once, the first has it when the second leaves for a digest of the day, which is open already.
    tell_batch()
    Digest.objects.all().delete()
    monkeypatch.setattr(digests, "has_ready", lambda task: True)
    open_digests()
    (digest,) = Digest.objects.filter(rhythm="daily")
    Announcement.objects.update(is_done=False)
    write_batch(digest.pk)
    # The digest of the week, which they join, was written before.
    Digest.objects.filter(rhythm="weekly").update(is_done=True)
    to_rhythm(leaving, Rhythm.WEEKLY)
    to_rhythm(going, Rhythm.WEEKLY)
    monkeypatch.undo()
    work()
    for _twice in range(2):
        clock.shift(timedelta(days=8))
        work()
    assert titles("Du jour") == {
        name: [["Du jour"]] for name in ("first", "leaving", "staying", "once", "going")
    }
    assert {first.pk, staying.pk, once.pk} < set(MailedPage.objects.values_list("subscriber", flat=True))
    assert announcing.NEWS_DAYS < announcing.SAME_PAGE_DAYS
